-- The engine's own tables. Instants are UTC text with milliseconds, dates yyyy-MM-dd, amounts integer minor units beside
-- their currency. (schema_version is made by Schema.cs, which applies these scripts.)

CREATE TABLE lease (
    job TEXT NOT NULL PRIMARY KEY,
    fence INTEGER NOT NULL,
    owner TEXT NULL,
    host TEXT NULL,
    process_id INTEGER NULL,
    process_started TEXT NULL,
    expires_at TEXT NULL
);

CREATE TABLE run (
    run_id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,                     -- nightly, job, rerun
    rerun_of TEXT NULL,
    is_dry_run INTEGER NOT NULL,
    state TEXT NOT NULL,                    -- running, done, done-with-exceptions, failed, interrupted
    reason TEXT NULL,
    host TEXT NOT NULL,
    process_id INTEGER NOT NULL,
    process_started TEXT NOT NULL,
    program_version TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT NULL
);
CREATE INDEX ix_run_started ON run (started_at);

CREATE TABLE job_run (
    run_id TEXT NOT NULL REFERENCES run (run_id),
    job TEXT NOT NULL,
    position INTEGER NOT NULL,
    stages TEXT NULL,                       -- the stages asked for; null is all
    state TEXT NOT NULL,                    -- pending, running, done, failed, held, interrupted
    reason_code TEXT NULL,
    reason TEXT NULL,
    started_at TEXT NULL,
    ended_at TEXT NULL,
    PRIMARY KEY (run_id, job)
);

CREATE TABLE stage_run (
    run_id TEXT NOT NULL,
    job TEXT NOT NULL,
    stage TEXT NOT NULL,
    position INTEGER NOT NULL,
    state TEXT NOT NULL,                    -- running, done, failed, interrupted
    records_in INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0,
    documents_out INTEGER NOT NULL DEFAULT 0,
    notes TEXT NULL,                        -- JSON: skip reasons with counts, amounts, files
    started_at TEXT NOT NULL,
    ended_at TEXT NULL,
    PRIMARY KEY (run_id, job, stage),
    FOREIGN KEY (run_id, job) REFERENCES job_run (run_id, job)
);

-- How far a source has been read: the cursor moves only when a walk is complete.
CREATE TABLE extract_cursor (
    source TEXT NOT NULL PRIMARY KEY,       -- connection/entity
    changed_after TEXT NULL,                -- the next walk asks for what changed after this (server time)
    walk_started TEXT NULL,                 -- server time at the start of the walk in progress
    walk_resume TEXT NULL,                  -- where the walk in progress goes on
    last_sweep TEXT NULL,
    run_id TEXT NULL
);

-- Records whose content changed pass through here in bulk and replace the old ones in one statement.
CREATE TABLE source_intake (
    batch TEXT NOT NULL,
    record_key TEXT NOT NULL,
    payload TEXT NOT NULL,
    payload_hash TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (batch, record_key)
);

-- The newest payload of each record as received.
CREATE TABLE source_record (
    source TEXT NOT NULL,                   -- connection/entity
    record_key TEXT NOT NULL,
    payload TEXT NULL,                      -- null once expired or forgotten
    payload_hash TEXT NOT NULL,
    position TEXT NOT NULL,
    version INTEGER NOT NULL,               -- grows with each new content
    is_pending INTEGER NOT NULL,            -- 1 until transform has seen this version
    outcome TEXT NULL,                      -- done, unchanged, skipped, rejected, held
    outcome_reason TEXT NULL,
    run_id TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (source, record_key)
);
CREATE INDEX ix_source_record_pending ON source_record (source, record_key) WHERE is_pending = 1;

