using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Storage;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Reporting;

/// <summary>The lines of the payouts shown, with what they settle.</summary>
internal sealed class PayoutLines
{
    private readonly ILookup<long, LineRow> _lines;
    private readonly ILookup<long, PartRow> _parts;

    public PayoutLines(Session session, ReconciliationSettings settings, IReadOnlyList<long> payoutIds)
    {
        _lines = payoutIds.Chunk(500)
            .SelectMany(chunk => session.Query<LineRow>($"SELECT {LineRow.Columns} FROM settlement_line l WHERE l.payout_id IN @chunk", new { chunk }))
            .OrderBy(line => line.FileLine).ThenBy(line => line.LineKey, StringComparer.Ordinal)
            .ToLookup(line => line.PayoutId);
        _parts = payoutIds.Chunk(500)
            .SelectMany(chunk => session.Query<PartRow>(
                """
                SELECT a.settlement_line_id, e.id AS ledger_entry_id, e.series, e.voucher_number, e.currency, a.line_minor, a.entry_minor FROM allocation a JOIN ledger_entry e ON e.id = a.ledger_entry_id
                WHERE a.reconciliation = @Name AND a.payout_id IN @chunk AND a.settlement_line_id IS NOT NULL ORDER BY a.id
                """,
                new { settings.Name, chunk }))
            .ToLookup(part => part.SettlementLineId);
    }

    public IReadOnlyList<LineRow> Of(long payoutId) => [.. _lines[payoutId]];

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

    private sealed record PartRow
    {
        public long SettlementLineId { get; init; }

        public long LedgerEntryId { get; init; }

        public string Series { get; init; } = "";

        public string VoucherNumber { get; init; } = "";

        public string Currency { get; init; } = "";

        public long LineMinor { get; init; }

        public long EntryMinor { get; init; }

        public string Label => Series.Length == 0 ? VoucherNumber : $"{Series} {VoucherNumber}";
    }
}
