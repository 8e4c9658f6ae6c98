using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Posting;

/// <summary>The rows that a payout should have in the books, as far as is known now; they sum to zero.</summary>
internal sealed class PayoutRows(PostingInput payout, BookingRules rules, PostingSettings settings, ReconcileTexts texts)
{
    private readonly List<VoucherRow> _rows = [];

    /// <summary>The sum of the absolute amounts that go to the suspense account.</summary>
    public long Suspense { get; private set; }

    public IReadOnlyList<VoucherRow> Make()
    {
        var lines = payout.Lines.Where(line => Settlements.Enters(line.Line.Type, payout.Kind)).ToList();
        Add(rules.Clearing[payout.Currency.Code], lines.Sum(line => line.Line.Amount.Minor + line.Line.Vat.Minor), texts.PayoutRow(payout.PayoutReference), []);
        foreach (var line in lines)
        {
            Line(line, rules.For(line.Line));
        }

        return Joined();
    }

    private void Line(PostingLine line, BookingRule? rule)
    {
        switch (rule)
        {
            case null:
                ToSuspense(-(line.Line.Amount.Minor + line.Line.Vat.Minor), line.Line);
                break;
            case { Receivable: true }:
                Receivable(line, rule);
                break;
            default:
                Cost(line.Line, rule);
                break;
        }
    }

    private void Receivable(PostingLine line, BookingRule rule)
    {
        foreach (var part in line.Settled)
        {
            var text = settings.ReceivableRows == ReceivableRows.Collective ? rule.Name : $"{line.Line.OrderReference} {part.Voucher}".Trim();
            Add(part.Account, -part.EntryMinor, text, rule.Objects);
            Add(rules.Rounding, part.EntryMinor - part.LineMinor, texts.RoundingRow, []);
        }

        ToSuspense(-(line.Line.Amount.Minor + line.Line.Vat.Minor - line.Settled.Sum(part => part.LineMinor)), line.Line);
    }

    private void Cost(SettlementLine line, BookingRule rule)
    {
        var net = -line.Amount.Minor;
        var vat = -line.Vat.Minor;
        if (rule.Vat is FeeVatTreatment.Exempt or FeeVatTreatment.SeparateInvoice)
        {
            Add(rule.Account!, net + vat, rule.Name, rule.Objects);
            return;
        }

        Add(rule.Account!, net, rule.Name, rule.Objects);
        Add(rules.FeeVat, vat, texts.FeeVatRow, []);
        if (rule.ReverseCharge is { } reverse)
        {
            var computed = Money.Round(line.Amount.Major * reverse.Rate / 100m, payout.Currency).Minor;
            Add(reverse.InputVat, -computed, texts.ReverseChargeRow, []);
            Add(reverse.OutputVat, computed, texts.ReverseChargeRow, []);
            Add(reverse.BaseDebit, net, texts.ReverseChargeRow, []);
            Add(reverse.BaseCredit, -net, texts.ReverseChargeRow, []);
        }
    }

    private void ToSuspense(long minor, SettlementLine line)
    {
        Suspense += Math.Abs(minor);
        Add(rules.Suspense, minor, texts.SuspenseRow(line.OrderReference, line.FileLine), []);
    }

    private void Add(string account, long minor, string text, IReadOnlyList<string> objects)
    {
        if (minor != 0)
        {
            _rows.Add(new(account, new(minor, payout.Currency), text, [.. objects.Select(Object)]));
        }
    }

    /// <summary>Rows of the same account, text and objects as one, in the order they came up.</summary>
    private List<VoucherRow> Joined() =>
        [.. _rows
            .GroupBy(row => (row.Account, row.Text, Objects: Key(row)))
            .Select(group => group.First() with { Amount = group.Aggregate(Money.Zero(payout.Currency), (sum, row) => sum + row.Amount) })
            .Where(row => !row.Amount.IsZero)];

    public static string Key(VoucherRow row) => string.Join(';', (row.Objects ?? []).Select(pair => $"{pair.Dimension}:{pair.Object}"));

    private static (int Dimension, string Object) Object(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return (int.Parse(text.AsSpan(0, colon), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture), text[(colon + 1)..]);
    }
}
