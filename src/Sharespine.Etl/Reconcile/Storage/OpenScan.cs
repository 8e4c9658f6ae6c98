using System.Data.Common;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <param name="Pairs">Lines and entries that surely belong together.</param>
/// <param name="PlainLines">Fees and movements seen for the first time.</param>
/// <param name="Lines">Ids of the lines left for the passes.</param>
/// <param name="Entries">Ids of the entries left for the passes.</param>
internal sealed record OpenItems(IReadOnlyList<MatchPair> Pairs, IReadOnlyList<PlainLine> PlainLines, IReadOnlyList<long> Lines, IReadOnlyList<long> Entries);

/// <summary>
/// Goes once over all open entries and lines and keeps a few numbers of each: what is a sure pair, what is plain, and what has to
/// be loaded whole.
/// </summary>
internal sealed class OpenScan(
    Session session, ReconciliationSettings settings, BookingRules rules, MatchRules matchRules, IReadOnlyDictionary<long, PayoutRow> payouts, IReadOnlySet<(string Kind, long Id)> decided)
{
    private readonly SurePairs _pairs = new(matchRules);
    private readonly List<long> _lines = [];
    private readonly List<long> _entries = [];
    private readonly List<PlainLine> _plain = [];
    private readonly Dictionary<(string Type, string Detailed, string? Method, long? VatRate, string Currency, bool IsNegative), (LineType Type, LineRole Role)> _kinds = [];
    private readonly Dictionary<string, Currency> _currencies = [];
    private readonly List<string> _keys = [];

    public OpenItems Run()
    {
        var of = new { settings.Connection, settings.Name, settings.Company, accounts = settings.Accounts.Select(account => account.Account) };
        _entries.AddRange(session.Rows(
            """
            SELECT e.id, e.open_minor, e.currency, r.entry_class, r.reference_list
            FROM ledger_entry e JOIN entry_reading r ON r.ledger_entry_id = e.id AND r.reconciliation = @Name
            WHERE e.company = @Company AND e.account IN @accounts AND e.is_vanished = 0 AND e.open_minor <> 0 AND r.entry_class <> 'BeforeStart'
            ORDER BY e.id
            """, of, Entry));
        foreach (var line in session.Rows(
            """
            SELECT l.id, l.payout_id, l.open_minor, l.currency, l.line_type, l.detailed_type, l.disposition, l.order_reference, l.other_references, l.provider_order_id, l.capture_id, l.refund_id,
                l.payment_method, l.vat_rate_scaled, l.amount_minor
            FROM settlement_line l JOIN payout p ON p.id = l.payout_id
            WHERE p.connection = @Connection AND (
                l.disposition IS NULL
                OR l.reason = 'NoRule'
                OR (l.open_minor <> 0 AND l.disposition NOT IN ('Fee', 'BalanceMovement') AND (l.disposition <> 'AlreadyBooked' OR p.booked_minor IS NOT NULL)))
            ORDER BY l.id
            """, of, Line))
        {
            if (line is { } id)
            {
                _lines.Add(id);
            }
        }

        // With an order list a voucher's own order says what is left for the totals: no pair is decided without that.
        var pairs = matchRules.Orders is null ? _pairs.Pairs().ToList() : [];
        var (lines, entries) = (pairs.Select(pair => pair.LineId).ToHashSet(), pairs.Select(pair => pair.EntryId).ToHashSet());
        return new(pairs, _plain, [.. _lines.Where(id => !lines.Contains(id))], [.. _entries.Where(id => !entries.Contains(id))]);
    }

    private long Entry(DbDataReader row)
    {
        var id = row.GetInt64(0);
        var references = row.GetString(4);
        var isBooking = row.GetString(3) is nameof(EntryClass.Sale) or nameof(EntryClass.Credit) or nameof(EntryClass.Other) or nameof(EntryClass.Unassigned) && !decided.Contains(("entry", id));
        _pairs.Entry(id, Currency(row.GetString(2)), row.GetInt64(1), references.Length == 0 ? [] : references.Split('\n'), isBooking);
        return id;
    }

    /// <summary>The line's id when the passes may want it; null for a plain line.</summary>
    private long? Line(DbDataReader row)
    {
        var (id, payoutId, open) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
        var (type, role) = Kind(row);
        var isDecided = decided.Contains(("line", id));
        if (role is LineRole.Fee or LineRole.Movement && row.IsDBNull(6) && !isDecided)
        {
            _plain.Add(new(id, payoutId, role));
            return null;
        }

        if (role == LineRole.Receivable && open != 0)
        {
            var line = Paired(row, id, payoutId, open, type);
            _pairs.Line(line, isReceivable: !isDecided && payouts[payoutId].Difference == 0);
        }

        return id;
    }

    private PairedLine Paired(DbDataReader row, long id, long payoutId, long open, LineType type)
    {
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        var others = Text(8)?.Split('\n') ?? [];
        var line = new PairedLine(id, payoutId, type, open, Currency(row.GetString(3)), Text(7), others, Text(9), Text(10), Text(11), _keys);
        _keys.Clear();
        AddKey(line.OrderReference);
        AddKey(line.ProviderOrderId);
        AddKey(line.CaptureId);
        AddKey(line.RefundId);
        Array.ForEach(others, AddKey);
        return line;
    }

    private void AddKey(string? reference)
    {
        if (reference is not null && matchRules.Normaliser.Normalise(reference) is { Length: > 0 } key)
        {
            _keys.Add(key);
        }
    }

    private (LineType Type, LineRole Role) Kind(DbDataReader row)
    {
        var facts = (row.GetString(4), row.GetString(5), row.IsDBNull(12) ? null : row.GetString(12), row.IsDBNull(13) ? (long?)null : row.GetInt64(13), row.GetString(3), row.GetInt64(14) < 0);
        if (!_kinds.TryGetValue(facts, out var kind))
        {
            var (type, detailed, method, rate, currency, isNegative) = facts;
            var parsed = Enum.Parse<LineType>(type);
            _kinds[facts] = kind = (parsed, LineRoles.Of(new(parsed, detailed, method, rate / 1_000_000m, currency, isNegative), rules));
        }

        return kind;
    }

    private Currency Currency(string code) => _currencies.TryGetValue(code, out var currency) ? currency : _currencies[code] = Model.Currency.Parse(code);
}
