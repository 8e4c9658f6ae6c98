-- Reconciliation: what providers settled, what the ledger says, what settles what, and what we booked.
-- Amounts are minor units beside a currency, signed as they enter the payout (lines) or debit positive (ledger).
-- Nothing here is deleted but derived readings: corrections are new rows that point at the old.

-- Ids are drawn here, in the transaction that uses them, so that bulk inserts know them beforehand.
CREATE TABLE reconcile_sequence (
    name NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_reconcile_sequence PRIMARY KEY,
    next_id BIGINT NOT NULL
);

INSERT INTO reconcile_sequence (name, next_id) VALUES ('reconcile', 1);

-- One row per reconciliation: under which settings its readings (classes, references) were made.
CREATE TABLE reconciliation (
    name NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_reconciliation PRIMARY KEY,
    settings_hash NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL
);

CREATE TABLE settlement_file (
    id BIGINT NOT NULL CONSTRAINT pk_settlement_file PRIMARY KEY,
    connection NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    sha256 NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    name NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    archived_path NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    row_count BIGINT NOT NULL,
    received_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT settlement_file_once UNIQUE (connection, sha256)
);

CREATE TABLE payout (
    id BIGINT NOT NULL CONSTRAINT pk_payout PRIMARY KEY,
    connection NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    merchant_id NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reference NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    payout_date NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
    total_minor BIGINT NULL,
    net_minor BIGINT NOT NULL,
    settlement_kind NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    line_count BIGINT NOT NULL,
    content_hash NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    settlement_file_id BIGINT NOT NULL CONSTRAINT fk_payout_settlement_file_id REFERENCES settlement_file (id),
    -- Set when somebody else booked the payout: the voucher as people quote it, and what it took off the receivable account.
    booked_voucher NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    booked_minor BIGINT NULL,
    booked_on NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NULL,
    -- 1 while a bank voucher may have booked it, and which of several payouts it booked cannot be told.
    is_possibly_booked BIGINT NOT NULL,
    CONSTRAINT payout_once UNIQUE (connection, merchant_id, reference)
);

CREATE INDEX payout_by_date ON payout (connection, payout_date);

-- The provider's own totals by name: the second witness, kept as the file told them.
CREATE TABLE payout_total (
    payout_id BIGINT NOT NULL CONSTRAINT fk_payout_total_payout_id REFERENCES payout (id),
    name NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    amount_minor BIGINT NOT NULL,
    CONSTRAINT pk_payout_total PRIMARY KEY (payout_id, name)
);

-- Which file told of which payout, and what became of that: new, resent (same content again), conflict (other content, not applied).
CREATE TABLE settlement_file_payout (
    settlement_file_id BIGINT NOT NULL CONSTRAINT fk_settlement_file_payout_settlement_file_id REFERENCES settlement_file (id),
    payout_id BIGINT NOT NULL CONSTRAINT fk_settlement_file_payout_payout_id REFERENCES payout (id),
    outcome NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    detail NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_settlement_file_payout PRIMARY KEY (settlement_file_id, payout_id)
);

CREATE TABLE settlement_line (
    id BIGINT NOT NULL CONSTRAINT pk_settlement_line PRIMARY KEY,
    payout_id BIGINT NOT NULL CONSTRAINT fk_settlement_line_payout_id REFERENCES payout (id),
    line_key NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    file_line BIGINT NOT NULL,
    line_type NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    provider_type NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    detailed_type NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    amount_minor BIGINT NOT NULL,
    vat_minor BIGINT NOT NULL,
    currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Percent, scaled by 10^6.
    vat_rate_scaled BIGINT NULL,
    order_reference NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    -- One per line.
    other_references NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    provider_order_id NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
    capture_id NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
    refund_id NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
    sale_date NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NULL,
    event_date NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NULL,
    payment_method NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    from_total BIGINT NOT NULL,
    open_minor BIGINT NOT NULL,
    disposition NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
    rule_name NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
    reason NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    related NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT settlement_line_once UNIQUE (payout_id, line_key),
    CONSTRAINT settlement_line_open CHECK ((amount_minor >= 0 AND open_minor >= 0 AND open_minor <= amount_minor) OR (amount_minor < 0 AND open_minor <= 0 AND open_minor >= amount_minor))
);

