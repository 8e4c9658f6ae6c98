-- Reconciliation: what providers settled, what the ledger says, what settles what, and what we booked.
-- Amounts are minor units beside a currency, signed as they enter the payout (lines) or debit positive (ledger).
-- Nothing here is deleted but derived readings: corrections are new rows that point at the old.

-- Ids are drawn here, in the transaction that uses them, so that bulk inserts know them beforehand.
CREATE TABLE reconcile_sequence (
    name TEXT NOT NULL PRIMARY KEY,
    next_id INTEGER NOT NULL
);

INSERT INTO reconcile_sequence (name, next_id) VALUES ('reconcile', 1);

-- One row per reconciliation: under which settings its readings (classes, references) were made.
CREATE TABLE reconciliation (
    name TEXT NOT NULL PRIMARY KEY,
    settings_hash TEXT NOT NULL
);

CREATE TABLE settlement_file (
    id INTEGER NOT NULL PRIMARY KEY,
    connection TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    archived_path TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    CONSTRAINT settlement_file_once UNIQUE (connection, sha256)
);

CREATE TABLE payout (
    id INTEGER NOT NULL PRIMARY KEY,
    connection TEXT NOT NULL,
    merchant_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    payout_date TEXT NOT NULL,
    currency TEXT NOT NULL,
    total_minor INTEGER NULL,
    net_minor INTEGER NOT NULL,
    settlement_kind TEXT NOT NULL,
    line_count INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    settlement_file_id INTEGER NOT NULL REFERENCES settlement_file (id),
    -- Set when somebody else booked the payout: the voucher as people quote it, and what it took off the receivable account.
    booked_voucher TEXT NULL,
    booked_minor INTEGER NULL,
    booked_on TEXT NULL,
    -- 1 while a bank voucher may have booked it, and which of several payouts it booked cannot be told.
    is_possibly_booked INTEGER NOT NULL,
    CONSTRAINT payout_once UNIQUE (connection, merchant_id, reference)
);

CREATE INDEX payout_by_date ON payout (connection, payout_date);

-- The provider's own totals by name: the second witness, kept as the file told them.
CREATE TABLE payout_total (
    payout_id INTEGER NOT NULL REFERENCES payout (id),
    name TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    PRIMARY KEY (payout_id, name)
);

-- Which file told of which payout, and what became of that: new, resent (same content again), conflict (other content, not applied).
CREATE TABLE settlement_file_payout (
    settlement_file_id INTEGER NOT NULL REFERENCES settlement_file (id),
    payout_id INTEGER NOT NULL REFERENCES payout (id),
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (settlement_file_id, payout_id)
);

CREATE TABLE settlement_line (
    id INTEGER NOT NULL PRIMARY KEY,
    payout_id INTEGER NOT NULL REFERENCES payout (id),
    line_key TEXT NOT NULL,
    file_line INTEGER NOT NULL,
    line_type TEXT NOT NULL,
    provider_type TEXT NOT NULL,
    detailed_type TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    vat_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    -- Percent, scaled by 10^6.
    vat_rate_scaled INTEGER NULL,
    order_reference TEXT NULL,
    -- One per line.
    other_references TEXT NULL,
    provider_order_id TEXT NULL,
    capture_id TEXT NULL,
    refund_id TEXT NULL,
    sale_date TEXT NULL,
    event_date TEXT NULL,
    payment_method TEXT NULL,
    from_total INTEGER NOT NULL,
    open_minor INTEGER NOT NULL,
    disposition TEXT NULL,
    rule_name TEXT NULL,
    reason TEXT NULL,
    related TEXT NULL,
    CONSTRAINT settlement_line_once UNIQUE (payout_id, line_key),
    CONSTRAINT settlement_line_open CHECK ((amount_minor >= 0 AND open_minor >= 0 AND open_minor <= amount_minor) OR (amount_minor < 0 AND open_minor <= 0 AND open_minor >= amount_minor))
);

CREATE INDEX settlement_line_capture ON settlement_line (capture_id) WHERE capture_id IS NOT NULL;
CREATE INDEX settlement_line_refund ON settlement_line (refund_id) WHERE refund_id IS NOT NULL;

