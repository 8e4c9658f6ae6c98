-- The engine's own tables. Instants are UTC text with milliseconds, dates yyyy-MM-dd, amounts integer minor units beside
-- their currency. (schema_version is made by Schema.cs, which applies these scripts.)

CREATE TABLE lease (
    job NVARCHAR(170) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_lease PRIMARY KEY,
    fence BIGINT NOT NULL,
    owner NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
    host NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
    process_id BIGINT NULL,
    process_started NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NULL,
    expires_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NULL
);

CREATE TABLE run (
    run_id NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_run PRIMARY KEY,
    kind NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL, -- nightly, job, rerun
    rerun_of NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NULL,
    is_dry_run BIGINT NOT NULL,
    state NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL, -- running, done, done-with-exceptions, failed, interrupted
    reason NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    host NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    process_id BIGINT NOT NULL,
    process_started NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    program_version NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    started_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ended_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NULL
);
CREATE INDEX ix_run_started ON run (started_at);

CREATE TABLE job_run (
    run_id NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT fk_job_run_run_id REFERENCES run (run_id),
    job NVARCHAR(170) COLLATE Latin1_General_100_BIN2 NOT NULL,
    position BIGINT NOT NULL,
    stages NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL, -- the stages asked for; null is all
    state NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL, -- pending, running, done, failed, held, interrupted
    reason_code NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NULL,
    reason NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    started_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NULL,
    ended_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_job_run PRIMARY KEY (run_id, job)
);

CREATE TABLE stage_run (
    run_id NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    job NVARCHAR(170) COLLATE Latin1_General_100_BIN2 NOT NULL,
    stage NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    position BIGINT NOT NULL,
    state NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL, -- running, done, failed, interrupted
    records_in BIGINT NOT NULL CONSTRAINT df_stage_run_records_in DEFAULT 0,
    done BIGINT NOT NULL CONSTRAINT df_stage_run_done DEFAULT 0,
    unchanged BIGINT NOT NULL CONSTRAINT df_stage_run_unchanged DEFAULT 0,
    skipped BIGINT NOT NULL CONSTRAINT df_stage_run_skipped DEFAULT 0,
    rejected BIGINT NOT NULL CONSTRAINT df_stage_run_rejected DEFAULT 0,
    held BIGINT NOT NULL CONSTRAINT df_stage_run_held DEFAULT 0,
    documents_out BIGINT NOT NULL CONSTRAINT df_stage_run_documents_out DEFAULT 0,
    notes NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL, -- JSON: skip reasons with counts, amounts, files
    started_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ended_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_stage_run PRIMARY KEY (run_id, job, stage),
    CONSTRAINT fk_stage_run FOREIGN KEY (run_id, job) REFERENCES job_run (run_id, job)
);

-- How far a source has been read: the cursor moves only when a walk is complete.
CREATE TABLE extract_cursor (
    source NVARCHAR(170) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_extract_cursor PRIMARY KEY, -- connection/entity
    changed_after NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NULL, -- the next walk asks for what changed after this (server time)
    walk_started NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NULL, -- server time at the start of the walk in progress
    walk_resume NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL, -- where the walk in progress goes on
    last_sweep NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NULL,
    run_id NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NULL
);

-- Records whose content changed pass through here in bulk and replace the old ones in one statement.
CREATE TABLE source_intake (
    batch NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    record_key NVARCHAR(250) COLLATE Latin1_General_100_BIN2 NOT NULL,
    payload NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    payload_hash NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    position NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_source_intake PRIMARY KEY (batch, record_key)
);

-- The newest payload of each record as received.
CREATE TABLE source_record (
    source NVARCHAR(170) COLLATE Latin1_General_100_BIN2 NOT NULL, -- connection/entity
    record_key NVARCHAR(250) COLLATE Latin1_General_100_BIN2 NOT NULL,
    payload NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL, -- null once expired or forgotten
    payload_hash NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    position NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    version BIGINT NOT NULL, -- grows with each new content
    is_pending BIGINT NOT NULL, -- 1 until transform has seen this version
    outcome NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL, -- done, unchanged, skipped, rejected, held
    outcome_reason NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    run_id NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    seen_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    expires_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_source_record PRIMARY KEY (source, record_key)
);
CREATE INDEX ix_source_record_pending ON source_record (source, record_key) WHERE is_pending = 1;

