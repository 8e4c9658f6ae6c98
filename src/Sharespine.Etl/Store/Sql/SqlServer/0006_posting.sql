-- What vouchers rest on, customer payments, and our own references seen in the ledger.

-- The settlement lines that a voucher books: all of the payout for its first, those answered since for a later one.
CREATE TABLE voucher_line (
    voucher_reference NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT fk_voucher_line_voucher_reference REFERENCES voucher (reference),
    settlement_line_id BIGINT NOT NULL CONSTRAINT fk_voucher_line_settlement_line_id REFERENCES settlement_line (id),
    CONSTRAINT pk_voucher_line PRIMARY KEY (voucher_reference, settlement_line_id)
);

CREATE INDEX voucher_line_of ON voucher_line (settlement_line_id);

-- The exchange rate that a payout's vouchers and payments were made with, newest last.
CREATE TABLE payout_rate (
    payout_id BIGINT NOT NULL CONSTRAINT fk_payout_rate_payout_id REFERENCES payout (id),
    sequence_number BIGINT NOT NULL,
    -- What one unit of the payout's currency is worth in the company's: an exact decimal, written with a point.
    rate NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    source NVARCHAR(170) COLLATE Latin1_General_100_BIN2 NOT NULL,
    is_bank BIGINT NOT NULL,
    run_id NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_payout_rate PRIMARY KEY (payout_id, sequence_number)
);

-- VAT on the fees of a foreign payout in the currency of registration, for the lines that state it; signed as it enters the payout.
CREATE TABLE registration_vat (
    settlement_line_id BIGINT NOT NULL CONSTRAINT pk_registration_vat PRIMARY KEY CONSTRAINT fk_registration_vat_settlement_line_id REFERENCES settlement_line (id),
    vat_minor BIGINT NOT NULL,
    currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NOT NULL
);

-- Moves a payout from its clearing account to the bank account: at most one, on the bank line's date.
CREATE TABLE bank_voucher (
    payout_id BIGINT NOT NULL CONSTRAINT pk_bank_voucher PRIMARY KEY CONSTRAINT fk_bank_voucher_payout_id REFERENCES payout (id),
    voucher_reference NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT bank_voucher_voucher_reference_once UNIQUE CONSTRAINT fk_bank_voucher_voucher_reference REFERENCES voucher (reference)
);

-- One settlement line against one invoice of a customer ledger. Sent as a document of entity payment, whose state and file
-- stand in document and outbox; changed answers are further rows.
CREATE TABLE customer_payment (
    reference NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_customer_payment PRIMARY KEY,
    reconciliation NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL,
    payout_id BIGINT NOT NULL CONSTRAINT fk_customer_payment_payout_id REFERENCES payout (id),
    settlement_line_id BIGINT NOT NULL CONSTRAINT fk_customer_payment_settlement_line_id REFERENCES settlement_line (id),
    ledger_entry_id BIGINT NOT NULL CONSTRAINT fk_customer_payment_ledger_entry_id REFERENCES ledger_entry (id),
    payment_date NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    account NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    clearing NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    invoice NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    order_reference NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    amount_minor BIGINT NOT NULL,
    currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
    booked_minor BIGINT NOT NULL,
    booked_currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
    rules_hash NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    program_version NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    run_id NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    planned_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL
);

CREATE INDEX customer_payment_payout ON customer_payment (payout_id);

CREATE INDEX outbox_document ON outbox (flow, entity, document_key);

-- Two merchants of one provider may have the same payout reference.
CREATE INDEX payout_by_reference ON payout (connection, reference);

-- Ledger files whose texts were looked through for our references; whole: every voucher of their days is in them; has_vouchers 0: a list of invoices.
CREATE TABLE ledger_text (
    reconciliation NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL,
    sha256 NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    is_whole BIGINT NOT NULL,
    has_vouchers BIGINT NOT NULL,
    CONSTRAINT pk_ledger_text PRIMARY KEY (reconciliation, sha256)
);

-- Our references found in the texts of a ledger export, on whatever account: a voucher of fees touches no receivable account.
CREATE TABLE reference_seen (
    reconciliation NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reference NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    voucher NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    seen_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_reference_seen PRIMARY KEY (reconciliation, reference)
);
