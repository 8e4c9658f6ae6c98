-- The engine's own tables: leases. Instants are UTC text, dates yyyy-MM-dd, amounts minor units (schema_version is made by Schema.cs).

CREATE TABLE lease (
    job TEXT NOT NULL PRIMARY KEY,
    fence INTEGER NOT NULL,
    owner TEXT NULL,
    host TEXT NULL,
    process_id INTEGER NULL,
    process_started TEXT NULL,
    expires_at TEXT NULL
);