-- What records became: one row per document, ready for its target.
CREATE TABLE document (
    flow NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL,
    entity NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL, -- order, invoice, credit, customer, article, order-status
    document_key NVARCHAR(250) COLLATE Latin1_General_100_BIN2 NOT NULL,
    source NVARCHAR(170) COLLATE Latin1_General_100_BIN2 NOT NULL, -- connection/entity of the record it came from last
    record_key NVARCHAR(250) COLLATE Latin1_General_100_BIN2 NOT NULL,
    hub NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL, -- the commercial document, JSON
    payload NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL, -- the target's document, JSON
    payload_hash NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NULL,
    total_minor BIGINT NULL,
    run_id NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    changed_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    load_state NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL, -- pending, sent, loaded, skipped, rejected, held
    CONSTRAINT pk_document PRIMARY KEY (flow, entity, document_key)
);
CREATE INDEX ix_document_pending ON document (flow, entity, document_key) WHERE load_state = 'pending';

-- Document key to target key: what makes reruns harmless.
CREATE TABLE link (
    target NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL, -- connection
    entity NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    document_key NVARCHAR(250) COLLATE Latin1_General_100_BIN2 NOT NULL,
    role NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NOT NULL, -- made, matched
    target_key NVARCHAR(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    sent_hash NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    sent_payload NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    linked_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    run_id NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_link PRIMARY KEY (target, entity, document_key, role, target_key)
);
CREATE INDEX ix_link_linked ON link (target, entity, linked_at);

-- Files of documents: one immutable id each.
CREATE TABLE file_batch (
    batch_id NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_file_batch PRIMARY KEY,
    target NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    entity NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    state NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL, -- intent, written, taken, acknowledged, refused, withdrawn
    record_count BIGINT NOT NULL,
    made_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    files NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL, -- JSON: names, sizes, SHA-256
    run_id NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    settled_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NULL
);

-- The intent before the call, the answer after.
CREATE TABLE outbox (
    outbox_id NVARCHAR(430) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_outbox PRIMARY KEY, -- target/entity/document/payload hash
    flow NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL,
    target NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    entity NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    document_key NVARCHAR(250) COLLATE Latin1_General_100_BIN2 NOT NULL,
    payload NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    payload_hash NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    action NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL, -- create, update
    state NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL, -- intent, sending, unknown, written, done, refused, withdrawn
    batch_id NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NULL CONSTRAINT fk_outbox_batch_id REFERENCES file_batch (batch_id),
    position BIGINT NOT NULL, -- within its batch
    attempts BIGINT NOT NULL,
    answer NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    run_id NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    created_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    settled_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NULL
);
CREATE INDEX ix_outbox_open ON outbox (target, entity, document_key) WHERE state IN ('intent', 'sending', 'unknown', 'written');
CREATE INDEX ix_outbox_batch ON outbox (batch_id, position);

-- Which staged source and flow a job works on: a retry finds its rows by it.
CREATE TABLE job_source (
    job NVARCHAR(170) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_job_source PRIMARY KEY,
    source NVARCHAR(170) COLLATE Latin1_General_100_BIN2 NOT NULL,
    flow NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL
);

-- Rejected and held records, each with its reason, until mended, ignored or overtaken.
CREATE TABLE quarantine (
    quarantine_id BIGINT IDENTITY(1, 1) NOT NULL CONSTRAINT pk_quarantine PRIMARY KEY,
    job NVARCHAR(170) COLLATE Latin1_General_100_BIN2 NOT NULL,
    stage NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    record_key NVARCHAR(250) COLLATE Latin1_General_100_BIN2 NOT NULL,
    outcome NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL, -- rejected, held
    state NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL, -- open, ignored, resolved
    code NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    message NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    details NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL, -- JSON: every issue
    waits_for NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL, -- held: the named thing
    first_run NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    first_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    last_run NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    last_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    decided_by NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    decided_because NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT quarantine_once UNIQUE (job, stage, record_key)
);

-- Accounting records of what people decided.
CREATE TABLE audit (
    audit_id BIGINT IDENTITY(1, 1) NOT NULL CONSTRAINT pk_audit PRIMARY KEY,
    at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    who NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    what NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    subject NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    because NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL
);

-- Names of accounts as the ledger files say them: voucher files name the accounts they use.
CREATE TABLE ledger_account (
    connection NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    account NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    name NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_ledger_account PRIMARY KEY (connection, account)
);
