using System.Globalization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>A payout while its bank line is looked for.</summary>
internal sealed class PayoutAtBank(BankPayout data)
{
    public BankPayout Data { get; } = data;

    public Money Paid => Data.Paid;

    /// <summary>Lines that name it, in order.</summary>
    public List<LineAtBank> Named { get; } = [];

    public BankVerdict? Verdict { get; set; }

    public bool IsOpen => Verdict is null;
}

/// <summary>A bank line while it is matched.</summary>
internal sealed class LineAtBank(BankCandidate data)
{
    public BankCandidate Data { get; } = data;

    public BankLine Line => Data.Line;

    /// <summary>Payouts whose reference it names, in order.</summary>
    public List<PayoutAtBank> Names { get; } = [];

    public bool ShowsProvider { get; init; }

    public bool IsTaken { get; set; }

    /// <summary>Wanted by a payout that cannot choose.</summary>
    public bool IsContested { get; set; }
}

/// <summary>All payouts and lines in their natural order, and the one place where a line is given to a payout.</summary>
internal sealed class BankBoard
{
    /// <summary>The bank may date a line somewhat before the provider does, never by weeks.</summary>
    private const int DaysEarly = 7;
    private const int DaysLate = 366;

    private readonly List<BankAllocation> _allocations = [];

    public BankBoard(BankInput input, BankRules rules)
    {
        (Input, Rules) = (input, rules);
        Payouts = [.. input.Payouts.Select(payout => new PayoutAtBank(payout))
            .OrderBy(payout => payout.Data.Date)
            .ThenBy(payout => payout.Data.Reference, StringComparer.Ordinal)
            .ThenBy(payout => payout.Data.MerchantId, StringComparer.Ordinal)
            .ThenBy(payout => payout.Data.Id)];
        Lines = [.. input.Lines.Where(line => line.Line.Amount.Minor != 0 && !rules.IsOurs(line.Line))
            .Select(line => new LineAtBank(line) { ShowsProvider = rules.ShowsProvider(line.Line) })
            .OrderBy(line => line.Line.Date)
            .ThenBy(line => line.Data.Account, StringComparer.Ordinal)
            .ThenBy(line => line.Line.Key, StringComparer.Ordinal)
            .ThenBy(line => line.Data.Id)];
        Name();
    }

    public BankInput Input { get; }

    public BankRules Rules { get; }

    public IReadOnlyList<PayoutAtBank> Payouts { get; }

    public IReadOnlyList<LineAtBank> Lines { get; }

    public IEnumerable<PayoutAtBank> OpenPayouts => Payouts.Where(payout => payout.IsOpen);

