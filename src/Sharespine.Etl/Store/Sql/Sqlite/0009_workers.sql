-- Runs that several workers share: what they agreed on, and who works at which job.

ALTER TABLE run ADD COLUMN is_shared INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN shared_plan TEXT NULL;   -- JSON: version, jobs, hashes of mappings and settings
ALTER TABLE run ADD COLUMN plan_hash TEXT NULL;
ALTER TABLE run ADD COLUMN exit_code INTEGER NULL;

-- At most one shared run is open.
CREATE UNIQUE INDEX ux_run_shared ON run (is_shared) WHERE is_shared = 1 AND state = 'running';

ALTER TABLE job_run ADD COLUMN owner TEXT NULL;     -- host/process that took it last, in a shared run
ALTER TABLE job_run ADD COLUMN taken_at TEXT NULL;
ALTER TABLE job_run ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;

-- The next job to take, without a look at the others.
CREATE INDEX ix_job_run_state ON job_run (run_id, state, position);

-- Who holds what now: jobs, slots (slot/...), workers (worker/...).
CREATE INDEX ix_lease_owned ON lease (job) WHERE owner IS NOT NULL;