CREATE TABLE ledger_file (
    id INTEGER NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    archived_path TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    received_at TEXT NOT NULL
);

CREATE TABLE ledger_snapshot (
    id INTEGER NOT NULL PRIMARY KEY,
    ledger_file_id INTEGER NOT NULL REFERENCES ledger_file (id),
    company TEXT NOT NULL,
    account TEXT NOT NULL,
    fiscal_year_start TEXT NOT NULL,
    fiscal_year_end TEXT NOT NULL,
    currency TEXT NOT NULL,
    opening_minor INTEGER NULL,
    closing_minor INTEGER NULL,
    -- Null for the whole fiscal year; else the first day that the export tells of.
    covers_from TEXT NULL,
    covers_to TEXT NOT NULL,
    entry_count INTEGER NOT NULL,
    -- current, superseded, or stale (older than the current one when it came, and not applied).
    state TEXT NOT NULL,
    -- 1 for the list of open items that a site starts with.
    is_opening_list INTEGER NOT NULL,
    saved_at TEXT NOT NULL
);

CREATE INDEX ledger_snapshot_of ON ledger_snapshot (company, account, fiscal_year_start);

CREATE TABLE ledger_entry (
    id INTEGER NOT NULL PRIMARY KEY,
    company TEXT NOT NULL,
    fiscal_year_start TEXT NOT NULL,
    account TEXT NOT NULL,
    series TEXT NOT NULL,
    voucher_number TEXT NOT NULL,
    row_number INTEGER NOT NULL,
    entry_date TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    document_minor INTEGER NULL,
    document_currency TEXT NULL,
    voucher_text TEXT NOT NULL,
    row_text TEXT NOT NULL,
    -- Separated by spaces.
    counter_accounts TEXT NOT NULL,
    -- "dimension:object", one per line.
    objects TEXT NOT NULL,
    -- Order and invoice numbers that the source names as such, one per line.
    named_references TEXT NOT NULL,
    file_line INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    open_minor INTEGER NOT NULL,
    first_snapshot_id INTEGER NOT NULL REFERENCES ledger_snapshot (id),
    snapshot_id INTEGER NOT NULL REFERENCES ledger_snapshot (id),
    -- 1 when the newest snapshot no longer holds it.
    is_vanished INTEGER NOT NULL,
    CONSTRAINT ledger_entry_once UNIQUE (company, fiscal_year_start, account, series, voucher_number, row_number),
    CONSTRAINT ledger_entry_open CHECK ((amount_minor >= 0 AND open_minor >= 0 AND open_minor <= amount_minor) OR (amount_minor < 0 AND open_minor <= 0 AND open_minor >= amount_minor))
);

CREATE INDEX ledger_entry_account ON ledger_entry (company, account, entry_date);

-- What a newer snapshot changed: added (not listed for a first snapshot), changed, vanished.
CREATE TABLE ledger_change (
    id INTEGER NOT NULL PRIMARY KEY,
    ledger_snapshot_id INTEGER NOT NULL REFERENCES ledger_snapshot (id),
    ledger_entry_id INTEGER NOT NULL REFERENCES ledger_entry (id),
    kind TEXT NOT NULL,
    before_minor INTEGER NULL,
    after_minor INTEGER NULL,
    before_date TEXT NULL,
    after_date TEXT NULL,
    -- How much was settled on it and had to be reopened.
    reopened_minor INTEGER NOT NULL
);

-- How one reconciliation reads an entry; derived from its settings and made anew when they change.
CREATE TABLE entry_reading (
    reconciliation TEXT NOT NULL,
    ledger_entry_id INTEGER NOT NULL REFERENCES ledger_entry (id),
    entry_class TEXT NOT NULL,
    -- Our own voucher's reference found in the text.
    voucher_reference TEXT NULL,
    -- Order and invoice numbers as written, one per line.
    reference_list TEXT NOT NULL,
    disposition TEXT NULL,
    reason TEXT NULL,
    related TEXT NULL,
    PRIMARY KEY (reconciliation, ledger_entry_id)
) WITHOUT ROWID;

CREATE INDEX entry_reading_voucher ON entry_reading (voucher_reference) WHERE voucher_reference IS NOT NULL;

