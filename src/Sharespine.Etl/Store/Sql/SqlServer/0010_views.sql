-- What auditors and reporting tools read. Amounts stand twice: exact in minor units, and in units of their currency.
-- Instants (UTC) and dates are given as such; currencies without decimals and with three are named, all others have two.

-- What each stage of each job of each run did.
CREATE VIEW run_history AS
SELECT
    r.run_id,
    r.kind,
    r.is_dry_run,
    r.state AS run_state,
    CAST(LEFT(r.started_at, 23) AS DATETIME2(3)) AS run_started_at,
    CAST(LEFT(r.ended_at, 23) AS DATETIME2(3)) AS run_ended_at,
    r.program_version,
    s.job,
    j.owner,
    s.stage,
    s.state,
    s.records_in,
    s.done,
    s.unchanged,
    s.skipped,
    s.rejected,
    s.held,
    s.documents_out,
    CAST(LEFT(s.started_at, 23) AS DATETIME2(3)) AS started_at,
    CAST(LEFT(s.ended_at, 23) AS DATETIME2(3)) AS ended_at
FROM run r
JOIN job_run j ON j.run_id = r.run_id
JOIN stage_run s ON s.run_id = j.run_id AND s.job = j.job;
GO

-- Records that are wrong as they are, until mended, ignored or overtaken.
CREATE VIEW rejected_record AS
SELECT
    q.quarantine_id,
    q.job,
    q.stage,
    q.record_key,
    q.code,
    q.message,
    q.first_run,
    CAST(LEFT(q.first_at, 23) AS DATETIME2(3)) AS first_at,
    q.last_run,
    CAST(LEFT(q.last_at, 23) AS DATETIME2(3)) AS last_at
FROM quarantine q
WHERE q.outcome = 'rejected' AND q.state = 'open';
GO

-- Records that wait for a named thing.
CREATE VIEW held_record AS
SELECT
    q.quarantine_id,
    q.job,
    q.stage,
    q.record_key,
    q.code,
    q.message,
    q.waits_for,
    q.first_run,
    CAST(LEFT(q.first_at, 23) AS DATETIME2(3)) AS first_at,
    q.last_run,
    CAST(LEFT(q.last_at, 23) AS DATETIME2(3)) AS last_at
FROM quarantine q
WHERE q.outcome = 'held' AND q.state = 'open';
GO

-- What is open on the receivable accounts.
CREATE VIEW open_item AS
SELECT
    e.company,
    e.account,
    CAST(e.entry_date AS DATE) AS entry_date,
    e.series,
    e.voucher_number,
    e.row_number,
    e.voucher_text,
    CAST(CASE WHEN e.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN e.amount_minor WHEN e.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN e.amount_minor / 1000.0 ELSE e.amount_minor / 100.0 END AS DECIMAL(19, 3)) AS amount,
    e.amount_minor,
    CAST(CASE WHEN e.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN e.open_minor WHEN e.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN e.open_minor / 1000.0 ELSE e.open_minor / 100.0 END AS DECIMAL(19, 3)) AS open_amount,
    e.open_minor,
    e.currency,
    r.reconciliation,
    r.entry_class,
    r.disposition,
    r.reason
FROM ledger_entry e
LEFT JOIN entry_reading r ON r.ledger_entry_id = e.id
WHERE e.open_minor <> 0 AND e.is_vanished = 0;
GO

-- What a person has to look at.
CREATE VIEW reconciliation_exception_open AS
SELECT
    x.id,
    x.reconciliation,
    x.cause,
    x.reason,
    x.subject_kind,
    CAST(CASE WHEN x.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN x.amount_minor WHEN x.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN x.amount_minor / 1000.0 ELSE x.amount_minor / 100.0 END AS DECIMAL(19, 3)) AS amount,
    x.amount_minor,
    x.currency,
    x.order_reference,
    x.payout_reference,
    x.voucher,
    CAST(x.exception_date AS DATE) AS exception_date,
    x.evidence,
    x.related,
    x.state,
    x.first_run_id,
    CAST(LEFT(x.first_seen_at, 23) AS DATETIME2(3)) AS first_seen_at
FROM reconciliation_exception x
WHERE x.closed_at IS NULL;
GO

-- The same with what is closed, and the decision that holds.
CREATE VIEW reconciliation_exception_all AS
SELECT
    x.id,
    x.reconciliation,
    x.cause,
    x.reason,
    x.subject_kind,
    CAST(CASE WHEN x.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN x.amount_minor WHEN x.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN x.amount_minor / 1000.0 ELSE x.amount_minor / 100.0 END AS DECIMAL(19, 3)) AS amount,
    x.amount_minor,
    x.currency,
    x.order_reference,
    x.payout_reference,
    x.voucher,
    CAST(x.exception_date AS DATE) AS exception_date,
    x.evidence,
    x.related,
    x.state,
    x.first_run_id,
    CAST(LEFT(x.first_seen_at, 23) AS DATETIME2(3)) AS first_seen_at,
    x.closed_run_id,
    CAST(LEFT(x.closed_at, 23) AS DATETIME2(3)) AS closed_at,
    d.kind AS decision,
    d.decided_by,
    d.reason AS decided_because,
    CAST(LEFT(d.decided_at, 23) AS DATETIME2(3)) AS decided_at
