-- What auditors and reporting tools read. Amounts stand twice: exact in minor units, and in units of their currency.
-- (Here an amount in units is a text: this database has no exact decimals.)

-- What each stage of each job of each run did.
CREATE VIEW run_history AS
SELECT
    r.run_id,
    r.kind,
    r.is_dry_run,
    r.state AS run_state,
    r.started_at AS run_started_at,
    r.ended_at AS run_ended_at,
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
    s.started_at,
    s.ended_at
FROM run r
JOIN job_run j ON j.run_id = r.run_id
JOIN stage_run s ON s.run_id = j.run_id AND s.job = j.job;

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
    q.first_at,
    q.last_run,
    q.last_at
FROM quarantine q
WHERE q.outcome = 'rejected' AND q.state = 'open';

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
    q.first_at,
    q.last_run,
    q.last_at
FROM quarantine q
WHERE q.outcome = 'held' AND q.state = 'open';

-- What is open on the receivable accounts.
CREATE VIEW open_item AS
SELECT
    e.company,
    e.account,
    e.entry_date,
    e.series,
    e.voucher_number,
    e.row_number,
    e.voucher_text,
    CASE WHEN e.amount_minor IS NULL THEN NULL WHEN e.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN CAST(e.amount_minor AS TEXT) WHEN e.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN printf('%s%d.%03d', CASE WHEN e.amount_minor < 0 THEN '-' ELSE '' END, abs(e.amount_minor) / 1000, abs(e.amount_minor) % 1000) ELSE printf('%s%d.%02d', CASE WHEN e.amount_minor < 0 THEN '-' ELSE '' END, abs(e.amount_minor) / 100, abs(e.amount_minor) % 100) END AS amount,
    e.amount_minor,
    CASE WHEN e.open_minor IS NULL THEN NULL WHEN e.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN CAST(e.open_minor AS TEXT) WHEN e.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN printf('%s%d.%03d', CASE WHEN e.open_minor < 0 THEN '-' ELSE '' END, abs(e.open_minor) / 1000, abs(e.open_minor) % 1000) ELSE printf('%s%d.%02d', CASE WHEN e.open_minor < 0 THEN '-' ELSE '' END, abs(e.open_minor) / 100, abs(e.open_minor) % 100) END AS open_amount,
    e.open_minor,
    e.currency,
    r.reconciliation,
    r.entry_class,
    r.disposition,
    r.reason
FROM ledger_entry e
LEFT JOIN entry_reading r ON r.ledger_entry_id = e.id
WHERE e.open_minor <> 0 AND e.is_vanished = 0;

-- What a person has to look at.
CREATE VIEW reconciliation_exception_open AS
SELECT
    x.id,
    x.reconciliation,
    x.cause,
    x.reason,
    x.subject_kind,
    CASE WHEN x.amount_minor IS NULL THEN NULL WHEN x.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN CAST(x.amount_minor AS TEXT) WHEN x.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN printf('%s%d.%03d', CASE WHEN x.amount_minor < 0 THEN '-' ELSE '' END, abs(x.amount_minor) / 1000, abs(x.amount_minor) % 1000) ELSE printf('%s%d.%02d', CASE WHEN x.amount_minor < 0 THEN '-' ELSE '' END, abs(x.amount_minor) / 100, abs(x.amount_minor) % 100) END AS amount,
    x.amount_minor,
    x.currency,
    x.order_reference,
    x.payout_reference,
    x.voucher,
    x.exception_date,
    x.evidence,
    x.related,
    x.state,
    x.first_run_id,
    x.first_seen_at
FROM reconciliation_exception x
WHERE x.closed_at IS NULL;

