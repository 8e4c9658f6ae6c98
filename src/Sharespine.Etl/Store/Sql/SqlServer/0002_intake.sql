-- What only this database needs: marks of commits, and the tables that bulk updates pass through.

-- A row per transaction, written first in it: a commit whose answer was lost is asked about by it. Gone after two days.
CREATE TABLE commit_mark (
    mark NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_commit_mark PRIMARY KEY,
    made_at DATETIME2(3) NOT NULL CONSTRAINT df_commit_mark_made_at DEFAULT SYSUTCDATETIME()
);

-- Old marks are found without touching those of transactions under way.
CREATE INDEX ix_commit_mark_made_at ON commit_mark (made_at);

-- The match's verdict on settlement lines, and what it takes off their open amounts.
CREATE TABLE line_verdict_intake (
    batch NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    in_id BIGINT NOT NULL,
    in_take BIGINT NOT NULL,
    in_disposition NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
    in_rule_name NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
    in_reason NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    in_related NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_line_verdict_intake PRIMARY KEY (batch, in_id)
);

-- What it takes off ledger entries.
CREATE TABLE entry_take_intake (
    batch NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    in_id BIGINT NOT NULL,
    in_take BIGINT NOT NULL,
    CONSTRAINT pk_entry_take_intake PRIMARY KEY (batch, in_id)
);

-- Its verdict on ledger entries.
CREATE TABLE entry_verdict_intake (
    batch NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    in_reconciliation NVARCHAR(130) COLLATE Latin1_General_100_BIN2 NOT NULL,
    in_id BIGINT NOT NULL,
    in_disposition NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
    in_reason NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    in_related NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_entry_verdict_intake PRIMARY KEY (batch, in_id)
);