-- What records became: one row per document, ready for its target.
CREATE TABLE document (
    flow TEXT NOT NULL,
    entity TEXT NOT NULL,                   -- order, invoice, credit, customer, article, order-status
    document_key TEXT NOT NULL,
    source TEXT NOT NULL,                   -- connection/entity of the record it came from last
    record_key TEXT NOT NULL,
    hub TEXT NOT NULL,                      -- the commercial document, JSON
    payload TEXT NOT NULL,                  -- the target's document, JSON
    payload_hash TEXT NOT NULL,
    currency TEXT NULL,
    total_minor INTEGER NULL,
    run_id TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    load_state TEXT NOT NULL,               -- pending, sent, loaded, skipped, rejected, held
    PRIMARY KEY (flow, entity, document_key)
);
CREATE INDEX ix_document_pending ON document (flow, entity, document_key) WHERE load_state = 'pending';

-- Document key to target key: what makes reruns harmless.
CREATE TABLE link (
    target TEXT NOT NULL,                   -- connection
    entity TEXT NOT NULL,
    document_key TEXT NOT NULL,
    role TEXT NOT NULL,                     -- made, matched
    target_key TEXT NOT NULL,
    sent_hash TEXT NOT NULL,
    sent_payload TEXT NULL,
    linked_at TEXT NOT NULL,
    run_id TEXT NOT NULL,
    PRIMARY KEY (target, entity, document_key, role, target_key)
);
CREATE INDEX ix_link_linked ON link (target, entity, linked_at);

-- Files of documents: one immutable id each.
CREATE TABLE file_batch (
    batch_id TEXT NOT NULL PRIMARY KEY,
    target TEXT NOT NULL,
    entity TEXT NOT NULL,
    state TEXT NOT NULL,                    -- intent, written, taken, acknowledged, refused, withdrawn
    record_count INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    files TEXT NULL,                        -- JSON: names, sizes, SHA-256
    run_id TEXT NOT NULL,
    settled_at TEXT NULL
);

-- The intent before the call, the answer after.
CREATE TABLE outbox (
    outbox_id TEXT NOT NULL PRIMARY KEY,    -- target/entity/document/payload hash
    flow TEXT NOT NULL,
    target TEXT NOT NULL,
    entity TEXT NOT NULL,
    document_key TEXT NOT NULL,
    payload TEXT NOT NULL,
    payload_hash TEXT NOT NULL,
    action TEXT NOT NULL,                   -- create, update
    state TEXT NOT NULL,                    -- intent, sending, unknown, written, done, refused, withdrawn
    batch_id TEXT NULL REFERENCES file_batch (batch_id),
    position INTEGER NOT NULL,              -- within its batch
    attempts INTEGER NOT NULL,
    answer TEXT NULL,
    run_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    settled_at TEXT NULL
);
CREATE INDEX ix_outbox_open ON outbox (target, entity, document_key) WHERE state IN ('intent', 'sending', 'unknown', 'written');
CREATE INDEX ix_outbox_batch ON outbox (batch_id, position);

-- Which staged source and flow a job works on: a retry finds its rows by it.
CREATE TABLE job_source (
    job TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    flow TEXT NOT NULL
);

-- Rejected and held records, each with its reason, until mended, ignored or overtaken.
CREATE TABLE quarantine (
    quarantine_id INTEGER NOT NULL PRIMARY KEY,
    job TEXT NOT NULL,
    stage TEXT NOT NULL,
    record_key TEXT NOT NULL,
    outcome TEXT NOT NULL,                  -- rejected, held
    state TEXT NOT NULL,                    -- open, ignored, resolved
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    details TEXT NULL,                      -- JSON: every issue
    waits_for TEXT NULL,                    -- held: the named thing
    first_run TEXT NOT NULL,
    first_at TEXT NOT NULL,
    last_run TEXT NOT NULL,
    last_at TEXT NOT NULL,
    decided_by TEXT NULL,
    decided_because TEXT NULL,
    UNIQUE (job, stage, record_key)
);

-- Accounting records of what people decided.
CREATE TABLE audit (
    audit_id INTEGER NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    because TEXT NULL
);

-- Names of accounts as the ledger files say them: voucher files name the accounts they use.
CREATE TABLE ledger_account (
    connection TEXT NOT NULL,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (connection, account)
);
