-- The bank: what moved on the bank account, by the ledger or by the bank's own statements, and which payout it paid.
-- Amounts are minor units beside a currency, money in positive.

CREATE TABLE bank_file (
    id INTEGER NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL,
    -- The company whose ledger it is, or the connection that the bank's statements come by.
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    archived_path TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    CONSTRAINT bank_file_once UNIQUE (source, sha256)
);

CREATE TABLE bank_statement (
    id INTEGER NOT NULL PRIMARY KEY,
    bank_file_id INTEGER NOT NULL REFERENCES bank_file (id),
    source TEXT NOT NULL,
    -- The ledger's account, e.g. 1930.
    account TEXT NOT NULL,
    -- A fiscal year of a ledger, or a statement of a bank: a later one of the same key takes its place.
    statement_key TEXT NOT NULL,
    -- Sorts by age: an older one that comes late is kept and not applied.
    version TEXT NOT NULL,
    currency TEXT NOT NULL,
    covers_from TEXT NOT NULL,
    covers_to TEXT NOT NULL,
    opening_minor INTEGER NULL,
    closing_minor INTEGER NULL,
    line_count INTEGER NOT NULL,
    -- current, superseded or stale.
    state TEXT NOT NULL,
    saved_at TEXT NOT NULL
);

CREATE INDEX bank_statement_of ON bank_statement (source, account, statement_key);

CREATE TABLE bank_line (
    id INTEGER NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    account TEXT NOT NULL,
    line_key TEXT NOT NULL,
    line_date TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    original_minor INTEGER NULL,
    original_currency TEXT NULL,
    -- Where a payout's reference may stand, one per line.
    texts TEXT NOT NULL,
    label TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    open_minor INTEGER NOT NULL,
    -- 1 when no current statement holds it.
    is_vanished INTEGER NOT NULL,
    CONSTRAINT bank_line_once UNIQUE (source, account, line_key),
    CONSTRAINT bank_line_open CHECK ((amount_minor >= 0 AND open_minor >= 0 AND open_minor <= amount_minor) OR (amount_minor < 0 AND open_minor <= 0 AND open_minor >= amount_minor))
);

-- Which current statement holds which line, and where. Rows of a superseded statement are dropped.
CREATE TABLE bank_statement_line (
    bank_statement_id INTEGER NOT NULL REFERENCES bank_statement (id),
    bank_line_id INTEGER NOT NULL REFERENCES bank_line (id),
    file_line INTEGER NOT NULL,
    PRIMARY KEY (bank_statement_id, bank_line_id)
);

CREATE INDEX bank_statement_line_line ON bank_statement_line (bank_line_id);

-- What a later statement changed: added (not listed for a first one), changed, vanished.
CREATE TABLE bank_line_change (
    id INTEGER NOT NULL PRIMARY KEY,
    bank_statement_id INTEGER NOT NULL REFERENCES bank_statement (id),
    bank_line_id INTEGER NOT NULL REFERENCES bank_line (id),
    kind TEXT NOT NULL,
    before_minor INTEGER NULL,
    after_minor INTEGER NULL,
    -- How much of it had paid payouts and was taken back.
    reopened_minor INTEGER NOT NULL
);

-- An amount of a bank line that paid a payout. payout_minor and line_minor differ by currency, or where the amounts do.
-- Undone by a row that reverses it.
CREATE TABLE payout_bank (
    id INTEGER NOT NULL PRIMARY KEY,
    reconciliation TEXT NOT NULL,
    payout_id INTEGER NOT NULL REFERENCES payout (id),
    bank_line_id INTEGER NOT NULL REFERENCES bank_line (id),
    payout_minor INTEGER NOT NULL,
    line_minor INTEGER NOT NULL,
    rule_name TEXT NOT NULL,
    reverses_id INTEGER NULL REFERENCES payout_bank (id),
    run_id TEXT NOT NULL,
    made_at TEXT NOT NULL
);

CREATE UNIQUE INDEX payout_bank_reversed_once ON payout_bank (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX payout_bank_payout ON payout_bank (payout_id);
CREATE INDEX payout_bank_line ON payout_bank (bank_line_id);

-- What the newest match says of a payout at the bank; derived, and made anew with every match.
CREATE TABLE payout_bank_verdict (
    reconciliation TEXT NOT NULL,
    payout_id INTEGER NOT NULL REFERENCES payout (id),
    status TEXT NOT NULL,
    reason TEXT NULL,
    -- Bank less payout, in the payout's currency; zero where they cannot be compared.
    difference_minor INTEGER NOT NULL,
    -- Lines or amounts that the reason names, one per line.
    related TEXT NOT NULL,
    PRIMARY KEY (reconciliation, payout_id)
);