CREATE INDEX settlement_line_capture ON settlement_line (capture_id) WHERE capture_id IS NOT NULL;
CREATE INDEX settlement_line_refund ON settlement_line (refund_id) WHERE refund_id IS NOT NULL;

CREATE TABLE ledger_file (
    id BIGINT NOT NULL CONSTRAINT pk_ledger_file PRIMARY KEY,
    sha256 NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT ledger_file_sha256_once UNIQUE,
    name NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    archived_path NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    row_count BIGINT NOT NULL,
    received_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL
);

CREATE TABLE ledger_snapshot (
    id BIGINT NOT NULL CONSTRAINT pk_ledger_snapshot PRIMARY KEY,
    ledger_file_id BIGINT NOT NULL CONSTRAINT fk_ledger_snapshot_ledger_file_id REFERENCES ledger_file (id),
    company NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    account NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    fiscal_year_start NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    fiscal_year_end NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
    opening_minor BIGINT NULL,
    closing_minor BIGINT NULL,
    -- Null for the whole fiscal year; else the first day that the export tells of.
    covers_from NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NULL,
    covers_to NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    entry_count BIGINT NOT NULL,
    -- current, superseded, or stale (older than the current one when it came, and not applied).
    state NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- 1 for the list of open items that a site starts with.
    is_opening_list BIGINT NOT NULL,
    saved_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL
);

CREATE INDEX ledger_snapshot_of ON ledger_snapshot (company, account, fiscal_year_start);

CREATE TABLE ledger_entry (
    id BIGINT NOT NULL CONSTRAINT pk_ledger_entry PRIMARY KEY,
    company NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    fiscal_year_start NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    account NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    series NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    voucher_number NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    row_number BIGINT NOT NULL,
    entry_date NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    amount_minor BIGINT NOT NULL,
    currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
    document_minor BIGINT NULL,
    document_currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NULL,
    voucher_text NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    row_text NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Separated by spaces.
    counter_accounts NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- "dimension:object", one per line.
    objects NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Order and invoice numbers that the source names as such, one per line.
    named_references NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    file_line BIGINT NOT NULL,
    content_hash NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    open_minor BIGINT NOT NULL,
    first_snapshot_id BIGINT NOT NULL CONSTRAINT fk_ledger_entry_first_snapshot_id REFERENCES ledger_snapshot (id),
    snapshot_id BIGINT NOT NULL CONSTRAINT fk_ledger_entry_snapshot_id REFERENCES ledger_snapshot (id),
    -- 1 when the newest snapshot no longer holds it.
    is_vanished BIGINT NOT NULL,
    CONSTRAINT ledger_entry_once UNIQUE (company, fiscal_year_start, account, series, voucher_number, row_number),
    CONSTRAINT ledger_entry_open CHECK ((amount_minor >= 0 AND open_minor >= 0 AND open_minor <= amount_minor) OR (amount_minor < 0 AND open_minor <= 0 AND open_minor >= amount_minor))
);

CREATE INDEX ledger_entry_account ON ledger_entry (company, account, entry_date);

-- What a newer snapshot changed: added (not listed for a first snapshot), changed, vanished.
CREATE TABLE ledger_change (
    id BIGINT NOT NULL CONSTRAINT pk_ledger_change PRIMARY KEY,
    ledger_snapshot_id BIGINT NOT NULL CONSTRAINT fk_ledger_change_ledger_snapshot_id REFERENCES ledger_snapshot (id),
    ledger_entry_id BIGINT NOT NULL CONSTRAINT fk_ledger_change_ledger_entry_id REFERENCES ledger_entry (id),
    kind NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    before_minor BIGINT NULL,
    after_minor BIGINT NULL,
    before_date NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NULL,
    after_date NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NULL,
    -- How much was settled on it and had to be reopened.
    reopened_minor BIGINT NOT NULL
);

-- How one reconciliation reads an entry; derived from its settings and made anew when they change.
CREATE TABLE entry_reading (
    reconciliation NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ledger_entry_id BIGINT NOT NULL CONSTRAINT fk_entry_reading_ledger_entry_id REFERENCES ledger_entry (id),
    entry_class NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Our own voucher's reference found in the text.
    voucher_reference NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
    -- Order and invoice numbers as written, one per line.
    reference_list NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    disposition NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
    reason NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    related NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_entry_reading PRIMARY KEY (reconciliation, ledger_entry_id)
);