-- The same with what is closed, and the decision that holds.
CREATE VIEW reconciliation_exception_all AS
SELECT
    x.id,
    x.reconciliation,
    x.cause,
    x.reason,
    x.subject_kind,
    CASE WHEN x.amount_minor IS NULL THEN NULL WHEN x.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN CAST(x.amount_minor AS TEXT) WHEN x.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN printf('%s%d.%03d', CASE WHEN x.amount_minor < 0 THEN '-' ELSE '' END, abs(x.amount_minor) / 1000, abs(x.amount_minor) % 1000) ELSE printf('%s%d.%02d', CASE WHEN x.amount_minor < 0 THEN '-' ELSE '' END, abs(x.amount_minor) / 100, abs(x.amount_minor) % 100) END AS amount,
    x.amount_minor,
    x.currency,
    x.order_reference,
    x.payout_reference,
    x.voucher,
    x.exception_date,
    x.evidence,
    x.related,
    x.state,
    x.first_run_id,
    x.first_seen_at,
    x.closed_run_id,
    x.closed_at,
    d.kind AS decision,
    d.decided_by,
    d.reason AS decided_because,
    d.decided_at
FROM reconciliation_exception x
LEFT JOIN resolution d ON d.id = (SELECT MAX(r.id) FROM resolution r WHERE r.exception_id = x.id AND r.kind <> 'Undo' AND NOT EXISTS (SELECT 1 FROM resolution u WHERE u.undoes_id = r.id));

-- How far each payout has come: lines, vouchers, bank.
CREATE VIEW payout_status AS
SELECT
    p.connection,
    p.merchant_id,
    p.reference,
    p.payout_date,
    p.currency,
    CASE WHEN COALESCE(p.total_minor, p.net_minor) IS NULL THEN NULL WHEN p.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN CAST(COALESCE(p.total_minor, p.net_minor) AS TEXT) WHEN p.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN printf('%s%d.%03d', CASE WHEN COALESCE(p.total_minor, p.net_minor) < 0 THEN '-' ELSE '' END, abs(COALESCE(p.total_minor, p.net_minor)) / 1000, abs(COALESCE(p.total_minor, p.net_minor)) % 1000) ELSE printf('%s%d.%02d', CASE WHEN COALESCE(p.total_minor, p.net_minor) < 0 THEN '-' ELSE '' END, abs(COALESCE(p.total_minor, p.net_minor)) / 100, abs(COALESCE(p.total_minor, p.net_minor)) % 100) END AS total,
    COALESCE(p.total_minor, p.net_minor) AS total_minor,
    p.line_count,
    CAST((SELECT COUNT(*) FROM settlement_line l WHERE l.payout_id = p.id AND l.open_minor <> 0) AS BIGINT) AS open_lines,
    CAST((SELECT COUNT(*) FROM voucher v WHERE v.payout_id = p.id) AS BIGINT) AS vouchers,
    CAST((SELECT COUNT(*) FROM customer_payment c WHERE c.payout_id = p.id) AS BIGINT) AS payments,
    p.booked_voucher,
    p.booked_on,
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

-- Each settlement line with its payout.
CREATE VIEW payout_line AS
SELECT
    p.connection,
    p.merchant_id,
    p.reference AS payout_reference,
    p.payout_date,
    l.line_key,
    l.file_line,
    l.line_type,
    l.provider_type,
    l.detailed_type,
    CASE WHEN l.amount_minor IS NULL THEN NULL WHEN l.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN CAST(l.amount_minor AS TEXT) WHEN l.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN printf('%s%d.%03d', CASE WHEN l.amount_minor < 0 THEN '-' ELSE '' END, abs(l.amount_minor) / 1000, abs(l.amount_minor) % 1000) ELSE printf('%s%d.%02d', CASE WHEN l.amount_minor < 0 THEN '-' ELSE '' END, abs(l.amount_minor) / 100, abs(l.amount_minor) % 100) END AS amount,
    l.amount_minor,
    CASE WHEN l.vat_minor IS NULL THEN NULL WHEN l.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN CAST(l.vat_minor AS TEXT) WHEN l.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN printf('%s%d.%03d', CASE WHEN l.vat_minor < 0 THEN '-' ELSE '' END, abs(l.vat_minor) / 1000, abs(l.vat_minor) % 1000) ELSE printf('%s%d.%02d', CASE WHEN l.vat_minor < 0 THEN '-' ELSE '' END, abs(l.vat_minor) / 100, abs(l.vat_minor) % 100) END AS vat,
    l.vat_minor,
    l.currency,
    CASE WHEN l.vat_rate_scaled IS NULL THEN NULL ELSE printf('%d.%06d', l.vat_rate_scaled / 1000000, l.vat_rate_scaled % 1000000) END AS vat_rate,
    l.order_reference,
    l.provider_order_id,
    l.capture_id,
    l.refund_id,
    l.sale_date,
    l.event_date,
    l.payment_method,
    CASE WHEN l.open_minor IS NULL THEN NULL WHEN l.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN CAST(l.open_minor AS TEXT) WHEN l.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN printf('%s%d.%03d', CASE WHEN l.open_minor < 0 THEN '-' ELSE '' END, abs(l.open_minor) / 1000, abs(l.open_minor) % 1000) ELSE printf('%s%d.%02d', CASE WHEN l.open_minor < 0 THEN '-' ELSE '' END, abs(l.open_minor) / 100, abs(l.open_minor) % 100) END AS open_amount,
    l.open_minor,
    l.disposition,
    l.rule_name,
    l.reason,
    f.name AS settlement_file,
    f.sha256 AS settlement_file_sha256
