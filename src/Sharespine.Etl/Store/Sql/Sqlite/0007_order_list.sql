-- Order lists: which orders make up the totals that a ledger holds. Orders that flows stage are read where they are.

CREATE TABLE order_list_file (
    id INTEGER NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,                   -- the list's connection
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    archived_path TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    CONSTRAINT order_list_file_once UNIQUE (source, sha256)
);

CREATE TABLE listed_order (
    source TEXT NOT NULL,
    order_key TEXT NOT NULL,
    order_number TEXT NOT NULL,
    order_date TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,          -- refunds negative
    currency TEXT NOT NULL,
    payment_method TEXT NULL,
    provider TEXT NULL,
    provider_reference TEXT NULL,
    voucher TEXT NULL,
    named_references TEXT NOT NULL,         -- one per line
    file_line INTEGER NOT NULL,
    order_list_file_id INTEGER NOT NULL REFERENCES order_list_file (id),
    -- 1 when the newest list of its day no longer holds it.
    is_gone INTEGER NOT NULL,
    PRIMARY KEY (source, order_key)
);

CREATE INDEX listed_order_date ON listed_order (source, order_date);
