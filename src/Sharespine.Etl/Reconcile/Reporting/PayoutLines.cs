using System.Data.Common;
using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Storage;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Reporting;

/// <summary>The lines of one payout, with what they settle: held only while the payout is told of.</summary>
internal sealed class PayoutLines(Session session, ReconciliationSettings settings, PayoutRow payout, BookingRules rules, ReconcileTexts texts, DecisionSection decisions)
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly Currency _currency = payout.Money;

    /// <summary>In the file's order.</summary>
    public IEnumerable<LineReport> Reports()
    {
        var parts = Parts();
        var lines = new List<(string Key, LineReport Line)>((int)payout.LineCount);
        lines.AddRange(session.Rows(
            """
            SELECT l.id, l.line_key, l.file_line, l.line_type, l.detailed_type, l.order_reference, l.event_date, l.amount_minor, l.vat_minor, l.open_minor, l.disposition, l.rule_name, l.reason, l.related,
                l.payment_method, l.vat_rate_scaled
            FROM settlement_line l WHERE l.payout_id = @Id
            """, new { payout.Id }, row => (row.GetString(1), Report(row, parts.GetValueOrDefault(row.GetInt64(0), [])))));
        return lines.OrderBy(line => line.Line.FileLine).ThenBy(line => line.Key, StringComparer.Ordinal).Select(line => line.Line);
    }

    private LineReport Report(DbDataReader row, Part[] settled)
    {
        var disposition = Known(row, 10) is { } word ? Enum.Parse<Disposition>(word) : Disposition.Waiting;
        var (type, detailed, amount) = (Enum.Parse<LineType>(Known(row, 3)!), Known(row, 4)!, row.GetInt64(7));
        return new()
        {
            PayoutReference = payout.Reference,
            PayoutDate = payout.PayoutDate,
            FileLine = (int)row.GetInt64(2),
            Type = type,
            DetailedType = detailed,
            OrderReference = row.IsDBNull(5) ? null : row.GetString(5),
            EventDate = Known(row, 6) is { } date ? DateOnly.ParseExact(date, SqlValues.DateFormat, CultureInfo.InvariantCulture) : null,
            Amount = new(amount, _currency),
            Vat = new(row.GetInt64(8), _currency),
            Disposition = disposition,
            Rule = Known(row, 11) is { } rule ? texts.Rule(rule) : null,
            Settles = settled.Length == 0 ? [] : Array.ConvertAll(settled, part => (part.Voucher, new Money(part.EntryMinor, part.Currency))),
            Difference = new(Difference(row, disposition, type, detailed, amount, settled), _currency),
            Comment = decisions.OfLine(row.GetInt64(0)) ?? Comment(row),
        };
    }

    private long Difference(DbDataReader row, Disposition disposition, LineType type, string detailed, long amount, Part[] settled)
    {
        if (disposition == Disposition.MatchedWithRounding)
        {
            return settled.Sum(part => part.LineMinor - part.EntryMinor);
        }

        if (disposition == Disposition.AlreadyBooked && settled.Length > 0 && Array.TrueForAll(settled, part => part.Currency == _currency))
        {
            return amount - settled.Sum(part => part.EntryMinor);
        }

        var open = row.GetInt64(9);
        return open != 0 && LineRoles.Of(new(type, detailed, Known(row, 14), row.IsDBNull(15) ? null : row.GetInt64(15) / 1_000_000m, _currency.Code, amount < 0), rules) == LineRole.Receivable ? open : 0;
    }

    private string? Comment(DbDataReader row) => row.IsDBNull(12) ? null
        : texts.Remark(Enum.Parse<Reason>(row.GetString(12))) ?? (row.IsDBNull(13) ? null : row.GetString(13).Replace("\n", ", ", StringComparison.Ordinal));

    /// <summary>By line, what stands after reversals, per entry.</summary>
    private Dictionary<long, Part[]> Parts()
    {
        var lines = new Dictionary<long, Part[]>();
        foreach (var (line, part) in session.Rows(
            """
            SELECT a.settlement_line_id, e.id, e.series, e.voucher_number, e.currency, a.line_minor, a.entry_minor FROM allocation a JOIN ledger_entry e ON e.id = a.ledger_entry_id
            WHERE a.reconciliation = @Name AND a.payout_id = @Id AND a.settlement_line_id IS NOT NULL ORDER BY a.id
            """, new { settings.Name, payout.Id }, ReadPart))
        {
            if (!lines.TryGetValue(line, out var parts))
            {
                lines[line] = [part];
            }
            else if (Array.FindIndex(parts, other => other.EntryId == part.EntryId) is >= 0 and var place)
            {
                parts[place] = parts[place] with { LineMinor = parts[place].LineMinor + part.LineMinor, EntryMinor = parts[place].EntryMinor + part.EntryMinor };
                lines[line] = parts[place] is { LineMinor: 0, EntryMinor: 0 } ? [.. parts.Where((_, i) => i != place)] : parts;
            }
            else
            {
                lines[line] = [.. parts, part];
            }
        }

        return lines;
    }

    private (long Line, Part Part) ReadPart(DbDataReader row)
    {
        var (series, number) = (Known(row, 2)!, row.GetString(3));
        return (row.GetInt64(0), new(row.GetInt64(1), series.Length == 0 ? number : $"{series} {number}", Currency.Parse(Known(row, 4)!), row.GetInt64(5), row.GetInt64(6)));
    }

    // Words of few values, kept once.
    private string? Known(DbDataReader row, int column)
    {
        if (row.IsDBNull(column))
        {
            return null;
        }

        var text = row.GetString(column);
        return _known.TryGetValue(text, out var same) ? same : _known[text] = text;
    }

    private readonly record struct Part(long EntryId, string Voucher, Currency Currency, long LineMinor, long EntryMinor);
}
