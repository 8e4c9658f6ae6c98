-- What people decide. A decision never changes: taking one back is a decision of its own that names it.

-- On an exception in the state that the person saw. The match stage carries it out.
CREATE TABLE resolution (
    id BIGINT NOT NULL CONSTRAINT pk_resolution PRIMARY KEY,
    reconciliation NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL,
    exception_id NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT fk_resolution_exception_id REFERENCES reconciliation_exception (id),
    exception_state NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Ignore, Wait, Link, WriteOff, Undo.
    kind NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    subject_kind NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    subject_id BIGINT NOT NULL,
    -- As it was decided: the vouchers linked to, or the account written off to.
    target NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    -- As it was typed: tells the same decision again from another.
    asked_for NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    account NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
    amount_minor BIGINT NOT NULL,
    currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
    undoes_id BIGINT NULL CONSTRAINT fk_resolution_undoes_id REFERENCES resolution (id),
    decided_by NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reason NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    decided_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL
);

CREATE INDEX resolution_of ON resolution (exception_id);
CREATE INDEX resolution_by_reconciliation ON resolution (reconciliation);
CREATE UNIQUE INDEX resolution_undone_once ON resolution (undoes_id) WHERE undoes_id IS NOT NULL;

-- What a link settles and a write-off takes: a line with an entry, an entry with another, an entry with the payout that it
-- books, or what is left of one of them.
CREATE TABLE resolution_part (
    resolution_id BIGINT NOT NULL CONSTRAINT fk_resolution_part_resolution_id REFERENCES resolution (id),
    part_number BIGINT NOT NULL,
    settlement_line_id BIGINT NULL CONSTRAINT fk_resolution_part_settlement_line_id REFERENCES settlement_line (id),
    ledger_entry_id BIGINT NULL CONSTRAINT fk_resolution_part_ledger_entry_id REFERENCES ledger_entry (id),
    counterpart_id BIGINT NULL CONSTRAINT fk_resolution_part_counterpart_id REFERENCES ledger_entry (id),
    payout_id BIGINT NULL CONSTRAINT fk_resolution_part_payout_id REFERENCES payout (id),
    line_minor BIGINT NOT NULL,
    entry_minor BIGINT NOT NULL,
    CONSTRAINT pk_resolution_part PRIMARY KEY (resolution_id, part_number)
);

-- From when on a reconciliation counts, as somebody approved it; the newest one holds.
CREATE TABLE reconcile_start (
    id BIGINT NOT NULL CONSTRAINT pk_reconcile_start PRIMARY KEY,
    reconciliation NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL,
    start_date NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    content_hash NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The list as it was handed in; empty when only amounts were.
    file_name NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    approved_by NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reason NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    approved_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL
);

CREATE INDEX reconcile_start_of ON reconcile_start (reconciliation);

-- What was open then. A row without reference is the one amount of its account that older sales draw down.
CREATE TABLE reconcile_start_item (
    reconcile_start_id BIGINT NOT NULL CONSTRAINT fk_reconcile_start_item_reconcile_start_id REFERENCES reconcile_start (id),
    item_number BIGINT NOT NULL,
    account NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reference NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    booked_on NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    amount_minor BIGINT NOT NULL,
    CONSTRAINT pk_reconcile_start_item PRIMARY KEY (reconcile_start_id, item_number)
);
