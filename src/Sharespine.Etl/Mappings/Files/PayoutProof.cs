using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>
/// The end of a payout: lines for totals that no row carries, then every total against its rows, the sum against what was
/// paid, and the file's totals against each other.
/// </summary>
internal sealed class PayoutProof
{
    private readonly PayoutBuilder _payout;
    private readonly FileMapping _mapping;
    private readonly Dictionary<TotalRule, (long Sum, int Count)> _sums;
    private readonly List<Issue> _mismatches = [];

    internal PayoutProof(PayoutBuilder payout, FileMapping mapping)
    {
        (_payout, _mapping) = (payout, mapping);
        _sums = SumByTotal();
    }

    private Payout Payout => _payout.Payout!;

    /// <summary>Says which total shows that rows are missing altogether: it is not zero and there is no row. Null when nothing is missing.</summary>
    internal string? MissingRows()
    {
        if (_payout.RowCount > 0)
        {
            return null;
        }

        var carried = _mapping.Totals.FirstOrDefault(total => total.Line is null && total.Sign != 0 && total.Rows.Count > 0 && Payout.Totals.TryGetValue(total.Column, out var amount) && !amount.IsZero);
        if (carried is not null)
        {
            return $"its {carried.Column} is {Payout.Totals[carried.Column]}";
        }

        var made = NamedTotals().Sum(line => line.Amount.Minor);
        return Payout.Total is { } total && total.Minor != made ? $"its total is {total}" : null;
    }

    /// <summary>Named lines for the totals that no row carries, and for what is left within the provider's rounding.</summary>
    internal IReadOnlyList<SettlementLine> LinesFromTotals()
    {
        var named = NamedTotals();
        return Payout.Total is { } total && _mapping.Rounding.TryGetValue(Payout.Currency.Code, out var most)
            && total - SumOf(named) is { IsZero: false } left && Math.Abs(left.Minor) <= most.Minor
            ? [.. named, Rounding(left, most)]
            : named;
    }

    /// <summary>VAT comes from the rows where they have it.</summary>
    private List<SettlementLine> NamedTotals() =>
    [
        .. _mapping.Totals
            .Where(total => total.Line is not null && Payout.Totals.TryGetValue(total.Column, out var amount) && !amount.IsZero && _sums[total].Count == 0)
            .Select(total => FromTotal(total, Payout.Totals[total.Column])),
    ];

    internal PayoutControl Control(IReadOnlyList<SettlementLine> fromTotals)
    {
        var sum = SumOf(fromTotals);
        CompareTotals();
        CompareSum(sum);
        foreach (var control in _mapping.Controls.Where(_ => Payout.Totals.Count > 0))
        {
            Compare(control);
        }

        return new(Payout.Reference, sum, Payout.Total, _payout.LineCount, _mismatches);
    }

    /// <summary>What the rows and the lines made from totals sum to, VAT included.</summary>
    private Money SumOf(IReadOnlyList<SettlementLine> fromTotals)
    {
        var sum = Money.Zero(Payout.Currency);
        foreach (var tally in _payout.Tallies.Where(tally => Settlements.Enters(tally.Rule?.Is ?? LineType.Unknown, Payout.Kind)))
        {
            sum += new Money(checked(tally.Amount + tally.Vat), Payout.Currency);
        }

        foreach (var line in fromTotals.Where(line => Settlements.Enters(line.Type, Payout.Kind)))
        {
            sum += line.Amount + line.Vat;
        }

        return sum;
    }

    private static SettlementLine Rounding(Money left, Money most) => new()
    {
        Key = "total/rounding",
        Type = LineType.Correction,
        ProviderType = "rounding",
        DetailedType = $"rounding, within the provider's tolerance of {most}",
        Amount = left,
        Vat = Money.Zero(left.Currency),
        FromTotal = true,
    };

