-- What was brought into the inboxes, so that it is not brought again, and the documents that belong to payouts.

-- Files of a server. Fetched again when the size or the time of the name differs.
CREATE TABLE fetched_file (
    connection NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    place NVARCHAR(150) COLLATE Latin1_General_100_BIN2 NOT NULL, -- server and directory, without user
    name NVARCHAR(240) COLLATE Latin1_General_100_BIN2 NOT NULL, -- as the server lists it
    size BIGINT NOT NULL,
    modified_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NULL, -- null where the server tells no time
    fetched_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_fetched_file PRIMARY KEY (connection, place, name)
);

-- Documents of a provider's interface: one per payout (or per day).
CREATE TABLE fetched_document (
    connection NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    document_key NVARCHAR(250) COLLATE Latin1_General_100_BIN2 NOT NULL, -- what the provider tells it by
    name NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL, -- in the inbox
    document_date NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    state NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL, -- fetched, empty (the provider had nothing for that day)
    fetched_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_fetched_document PRIMARY KEY (connection, document_key)
);

-- Accounting records beside the settlement itself: the provider's PDF of a payout. Named on the voucher, never read.
CREATE TABLE payout_document (
    connection NVARCHAR(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    payout_reference NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    kind NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL, -- pdf
    file_name NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    archived_path NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    sha256 NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    received_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT payout_document_once UNIQUE (connection, payout_reference, sha256)
);
