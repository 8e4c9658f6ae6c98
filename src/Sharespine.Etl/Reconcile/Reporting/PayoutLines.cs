using System.Data.Common;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Storage;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Reporting;

/// <summary>The lines of one payout, with what they settle: held only while the payout is told of.</summary>
internal sealed class PayoutLines
{
    private readonly ILookup<long, PartRow> _parts;

    public PayoutLines(Session session, ReconciliationSettings settings, long payoutId)
    {
        var of = new { settings.Name, payoutId };
        Rows = [.. session.Rows($"SELECT {LineRow.Columns} FROM settlement_line l WHERE l.payout_id = @payoutId", of, LineRow.Read)
            .OrderBy(line => line.FileLine).ThenBy(line => line.LineKey, StringComparer.Ordinal)];
        _parts = session.Rows(
            """
            SELECT a.settlement_line_id, e.id, e.series, e.voucher_number, e.currency, a.line_minor, a.entry_minor FROM allocation a JOIN ledger_entry e ON e.id = a.ledger_entry_id
            WHERE a.reconciliation = @Name AND a.payout_id = @payoutId AND a.settlement_line_id IS NOT NULL ORDER BY a.id
            """,
            of, PartRow.Read).ToLookup(part => part.SettlementLineId);
    }

    /// <summary>In the file's order.</summary>
    public IReadOnlyList<LineRow> Rows { get; }

    public LineReport Report(PayoutRow payout, LineRow line, BookingRules rules, ReconcileTexts texts, DecisionSection decisions)
    {
        var settled = _parts[line.Id]
            .GroupBy(part => part.LedgerEntryId)
            .Select(group => (Part: group.First(), Line: group.Sum(part => part.LineMinor), Entry: group.Sum(part => part.EntryMinor)))
            .Where(part => part.Line != 0 || part.Entry != 0)
            .ToList();
        var disposition = line.Disposition is null ? Disposition.Waiting : Enum.Parse<Disposition>(line.Disposition);
        var difference = disposition == Disposition.MatchedWithRounding ? settled.Sum(part => part.Line - part.Entry)
            : disposition == Disposition.AlreadyBooked && settled.Count > 0 && settled.All(part => part.Part.Currency == line.Currency) ? line.AmountMinor - settled.Sum(part => part.Entry)
            : LineRoles.Of(line.Facts, rules) == LineRole.Receivable ? line.OpenMinor
            : 0;
        return new()
        {
            PayoutReference = payout.Reference,
            PayoutDate = payout.PayoutDate,
            FileLine = line.FileLine,
            Type = line.LineType,
            DetailedType = line.DetailedType,
            OrderReference = line.OrderReference,
            EventDate = line.EventDate,
            Amount = new(line.AmountMinor, payout.Money),
            Vat = new(line.VatMinor, payout.Money),
            Disposition = disposition,
            Rule = line.Rule is null ? null : texts.Rule(line.Rule),
            Settles = [.. settled.Select(part => (part.Part.Label, new Money(part.Entry, Currency.Parse(part.Part.Currency))))],
            Difference = new(difference, payout.Money),
            Comment = decisions.OfLine(line.Id) ?? (line.Reason is null ? null : texts.Remark(Enum.Parse<Reason>(line.Reason)) ?? line.Related?.Replace("\n", ", ", StringComparison.Ordinal)),
        };
    }

    private sealed record PartRow(long SettlementLineId, long LedgerEntryId, string Series, string VoucherNumber, string Currency, long LineMinor, long EntryMinor)
    {
        public string Label => Series.Length == 0 ? VoucherNumber : $"{Series} {VoucherNumber}";

        public static PartRow Read(DbDataReader row) => new(
            row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt64(5), row.GetInt64(6));
    }
}
