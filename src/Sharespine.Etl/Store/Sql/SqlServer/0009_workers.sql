-- Runs that several workers share: what they agreed on, and who works at which job.

ALTER TABLE run ADD is_shared BIGINT NOT NULL CONSTRAINT df_run_is_shared DEFAULT 0;
ALTER TABLE run ADD shared_plan NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL; -- JSON: version, jobs, hashes of mappings and settings
ALTER TABLE run ADD plan_hash NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE run ADD exit_code BIGINT NULL;
ALTER TABLE job_run ADD owner NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL; -- host/process that took it last, in a shared run
ALTER TABLE job_run ADD taken_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE job_run ADD attempts BIGINT NOT NULL CONSTRAINT df_job_run_attempts DEFAULT 0;
GO

-- At most one shared run is open.
CREATE UNIQUE INDEX ux_run_shared ON run (is_shared) WHERE is_shared = 1 AND state = 'running';

-- The next job to take, without a look at the others.
CREATE INDEX ix_job_run_state ON job_run (run_id, state, position);

-- Who holds what now: jobs, slots (slot/...), workers (worker/...).
CREATE INDEX ix_lease_owned ON lease (job) WHERE owner IS NOT NULL;