FROM settlement_line l
JOIN payout p ON p.id = l.payout_id
JOIN settlement_file f ON f.id = p.settlement_file_id;

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
    CASE WHEN a.line_minor IS NULL THEN NULL WHEN l.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN CAST(a.line_minor AS TEXT) WHEN l.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN printf('%s%d.%03d', CASE WHEN a.line_minor < 0 THEN '-' ELSE '' END, abs(a.line_minor) / 1000, abs(a.line_minor) % 1000) ELSE printf('%s%d.%02d', CASE WHEN a.line_minor < 0 THEN '-' ELSE '' END, abs(a.line_minor) / 100, abs(a.line_minor) % 100) END AS line_amount,
    a.line_minor,
    l.currency AS line_currency,
    CASE WHEN a.entry_minor IS NULL THEN NULL WHEN e.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN CAST(a.entry_minor AS TEXT) WHEN e.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN printf('%s%d.%03d', CASE WHEN a.entry_minor < 0 THEN '-' ELSE '' END, abs(a.entry_minor) / 1000, abs(a.entry_minor) % 1000) ELSE printf('%s%d.%02d', CASE WHEN a.entry_minor < 0 THEN '-' ELSE '' END, abs(a.entry_minor) / 100, abs(a.entry_minor) % 100) END AS entry_amount,
    a.entry_minor,
    e.currency AS entry_currency,
    a.effective_date,
    a.rule_name,
    a.kind,
    a.reverses_id,
    CASE WHEN EXISTS (SELECT 1 FROM allocation u WHERE u.reverses_id = a.id) THEN 1 ELSE 0 END AS is_reversed,
    a.resolution_id,
    a.run_id,
    a.made_at
FROM allocation a
LEFT JOIN settlement_line l ON l.id = a.settlement_line_id
LEFT JOIN payout p ON p.id = a.payout_id
LEFT JOIN ledger_entry e ON e.id = a.ledger_entry_id;