FROM reconciliation_exception x
LEFT JOIN resolution d ON d.id = (SELECT MAX(r.id) FROM resolution r WHERE r.exception_id = x.id AND r.kind <> 'Undo' AND NOT EXISTS (SELECT 1 FROM resolution u WHERE u.undoes_id = r.id));
GO

-- How far each payout has come: lines, vouchers, bank.
CREATE VIEW payout_status AS
SELECT
    p.connection,
    p.merchant_id,
    p.reference,
    CAST(p.payout_date AS DATE) AS payout_date,
    p.currency,
    CAST(CASE WHEN p.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN COALESCE(p.total_minor, p.net_minor) WHEN p.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN COALESCE(p.total_minor, p.net_minor) / 1000.0 ELSE COALESCE(p.total_minor, p.net_minor) / 100.0 END AS DECIMAL(19, 3)) AS total,
    COALESCE(p.total_minor, p.net_minor) AS total_minor,
    p.line_count,
    CAST((SELECT COUNT(*) FROM settlement_line l WHERE l.payout_id = p.id AND l.open_minor <> 0) AS BIGINT) AS open_lines,
    CAST((SELECT COUNT(*) FROM voucher v WHERE v.payout_id = p.id) AS BIGINT) AS vouchers,
    CAST((SELECT COUNT(*) FROM customer_payment c WHERE c.payout_id = p.id) AS BIGINT) AS payments,
    p.booked_voucher,
    CAST(p.booked_on AS DATE) AS booked_on,
    p.is_possibly_booked,
    b.reconciliation,
    b.status AS bank_status,
    b.reason AS bank_reason,
    b.difference_minor AS bank_difference_minor,
    f.name AS settlement_file,
    f.sha256 AS settlement_file_sha256
FROM payout p
JOIN settlement_file f ON f.id = p.settlement_file_id
LEFT JOIN payout_bank_verdict b ON b.payout_id = p.id;
GO

-- Each settlement line with its payout.
CREATE VIEW payout_line AS
SELECT
    p.connection,
    p.merchant_id,
    p.reference AS payout_reference,
    CAST(p.payout_date AS DATE) AS payout_date,
    l.line_key,
    l.file_line,
    l.line_type,
    l.provider_type,
    l.detailed_type,
    CAST(CASE WHEN l.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN l.amount_minor WHEN l.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN l.amount_minor / 1000.0 ELSE l.amount_minor / 100.0 END AS DECIMAL(19, 3)) AS amount,
    l.amount_minor,
    CAST(CASE WHEN l.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN l.vat_minor WHEN l.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN l.vat_minor / 1000.0 ELSE l.vat_minor / 100.0 END AS DECIMAL(19, 3)) AS vat,
    l.vat_minor,
    l.currency,
    CAST(l.vat_rate_scaled / 1000000.0 AS DECIMAL(9, 6)) AS vat_rate,
    l.order_reference,
    l.provider_order_id,
    l.capture_id,
    l.refund_id,
    CAST(l.sale_date AS DATE) AS sale_date,
    CAST(l.event_date AS DATE) AS event_date,
    l.payment_method,
    CAST(CASE WHEN l.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN l.open_minor WHEN l.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN l.open_minor / 1000.0 ELSE l.open_minor / 100.0 END AS DECIMAL(19, 3)) AS open_amount,
    l.open_minor,
    l.disposition,
    l.rule_name,
    l.reason,
    f.name AS settlement_file,
    f.sha256 AS settlement_file_sha256
FROM settlement_line l
JOIN payout p ON p.id = l.payout_id
JOIN settlement_file f ON f.id = p.settlement_file_id;
GO

-- What of which line settles which ledger entry, and by which rule; is_reversed 1 where it was undone.
CREATE VIEW line_allocation AS
SELECT
    a.id,
    a.reconciliation,
    p.reference AS payout_reference,
    l.line_key,
    e.account,
    e.fiscal_year_start,
    e.series,
    e.voucher_number,
    e.row_number,
    CAST(CASE WHEN l.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN a.line_minor WHEN l.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN a.line_minor / 1000.0 ELSE a.line_minor / 100.0 END AS DECIMAL(19, 3)) AS line_amount,
    a.line_minor,
    l.currency AS line_currency,
    CAST(CASE WHEN e.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN a.entry_minor WHEN e.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN a.entry_minor / 1000.0 ELSE a.entry_minor / 100.0 END AS DECIMAL(19, 3)) AS entry_amount,
    a.entry_minor,
    e.currency AS entry_currency,
    CAST(a.effective_date AS DATE) AS effective_date,
    a.rule_name,
    a.kind,
    a.reverses_id,
    CASE WHEN EXISTS (SELECT 1 FROM allocation u WHERE u.reverses_id = a.id) THEN 1 ELSE 0 END AS is_reversed,
    a.resolution_id,
    a.run_id,
    CAST(LEFT(a.made_at, 23) AS DATETIME2(3)) AS made_at