CREATE INDEX entry_reading_voucher ON entry_reading (voucher_reference) WHERE voucher_reference IS NOT NULL;

-- Normalised references, to find settled entries of an order without reading everything.
CREATE TABLE entry_reference (
    reconciliation NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reference NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ledger_entry_id BIGINT NOT NULL CONSTRAINT fk_entry_reference_ledger_entry_id REFERENCES ledger_entry (id),
    CONSTRAINT pk_entry_reference PRIMARY KEY (reconciliation, reference, ledger_entry_id)
);

CREATE INDEX entry_reference_entry ON entry_reference (ledger_entry_id);

-- An amount of a line settled against an entry. Without a line: an entry recognised as a settlement, or two entries that
-- cancel. Without an entry: what a person wrote off a line. line_minor and entry_minor differ by a rounding difference or by currency. Undone by a row that reverses it.
CREATE TABLE allocation (
    id BIGINT NOT NULL CONSTRAINT pk_allocation PRIMARY KEY,
    reconciliation NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL,
    settlement_line_id BIGINT NULL CONSTRAINT fk_allocation_settlement_line_id REFERENCES settlement_line (id),
    payout_id BIGINT NULL CONSTRAINT fk_allocation_payout_id REFERENCES payout (id),
    ledger_entry_id BIGINT NULL CONSTRAINT fk_allocation_ledger_entry_id REFERENCES ledger_entry (id),
    line_minor BIGINT NOT NULL,
    entry_minor BIGINT NOT NULL,
    effective_date NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    rule_name NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    kind NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Of a cancellation: the other entry.
    counterpart_id BIGINT NULL CONSTRAINT fk_allocation_counterpart_id REFERENCES ledger_entry (id),
    reverses_id BIGINT NULL CONSTRAINT fk_allocation_reverses_id REFERENCES allocation (id),
    -- The decision that it carries out.
    resolution_id BIGINT NULL,
    run_id NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    made_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL
);

CREATE UNIQUE INDEX allocation_reversed_once ON allocation (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX allocation_line ON allocation (settlement_line_id);
CREATE INDEX allocation_entry ON allocation (ledger_entry_id);
CREATE INDEX allocation_payout ON allocation (payout_id);
CREATE INDEX allocation_resolution ON allocation (resolution_id) WHERE resolution_id IS NOT NULL;

CREATE TABLE reconciliation_exception (
    id NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_reconciliation_exception PRIMARY KEY,
    reconciliation NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL,
    state NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    cause NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reason NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    subject_kind NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    subject_id BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
    order_reference NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    payout_reference NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
    voucher NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    exception_date NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    evidence NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Vouchers, lines or figures that the explanation names, one per line.
    related NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    first_run_id NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    first_seen_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    closed_run_id NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NULL,
    closed_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NULL
);

CREATE INDEX reconciliation_exception_of ON reconciliation_exception (reconciliation, closed_at);

CREATE TABLE voucher (
    reference NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_voucher PRIMARY KEY,
    reconciliation NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Null for a voucher that writes off an entry which no payout holds.
    payout_id BIGINT NULL CONSTRAINT fk_voucher_payout_id REFERENCES payout (id),
    exception_id NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL CONSTRAINT fk_voucher_exception_id REFERENCES reconciliation_exception (id),
    sequence_number BIGINT NOT NULL,
    -- The voucher that this one corrects or completes.
    follows_reference NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
    series NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    voucher_date NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    voucher_text NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Of a write-off: the ledger file that holds the entry.
    settlement_file_sha256 NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    rules_hash NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    program_version NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    run_id NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    planned_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    file_name NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    file_sha256 NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NULL,
    written_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NULL
);

CREATE UNIQUE INDEX voucher_once ON voucher (payout_id, sequence_number) WHERE payout_id IS NOT NULL;
CREATE UNIQUE INDEX voucher_write_off_once ON voucher (exception_id, sequence_number) WHERE exception_id IS NOT NULL;

CREATE TABLE voucher_row (
    voucher_reference NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT fk_voucher_row_voucher_reference REFERENCES voucher (reference),
    row_number BIGINT NOT NULL,
    account NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    amount_minor BIGINT NOT NULL,
    currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
    row_text NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- "dimension:object", one per line.
    objects NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_voucher_row PRIMARY KEY (voucher_reference, row_number)
);