-- Which bank line paid which payout.
CREATE VIEW payout_bank_status AS
SELECT
    v.reconciliation,
    p.connection,
    p.merchant_id,
    p.reference,
    p.payout_date,
    CASE WHEN COALESCE(p.total_minor, p.net_minor) IS NULL THEN NULL WHEN p.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN CAST(COALESCE(p.total_minor, p.net_minor) AS TEXT) WHEN p.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN printf('%s%d.%03d', CASE WHEN COALESCE(p.total_minor, p.net_minor) < 0 THEN '-' ELSE '' END, abs(COALESCE(p.total_minor, p.net_minor)) / 1000, abs(COALESCE(p.total_minor, p.net_minor)) % 1000) ELSE printf('%s%d.%02d', CASE WHEN COALESCE(p.total_minor, p.net_minor) < 0 THEN '-' ELSE '' END, abs(COALESCE(p.total_minor, p.net_minor)) / 100, abs(COALESCE(p.total_minor, p.net_minor)) % 100) END AS payout_amount,
    COALESCE(p.total_minor, p.net_minor) AS payout_minor,
    p.currency,
    v.status,
    v.reason,
    v.difference_minor,
    l.account AS bank_account,
    l.line_date AS bank_date,
    l.label AS bank_label,
    CASE WHEN b.line_minor IS NULL THEN NULL WHEN l.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN CAST(b.line_minor AS TEXT) WHEN l.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN printf('%s%d.%03d', CASE WHEN b.line_minor < 0 THEN '-' ELSE '' END, abs(b.line_minor) / 1000, abs(b.line_minor) % 1000) ELSE printf('%s%d.%02d', CASE WHEN b.line_minor < 0 THEN '-' ELSE '' END, abs(b.line_minor) / 100, abs(b.line_minor) % 100) END AS bank_amount,
    b.line_minor AS bank_minor,
    l.currency AS bank_currency,
    b.rule_name
FROM payout_bank_verdict v
JOIN payout p ON p.id = v.payout_id
LEFT JOIN payout_bank b ON b.payout_id = v.payout_id AND b.reconciliation = v.reconciliation AND b.reverses_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM payout_bank r WHERE r.reverses_id = b.id)
LEFT JOIN bank_line l ON l.id = b.bank_line_id;

-- Each row of each voucher that we made, with the file that it went out in and where it was seen in the books.
CREATE VIEW voucher_booking AS
SELECT
    v.reference,
    v.reconciliation,
    p.reference AS payout_reference,
    v.series,
    v.voucher_date,
    v.voucher_text,
    w.row_number,
    w.account,
    CASE WHEN w.amount_minor IS NULL THEN NULL WHEN w.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN CAST(w.amount_minor AS TEXT) WHEN w.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN printf('%s%d.%03d', CASE WHEN w.amount_minor < 0 THEN '-' ELSE '' END, abs(w.amount_minor) / 1000, abs(w.amount_minor) % 1000) ELSE printf('%s%d.%02d', CASE WHEN w.amount_minor < 0 THEN '-' ELSE '' END, abs(w.amount_minor) / 100, abs(w.amount_minor) % 100) END AS amount,
    w.amount_minor,
    w.currency,
    w.row_text,
    w.objects,
    v.follows_reference,
    v.settlement_file_sha256,
    v.rules_hash,
    v.program_version,
    v.run_id,
    v.planned_at,
    v.file_name,
    v.file_sha256,
    v.written_at,
    s.voucher AS ledger_voucher
FROM voucher v
JOIN voucher_row w ON w.voucher_reference = v.reference
LEFT JOIN payout p ON p.id = v.payout_id
LEFT JOIN reference_seen s ON s.reconciliation = v.reconciliation AND s.reference = v.reference;

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
    CASE WHEN r.amount_minor IS NULL THEN NULL WHEN r.currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN CAST(r.amount_minor AS TEXT) WHEN r.currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN printf('%s%d.%03d', CASE WHEN r.amount_minor < 0 THEN '-' ELSE '' END, abs(r.amount_minor) / 1000, abs(r.amount_minor) % 1000) ELSE printf('%s%d.%02d', CASE WHEN r.amount_minor < 0 THEN '-' ELSE '' END, abs(r.amount_minor) / 100, abs(r.amount_minor) % 100) END AS amount,
    r.amount_minor,
    r.currency,
    r.decided_by,
    r.reason,
    r.decided_at,
    CASE WHEN EXISTS (SELECT 1 FROM resolution u WHERE u.undoes_id = r.id) THEN 1 ELSE 0 END AS is_undone
FROM resolution r
JOIN reconciliation_exception x ON x.id = r.exception_id;

-- What people did besides: records retried or ignored, cursors moved, persons forgotten.
CREATE VIEW audit_trail AS
SELECT
    a.audit_id,
    a.at,
    a.who,
    a.what,
    a.subject,
    a.because
FROM audit a;