FROM allocation a
LEFT JOIN settlement_line l ON l.id = a.settlement_line_id
LEFT JOIN payout p ON p.id = a.payout_id
LEFT JOIN ledger_entry e ON e.id = a.ledger_entry_id;
GO

-- Which bank line paid which payout.
CREATE VIEW payout_bank_status AS
SELECT
    v.reconciliation,
    p.connection,
    p.merchant_id,
    p.reference,
    CAST(p.payout_date AS DATE) AS payout_date,
    CAST(CASE WHEN p.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN COALESCE(p.total_minor, p.net_minor) WHEN p.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN COALESCE(p.total_minor, p.net_minor) / 1000.0 ELSE COALESCE(p.total_minor, p.net_minor) / 100.0 END AS DECIMAL(19, 3)) AS payout_amount,
    COALESCE(p.total_minor, p.net_minor) AS payout_minor,
    p.currency,
    v.status,
    v.reason,
    v.difference_minor,
    l.account AS bank_account,
    CAST(l.line_date AS DATE) AS bank_date,
    l.label AS bank_label,
    CAST(CASE WHEN l.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN b.line_minor WHEN l.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN b.line_minor / 1000.0 ELSE b.line_minor / 100.0 END AS DECIMAL(19, 3)) AS bank_amount,
    b.line_minor AS bank_minor,
    l.currency AS bank_currency,
    b.rule_name
FROM payout_bank_verdict v
JOIN payout p ON p.id = v.payout_id
LEFT JOIN payout_bank b ON b.payout_id = v.payout_id AND b.reconciliation = v.reconciliation AND b.reverses_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM payout_bank r WHERE r.reverses_id = b.id)
LEFT JOIN bank_line l ON l.id = b.bank_line_id;
GO

-- Each row of each voucher that we made, with the file that it went out in and where it was seen in the books.
CREATE VIEW voucher_booking AS
SELECT
    v.reference,
    v.reconciliation,
    p.reference AS payout_reference,
    v.series,
    CAST(v.voucher_date AS DATE) AS voucher_date,
    v.voucher_text,
    w.row_number,
    w.account,
    CAST(CASE WHEN w.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN w.amount_minor WHEN w.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN w.amount_minor / 1000.0 ELSE w.amount_minor / 100.0 END AS DECIMAL(19, 3)) AS amount,
    w.amount_minor,
    w.currency,
    w.row_text,
    w.objects,
    v.follows_reference,
    v.settlement_file_sha256,
    v.rules_hash,
    v.program_version,
    v.run_id,
    CAST(LEFT(v.planned_at, 23) AS DATETIME2(3)) AS planned_at,
    v.file_name,
    v.file_sha256,
    CAST(LEFT(v.written_at, 23) AS DATETIME2(3)) AS written_at,
    s.voucher AS ledger_voucher
FROM voucher v
JOIN voucher_row w ON w.voucher_reference = v.reference
LEFT JOIN payout p ON p.id = v.payout_id
LEFT JOIN reference_seen s ON s.reconciliation = v.reconciliation AND s.reference = v.reference;
GO

-- What people decided on exceptions.
CREATE VIEW decision AS
SELECT
    r.id,
    r.reconciliation,
    r.exception_id,
    x.cause,
    r.kind,
    r.target,
    r.account,
    CAST(CASE WHEN r.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN r.amount_minor WHEN r.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN r.amount_minor / 1000.0 ELSE r.amount_minor / 100.0 END AS DECIMAL(19, 3)) AS amount,
    r.amount_minor,
    r.currency,
    r.decided_by,
    r.reason,
    CAST(LEFT(r.decided_at, 23) AS DATETIME2(3)) AS decided_at,
    CASE WHEN EXISTS (SELECT 1 FROM resolution u WHERE u.undoes_id = r.id) THEN 1 ELSE 0 END AS is_undone
FROM resolution r
JOIN reconciliation_exception x ON x.id = r.exception_id;
GO

-- What people did besides: records retried or ignored, cursors moved, persons forgotten.
CREATE VIEW audit_trail AS
SELECT
    a.audit_id,
    CAST(LEFT(a.at, 23) AS DATETIME2(3)) AS at,
    a.who,
    a.what,
    a.subject,
    a.because
FROM audit a;
