-- What people decide. A decision never changes: taking one back is a decision of its own that names it.

-- On an exception in the state that the person saw. The match stage carries it out.
CREATE TABLE resolution (
    id INTEGER NOT NULL PRIMARY KEY,
    reconciliation TEXT NOT NULL,
    exception_id TEXT NOT NULL REFERENCES reconciliation_exception (id),
    exception_state TEXT NOT NULL,
    -- Ignore, Wait, Link, WriteOff, Undo.
    kind TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    -- As it was decided: the vouchers linked to, or the account written off to.
    target TEXT NULL,
    -- As it was typed: tells the same decision again from another.
    asked_for TEXT NULL,
    account TEXT NULL,
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    undoes_id INTEGER NULL REFERENCES resolution (id),
    decided_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_at TEXT NOT NULL
);

CREATE INDEX resolution_of ON resolution (exception_id);
CREATE INDEX resolution_by_reconciliation ON resolution (reconciliation);
CREATE UNIQUE INDEX resolution_undone_once ON resolution (undoes_id) WHERE undoes_id IS NOT NULL;

-- What a link settles and a write-off takes: a line with an entry, an entry with another, an entry with the payout that it
-- books, or what is left of one of them.
CREATE TABLE resolution_part (
    resolution_id INTEGER NOT NULL REFERENCES resolution (id),
    part_number INTEGER NOT NULL,
    settlement_line_id INTEGER NULL REFERENCES settlement_line (id),
    ledger_entry_id INTEGER NULL REFERENCES ledger_entry (id),
    counterpart_id INTEGER NULL REFERENCES ledger_entry (id),
    payout_id INTEGER NULL REFERENCES payout (id),
    line_minor INTEGER NOT NULL,
    entry_minor INTEGER NOT NULL,
    PRIMARY KEY (resolution_id, part_number)
);

-- From when on a reconciliation counts, as somebody approved it; the newest one holds.
CREATE TABLE reconcile_start (
    id INTEGER NOT NULL PRIMARY KEY,
    reconciliation TEXT NOT NULL,
    start_date TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    -- The list as it was handed in; empty when only amounts were.
    file_name TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    approved_at TEXT NOT NULL
);

CREATE INDEX reconcile_start_of ON reconcile_start (reconciliation);

-- What was open then. A row without reference is the one amount of its account that older sales draw down.
CREATE TABLE reconcile_start_item (
    reconcile_start_id INTEGER NOT NULL REFERENCES reconcile_start (id),
    item_number INTEGER NOT NULL,
    account TEXT NOT NULL,
    reference TEXT NOT NULL,
    booked_on TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    PRIMARY KEY (reconcile_start_id, item_number)
);
