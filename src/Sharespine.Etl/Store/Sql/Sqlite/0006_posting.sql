-- What vouchers rest on, customer payments, and our own references seen in the ledger.

-- The settlement lines that a voucher books: all of the payout for its first, those answered since for a later one.
CREATE TABLE voucher_line (
    voucher_reference TEXT NOT NULL REFERENCES voucher (reference),
    settlement_line_id INTEGER NOT NULL REFERENCES settlement_line (id),
    PRIMARY KEY (voucher_reference, settlement_line_id)
);

CREATE INDEX voucher_line_of ON voucher_line (settlement_line_id);

-- The exchange rate that a payout's vouchers and payments were made with, newest last.
CREATE TABLE payout_rate (
    payout_id INTEGER NOT NULL REFERENCES payout (id),
    sequence_number INTEGER NOT NULL,
    -- What one unit of the payout's currency is worth in the company's: an exact decimal, written with a point.
    rate TEXT NOT NULL,
    source TEXT NOT NULL,
    is_bank INTEGER NOT NULL,
    run_id TEXT NOT NULL,
    PRIMARY KEY (payout_id, sequence_number)
);

-- VAT on the fees of a foreign payout in the currency of registration, for the lines that state it; signed as it enters the payout.
CREATE TABLE registration_vat (
    settlement_line_id INTEGER NOT NULL PRIMARY KEY REFERENCES settlement_line (id),
    vat_minor INTEGER NOT NULL,
    currency TEXT NOT NULL
);

-- Moves a payout from its clearing account to the bank account: at most one, on the bank line's date.
CREATE TABLE bank_voucher (
    payout_id INTEGER NOT NULL PRIMARY KEY REFERENCES payout (id),
    voucher_reference TEXT NOT NULL UNIQUE REFERENCES voucher (reference)
);

-- One settlement line against one invoice of a customer ledger. Sent as a document of entity payment, whose state and file
-- stand in document and outbox; changed answers are further rows.
CREATE TABLE customer_payment (
    reference TEXT NOT NULL PRIMARY KEY,
    reconciliation TEXT NOT NULL,
    payout_id INTEGER NOT NULL REFERENCES payout (id),
    settlement_line_id INTEGER NOT NULL REFERENCES settlement_line (id),
    ledger_entry_id INTEGER NOT NULL REFERENCES ledger_entry (id),
    payment_date TEXT NOT NULL,
    account TEXT NOT NULL,
    clearing TEXT NOT NULL,
    invoice TEXT NOT NULL,
    order_reference TEXT NULL,
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    booked_minor INTEGER NOT NULL,
    booked_currency TEXT NOT NULL,
    rules_hash TEXT NOT NULL,
    program_version TEXT NOT NULL,
    run_id TEXT NOT NULL,
    planned_at TEXT NOT NULL
);

CREATE INDEX customer_payment_payout ON customer_payment (payout_id);

CREATE INDEX outbox_document ON outbox (flow, entity, document_key);

-- Two merchants of one provider may have the same payout reference.
CREATE INDEX payout_by_reference ON payout (connection, reference);

-- Ledger files whose texts were looked through for our references; whole: every voucher of their days is in them; has_vouchers 0: a list of invoices.
CREATE TABLE ledger_text (
    reconciliation TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    is_whole INTEGER NOT NULL,
    has_vouchers INTEGER NOT NULL,
    PRIMARY KEY (reconciliation, sha256)
);

-- Our references found in the texts of a ledger export, on whatever account: a voucher of fees touches no receivable account.
CREATE TABLE reference_seen (
    reconciliation TEXT NOT NULL,
    reference TEXT NOT NULL,
    voucher TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (reconciliation, reference)
);
