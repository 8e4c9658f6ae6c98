-- What was brought into the inboxes, so that it is not brought again, and the documents that belong to payouts.

-- Files of a server. Fetched again when the size or the time of the name differs.
CREATE TABLE fetched_file (
    connection TEXT NOT NULL,
    place TEXT NOT NULL,                    -- server and directory, without user
    name TEXT NOT NULL,                     -- as the server lists it
    size INTEGER NOT NULL,
    modified_at TEXT NULL,                  -- null where the server tells no time
    fetched_at TEXT NOT NULL,
    PRIMARY KEY (connection, place, name)
);

-- Documents of a provider's interface: one per payout (or per day).
CREATE TABLE fetched_document (
    connection TEXT NOT NULL,
    document_key TEXT NOT NULL,             -- what the provider tells it by
    name TEXT NOT NULL,                     -- in the inbox
    document_date TEXT NOT NULL,
    state TEXT NOT NULL,                    -- fetched, empty (the provider had nothing for that day)
    fetched_at TEXT NOT NULL,
    PRIMARY KEY (connection, document_key)
);

-- Accounting records beside the settlement itself: the provider's PDF of a payout. Named on the voucher, never read.
CREATE TABLE payout_document (
    connection TEXT NOT NULL,
    payout_reference TEXT NOT NULL,
    kind TEXT NOT NULL,                     -- pdf
    file_name TEXT NOT NULL,
    archived_path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    received_at TEXT NOT NULL,
    CONSTRAINT payout_document_once UNIQUE (connection, payout_reference, sha256)
);
