-- Order lists: which orders make up the totals that a ledger holds. Orders that flows stage are read where they are.

CREATE TABLE order_list_file (
    id BIGINT NOT NULL CONSTRAINT pk_order_list_file PRIMARY KEY,
    source NVARCHAR(170) COLLATE Latin1_General_100_BIN2 NOT NULL, -- the list's connection
    sha256 NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    name NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    archived_path NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    row_count BIGINT NOT NULL,
    received_at NVARCHAR(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT order_list_file_once UNIQUE (source, sha256)
);

CREATE TABLE listed_order (
    source NVARCHAR(170) COLLATE Latin1_General_100_BIN2 NOT NULL,
    order_key NVARCHAR(250) COLLATE Latin1_General_100_BIN2 NOT NULL,
    order_number NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
    order_date NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    amount_minor BIGINT NOT NULL, -- refunds negative
    currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
    payment_method NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    provider NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    provider_reference NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    voucher NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
    named_references NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL, -- one per line
    file_line BIGINT NOT NULL,
    order_list_file_id BIGINT NOT NULL CONSTRAINT fk_listed_order_order_list_file_id REFERENCES order_list_file (id),
    -- 1 when the newest list of its day no longer holds it.
    is_gone BIGINT NOT NULL,
    CONSTRAINT pk_listed_order PRIMARY KEY (source, order_key)
);

CREATE INDEX listed_order_date ON listed_order (source, order_date);