    /// <summary>A type counts to the first total in the file that claims it, in the mapping's order.</summary>
    private Dictionary<TotalRule, (long Sum, int Count)> SumByTotal()
    {
        var sums = _mapping.Totals.ToDictionary(total => total, _ => (Sum: 0L, Count: 0));
        foreach (var tally in _payout.Tallies.Where(tally => tally.Count > 0))
        {
            if (Claimer(tally, total => total.Rows) is { } rows)
            {
                sums[rows] = (sums[rows].Sum + tally.Amount, sums[rows].Count + tally.Count);
            }

            if (tally.Vat != 0 && Claimer(tally, total => total.VatOf) is { } vat)
            {
                sums[vat] = (sums[vat].Sum + tally.Vat, sums[vat].Count + tally.Count);
            }
        }

        return sums;
    }

    private TotalRule? Claimer(TypeTally tally, Func<TotalRule, IReadOnlyList<string>> claims) =>
        _mapping.Totals.FirstOrDefault(total => Payout.Totals.ContainsKey(total.Column) && (tally.Rule is { } rule && claims(total).Contains(rule.Name)))
        ?? _mapping.Totals.FirstOrDefault(total => Payout.Totals.ContainsKey(total.Column) && tally.Rule is not null && claims(total).Contains(tally.Type));

    private static SettlementLine FromTotal(TotalRule total, Money amount) => new()
    {
        Key = "total/" + total.Column,
        Type = total.Line!.Value,
        ProviderType = total.Column,
        DetailedType = total.Text,
        Amount = amount,
        Vat = Money.Zero(amount.Currency),
        FromTotal = true,
    };

    private void CompareTotals()
    {
        foreach (var (total, (sum, count)) in _sums)
        {
            if (!Payout.Totals.TryGetValue(total.Column, out var stated) || total.Rows.Count + total.VatOf.Count == 0 || (total.Line is not null && count == 0))
            {
                continue;
            }

            var rows = new Money(sum, Payout.Currency);
            if (rows != stated)
            {
                var what = string.Join(", ", total.Rows.Concat(total.VatOf.Select(type => "VAT of " + type)));
                Mismatch(FileMappingErrors.TotalMismatch, total.Column, string.Create(CultureInfo.InvariantCulture,
                    $"the file's total is {stated}, its {count} rows ({what}) sum to {rows}; difference {stated - rows}."), total.At);
            }
        }
    }

    private void CompareSum(Money sum)
    {
        if (Payout.Total is { } total && total != sum)
        {
            Mismatch(FileMappingErrors.OutOfBalance, "total", string.Create(CultureInfo.InvariantCulture,
                $"the {_payout.LineCount} lines sum to {sum}, the provider's total is {total}; difference {total - sum}."), _payout.Rule.Total!.At);
        }
    }

    private void Compare(ControlRule control)
    {
        if (!Payout.Totals.TryGetValue(control.EqualTo, out var stated))
        {
            return;
        }

        var sum = Money.Zero(Payout.Currency);
        foreach (var (sign, column) in control.Terms)
        {
            // Totals are kept signed as they enter the payout; the equation has its own signs over the file's figures.
            var rule = _mapping.Totals.First(total => total.Column == column);
            if (Payout.Totals.TryGetValue(column, out var signed))
            {
                var written = rule.Sign < 0 ? -signed : signed;
                sum += sign < 0 ? -written : written;
            }
        }

        if (sum != stated)
        {
            var absent = control.Terms.Select(term => term.Column).Where(column => !Payout.Totals.ContainsKey(column)).ToList();
            var note = absent.Count == 0 ? "" : $" (not in the file: {string.Join(", ", absent)})";
            Mismatch(FileMappingErrors.ControlMismatch, control.EqualTo, $"{control.Name}: the file says {stated}, its other totals make {sum}{note}; difference {stated - sum}.", control.At);
        }
    }

    private void Mismatch(ErrorCode code, string field, string message, SourcePosition rule) =>
        _mismatches.Add(new(code, $"{message.TrimEnd('.')}; rule: {rule}.", _payout.At with { Record = "payout " + _payout.Reference }, field));
}