    /// <summary>In payout order.</summary>
    public IReadOnlyList<BankAllocation> Allocations
    {
        get
        {
            var order = Payouts.Select((payout, index) => (payout.Data.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index);
            return [.. _allocations.OrderBy(allocation => order[allocation.PayoutId])];
        }
    }

    public static bool IsPlausible(BankPayout payout, BankLine line) => line.Date >= payout.Date.AddDays(-DaysEarly) && line.Date <= payout.Date.AddDays(DaysLate);

    /// <summary>Gives lines whole to a payout that they pay in full.</summary>
    public void Pay(PayoutAtBank payout, IReadOnlyList<LineAtBank> lines, string rule)
    {
        payout.Verdict = new(payout.Data.Id, BankStatus.Paid, Reason.None, 0, []);
        foreach (var line in lines)
        {
            line.IsTaken = true;
            _allocations.Add(new(payout.Data.Id, line.Data.Id, lines.Count == 1 ? payout.Paid.Minor : line.Line.Amount.Minor, line.Line.Amount.Minor, rule));
        }
    }

    /// <summary>One line for several payouts that sum to it.</summary>
    public void Share(LineAtBank line, IReadOnlyList<PayoutAtBank> payouts, string rule)
    {
        line.IsTaken = true;
        foreach (var payout in payouts)
        {
            payout.Verdict = new(payout.Data.Id, BankStatus.Paid, Reason.None, 0, []);
            _allocations.Add(new(payout.Data.Id, line.Data.Id, payout.Paid.Minor, payout.Paid.Minor, rule));
        }
    }

    /// <summary>The lines name the payout, and their amount is another: named with both figures.</summary>
    public void Differ(PayoutAtBank payout, IReadOnlyList<LineAtBank> lines)
    {
        var isSame = lines.All(line => line.Line.Amount.Currency == payout.Paid.Currency);
        var difference = isSame ? lines.Sum(line => line.Line.Amount.Minor) - payout.Paid.Minor : 0;
        payout.Verdict = new(payout.Data.Id, BankStatus.AmountDiffers, Reason.BankAmountDiffers, difference, [payout.Paid.ToString(), .. lines.Select(Say)]);
        foreach (var line in lines)
        {
            line.IsTaken = true;
            _allocations.Add(new(payout.Data.Id, line.Data.Id, isSame ? line.Line.Amount.Minor : 0, line.Line.Amount.Minor, BankRuleNames.Differs));
        }
    }

    /// <summary>A line that names several payouts which do not sum to it: each its own, what differs stands on the last and is told of all.</summary>
    public void DifferTogether(LineAtBank line, IReadOnlyList<PayoutAtBank> payouts)
    {
        line.IsTaken = true;
        var left = line.Line.Amount.Minor;
        var isSame = payouts.All(payout => payout.Paid.Currency == line.Line.Amount.Currency);
        var difference = isSame ? left - payouts.Sum(payout => payout.Paid.Minor) : 0;
        List<string> related = [string.Join(" + ", payouts.Select(payout => payout.Paid.ToString())), Say(line)];
        foreach (var payout in payouts)
        {
            // A line cannot give more than it has, nor in the other direction.
            var share = payout == payouts[^1] ? left : isSame ? Between(payout.Paid.Minor, left) : 0;
            left -= share;
            payout.Verdict = new(payout.Data.Id, BankStatus.AmountDiffers, Reason.BankAmountDiffers, difference, related);
            _allocations.Add(new(payout.Data.Id, line.Data.Id, isSame ? share : 0, share, BankRuleNames.Differs));
        }
    }

    public static void BeAmbiguous(PayoutAtBank payout, IReadOnlyList<LineAtBank> lines)
    {
        payout.Verdict = new(payout.Data.Id, BankStatus.Ambiguous, Reason.BankAmbiguous, 0, [.. lines.Select(Say)]);
        foreach (var line in lines)
        {
            line.IsContested = true;
        }
    }

    /// <summary>"475.00 SEK 2026-11-04 (B 12)".</summary>
    public static string Say(LineAtBank line) => string.Create(CultureInfo.InvariantCulture, $"{line.Line.Amount} {line.Line.Date:yyyy-MM-dd} ({line.Line.Label})");

    private static long Between(long wanted, long left) => left >= 0 ? Math.Clamp(wanted, 0, left) : Math.Clamp(wanted, left, 0);

    private void Name()
    {
        var references = new PayoutReferences(Payouts.Select(payout => payout.Data.Reference));
        var byReference = Payouts.ToLookup(payout => PayoutReferences.Plain(payout.Data.Reference), StringComparer.Ordinal);
        foreach (var line in Lines)
        {
            var named = line.Line.Texts.SelectMany(references.In).Distinct(StringComparer.Ordinal).SelectMany(reference => byReference[reference])
                .Where(payout => IsPlausible(payout.Data, line.Line)).ToHashSet();
            if (named.Count == 0)
            {
                continue;
            }

            // In payout order, whatever the texts' order.
            foreach (var payout in Payouts.Where(named.Contains))
            {
                line.Names.Add(payout);
                payout.Named.Add(line);
            }
        }
    }
}