-- Normalised references, to find settled entries of an order without reading everything.
CREATE TABLE entry_reference (
    reconciliation TEXT NOT NULL,
    reference TEXT NOT NULL,
    ledger_entry_id INTEGER NOT NULL REFERENCES ledger_entry (id),
    PRIMARY KEY (reconciliation, reference, ledger_entry_id)
) WITHOUT ROWID;

CREATE INDEX entry_reference_entry ON entry_reference (ledger_entry_id);

-- An amount of a line settled against an entry. Without a line: an entry recognised as a settlement, or two entries that
-- cancel. Without an entry: what a person wrote off a line. line_minor and entry_minor differ by a rounding difference or by currency. Undone by a row that reverses it.
CREATE TABLE allocation (
    id INTEGER NOT NULL PRIMARY KEY,
    reconciliation TEXT NOT NULL,
    settlement_line_id INTEGER NULL REFERENCES settlement_line (id),
    payout_id INTEGER NULL REFERENCES payout (id),
    ledger_entry_id INTEGER NULL REFERENCES ledger_entry (id),
    line_minor INTEGER NOT NULL,
    entry_minor INTEGER NOT NULL,
    effective_date TEXT NOT NULL,
    rule_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- Of a cancellation: the other entry.
    counterpart_id INTEGER NULL REFERENCES ledger_entry (id),
    reverses_id INTEGER NULL REFERENCES allocation (id),
    -- The decision that it carries out.
    resolution_id INTEGER NULL,
    run_id TEXT NOT NULL,
    made_at TEXT NOT NULL
);

CREATE UNIQUE INDEX allocation_reversed_once ON allocation (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX allocation_line ON allocation (settlement_line_id);
CREATE INDEX allocation_entry ON allocation (ledger_entry_id);
CREATE INDEX allocation_payout ON allocation (payout_id);
CREATE INDEX allocation_resolution ON allocation (resolution_id) WHERE resolution_id IS NOT NULL;

CREATE TABLE reconciliation_exception (
    id TEXT NOT NULL PRIMARY KEY,
    reconciliation TEXT NOT NULL,
    state TEXT NOT NULL,
    cause TEXT NOT NULL,
    reason TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    order_reference TEXT NULL,
    payout_reference TEXT NULL,
    voucher TEXT NULL,
    exception_date TEXT NOT NULL,
    evidence TEXT NOT NULL,
    -- Vouchers, lines or figures that the explanation names, one per line.
    related TEXT NOT NULL,
    first_run_id TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    closed_run_id TEXT NULL,
    closed_at TEXT NULL
);

CREATE INDEX reconciliation_exception_of ON reconciliation_exception (reconciliation, closed_at);

CREATE TABLE voucher (
    reference TEXT NOT NULL PRIMARY KEY,
    reconciliation TEXT NOT NULL,
    -- Null for a voucher that writes off an entry which no payout holds.
    payout_id INTEGER NULL REFERENCES payout (id),
    exception_id TEXT NULL REFERENCES reconciliation_exception (id),
    sequence_number INTEGER NOT NULL,
    -- The voucher that this one corrects or completes.
    follows_reference TEXT NULL,
    series TEXT NOT NULL,
    voucher_date TEXT NOT NULL,
    voucher_text TEXT NOT NULL,
    -- Of a write-off: the ledger file that holds the entry.
    settlement_file_sha256 TEXT NOT NULL,
    rules_hash TEXT NOT NULL,
    program_version TEXT NOT NULL,
    run_id TEXT NOT NULL,
    planned_at TEXT NOT NULL,
    file_name TEXT NULL,
    file_sha256 TEXT NULL,
    written_at TEXT NULL
);

CREATE UNIQUE INDEX voucher_once ON voucher (payout_id, sequence_number) WHERE payout_id IS NOT NULL;
CREATE UNIQUE INDEX voucher_write_off_once ON voucher (exception_id, sequence_number) WHERE exception_id IS NOT NULL;

CREATE TABLE voucher_row (
    voucher_reference TEXT NOT NULL REFERENCES voucher (reference),
    row_number INTEGER NOT NULL,
    account TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    row_text TEXT NOT NULL,
    -- "dimension:object", one per line.
    objects TEXT NOT NULL,
    PRIMARY KEY (voucher_reference, row_number)
);
