-- The bank: what moved on the bank account, by the ledger or by the bank's own statements, and which payout it paid.
-- Amounts are minor units beside a currency, money in positive.

CREATE TABLE bank_file (
    id BIGINT NOT NULL CONSTRAINT pk_bank_file PRIMARY KEY,
    sha256 NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The company whose ledger it is, or the connection that the bank's statements come by.
    source NVARCHAR(170) COLLATE Latin1_General_100_BIN2 NOT NULL,
    name NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    archived_path NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    row_count BIGINT NOT NULL,
    received_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT bank_file_once UNIQUE (source, sha256)
);

CREATE TABLE bank_statement (
    id BIGINT NOT NULL CONSTRAINT pk_bank_statement PRIMARY KEY,
    bank_file_id BIGINT NOT NULL CONSTRAINT fk_bank_statement_bank_file_id REFERENCES bank_file (id),
    source NVARCHAR(170) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The ledger's account, e.g. 1930.
    account NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- A fiscal year of a ledger, or a statement of a bank: a later one of the same key takes its place.
    statement_key NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Sorts by age: an older one that comes late is kept and not applied.
    version NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
    covers_from NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    covers_to NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    opening_minor BIGINT NULL,
    closing_minor BIGINT NULL,
    line_count BIGINT NOT NULL,
    -- current, superseded or stale.
    state NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    saved_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL
);

CREATE INDEX bank_statement_of ON bank_statement (source, account, statement_key);

CREATE TABLE bank_line (
    id BIGINT NOT NULL CONSTRAINT pk_bank_line PRIMARY KEY,
    source NVARCHAR(170) COLLATE Latin1_General_100_BIN2 NOT NULL,
    account NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    line_key NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    line_date NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    amount_minor BIGINT NOT NULL,
    currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
    original_minor BIGINT NULL,
    original_currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NULL,
    -- Where a payout's reference may stand, one per line.
    texts NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    label NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    content_hash NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    open_minor BIGINT NOT NULL,
    -- 1 when no current statement holds it.
    is_vanished BIGINT NOT NULL,
    CONSTRAINT bank_line_once UNIQUE (source, account, line_key),
    CONSTRAINT bank_line_open CHECK ((amount_minor >= 0 AND open_minor >= 0 AND open_minor <= amount_minor) OR (amount_minor < 0 AND open_minor <= 0 AND open_minor >= amount_minor))
);

-- Which current statement holds which line, and where. Rows of a superseded statement are dropped.
CREATE TABLE bank_statement_line (
    bank_statement_id BIGINT NOT NULL CONSTRAINT fk_bank_statement_line_bank_statement_id REFERENCES bank_statement (id),
    bank_line_id BIGINT NOT NULL CONSTRAINT fk_bank_statement_line_bank_line_id REFERENCES bank_line (id),
    file_line BIGINT NOT NULL,
    CONSTRAINT pk_bank_statement_line PRIMARY KEY (bank_statement_id, bank_line_id)
);

CREATE INDEX bank_statement_line_line ON bank_statement_line (bank_line_id);

-- What a later statement changed: added (not listed for a first one), changed, vanished.
CREATE TABLE bank_line_change (
    id BIGINT NOT NULL CONSTRAINT pk_bank_line_change PRIMARY KEY,
    bank_statement_id BIGINT NOT NULL CONSTRAINT fk_bank_line_change_bank_statement_id REFERENCES bank_statement (id),
    bank_line_id BIGINT NOT NULL CONSTRAINT fk_bank_line_change_bank_line_id REFERENCES bank_line (id),
    kind NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    before_minor BIGINT NULL,
    after_minor BIGINT NULL,
    -- How much of it had paid payouts and was taken back.
    reopened_minor BIGINT NOT NULL
);

-- An amount of a bank line that paid a payout. payout_minor and line_minor differ by currency, or where the amounts do.
-- Undone by a row that reverses it.
CREATE TABLE payout_bank (
    id BIGINT NOT NULL CONSTRAINT pk_payout_bank PRIMARY KEY,
    reconciliation NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL,
    payout_id BIGINT NOT NULL CONSTRAINT fk_payout_bank_payout_id REFERENCES payout (id),
    bank_line_id BIGINT NOT NULL CONSTRAINT fk_payout_bank_bank_line_id REFERENCES bank_line (id),
    payout_minor BIGINT NOT NULL,
    line_minor BIGINT NOT NULL,
    rule_name NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reverses_id BIGINT NULL CONSTRAINT fk_payout_bank_reverses_id REFERENCES payout_bank (id),
    run_id NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    made_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL
);

CREATE UNIQUE INDEX payout_bank_reversed_once ON payout_bank (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX payout_bank_payout ON payout_bank (payout_id);
CREATE INDEX payout_bank_line ON payout_bank (bank_line_id);

-- What the newest match says of a payout at the bank; derived, and made anew with every match.
CREATE TABLE payout_bank_verdict (
    reconciliation NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL,
    payout_id BIGINT NOT NULL CONSTRAINT fk_payout_bank_verdict_payout_id REFERENCES payout (id),
    status NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reason NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    -- Bank less payout, in the payout's currency; zero where they cannot be compared.
    difference_minor BIGINT NOT NULL,
    -- Lines or amounts that the reason names, one per line.
    related NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_payout_bank_verdict PRIMARY KEY (reconciliation, payout_id)
);
