using System.Text.RegularExpressions;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>
/// Entries that are settlements already: our own vouchers come back in the ledger, and payouts that somebody else booked.
/// A payout found booked is never posted again.
/// </summary>
internal static partial class SettlementRecognition
{
    public static (IReadOnlyList<BookedPayout> Booked, IReadOnlyList<long> Possibly) Run(Board board)
    {
        Own(board);
        var vouchers = ByVoucher(board, EntryClass.SettlementByOthers);
        var booked = new List<BookedPayout>();
        var known = board.Input.Payouts.ToLookup(payout => payout.Reference, StringComparer.OrdinalIgnoreCase);
        vouchers.RemoveAll(voucher => TryByDecision(board, voucher, booked));
        var unnamed = vouchers.Where(voucher => !TryByName(board, voucher, known, booked)).ToList();
        return (booked, ByAmount(board, unnamed, booked));
    }

    private static void Own(Board board)
    {
        var seen = new HashSet<string>(board.Input.RecognisedVouchers);
        foreach (var voucher in ByVoucher(board, EntryClass.SettlementByUs))
        {
            var reference = voucher[0].Data.OwnVoucher!;
            if (!board.Input.OwnVouchers.Contains(reference))
            {
                continue;
            }

            if (seen.Add(reference))
            {
                voucher.ForEach(entry => board.Close(entry, AllocationKind.Recognition, null, entry.Entry.Date, MatchRuleNames.OwnVoucher));
            }
            else
            {
                voucher.ForEach(entry => entry.Verdict = new(entry.Data.Id, Disposition.Duplicate, Reason.OwnVoucherTwice, [reference]));
            }
        }
    }

    /// <summary>A person said which payout the voucher books.</summary>
    private static bool TryByDecision(Board board, List<OpenEntry> voucher, List<BookedPayout> booked)
    {
        var part = board.Input.Manual.FirstOrDefault(part => part.PayoutId is not null && part.LineId is null && voucher.Exists(entry => entry.Data.Id == part.EntryId));
        if (part is null || !board.Payouts.TryGetValue(part.PayoutId!.Value, out var payout) || IsBooked(payout, booked))
        {
            return false;
        }

        Book(board, voucher, [payout], booked, part.ResolutionId);
        return true;
    }

    private static bool TryByName(Board board, List<OpenEntry> voucher, ILookup<string, MatchPayout> known, List<BookedPayout> booked)
    {
        var named = voucher
            .SelectMany(entry => new[] { entry.Entry.VoucherText, entry.Entry.RowText })
            .SelectMany(text => Word().Matches(text).Select(match => match.Value))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .SelectMany(word => known[word])
            .Distinct()
            .OrderBy(payout => payout.Reference, StringComparer.Ordinal)
            .ToList();
        if (named.Count == 0)
        {
            return false;
        }

        if (named.Any(payout => IsBooked(payout, booked)))
        {
            var related = named.Select(payout => payout.Reference).ToList();
            voucher.ForEach(entry => entry.Verdict = new(entry.Data.Id, Disposition.Duplicate, Reason.PayoutBookedTwice, related));
            return true;
        }

        Book(board, voucher, named, booked);
        return true;
    }

    /// <summary>Bank vouchers of a payout's amount soon after its date. When it fits several, none of them may be posted.</summary>
    private static List<long> ByAmount(Board board, List<List<OpenEntry>> vouchers, List<BookedPayout> booked)
    {
        var fits = vouchers
            .Where(voucher => voucher.All(entry => board.Rules.IsBank(entry.Entry.CounterAccounts)))
            .Select(voucher => (voucher, payouts: board.Input.Payouts.Where(payout => !IsBooked(payout, booked) && Fits(board, voucher, payout)).ToList()))
            .Where(pair => pair.payouts.Count > 0)
            .ToList();
        var vouchersOf = fits.SelectMany(pair => pair.payouts).GroupBy(payout => payout.Id).ToDictionary(group => group.Key, group => group.Count());
        var possibly = new SortedSet<long>();
        foreach (var (voucher, payouts) in fits)
        {
            if (payouts is [var only] && vouchersOf[only.Id] == 1)
            {
                Book(board, voucher, payouts, booked);
                continue;
            }

            var related = payouts.Select(payout => payout.Reference).Order(StringComparer.Ordinal).ToList();
            voucher.ForEach(entry => entry.Verdict = new(entry.Data.Id, Disposition.Ambiguous, Reason.SeveralCandidates, related));
            possibly.UnionWith(payouts.Select(payout => payout.Id));
        }

        return [.. possibly];
    }

    private static bool Fits(Board board, List<OpenEntry> voucher, MatchPayout payout)
    {
        var amount = -voucher.Sum(entry => entry.Open);
        var date = voucher[0].Entry.Date;
        return amount > 0
            && voucher[0].Currency == payout.Paid.Currency
            && (amount == payout.Paid.Minor || amount == payout.Receivable.Minor)
            && date >= payout.Date
            && date <= payout.Date.AddDays(board.Rules.Settings.BankDays);
    }

    private static void Book(Board board, List<OpenEntry> voucher, List<MatchPayout> payouts, List<BookedPayout> booked, long? resolutionId = null)
    {
        // A voucher of several payouts gives each its own; what differs stands on the last.
        var left = -voucher.Sum(entry => entry.Open);
        foreach (var payout in payouts)
        {
            var share = payout == payouts[^1] ? left : payout.Receivable.Minor;
            left -= share;
            booked.Add(new(payout.Id, voucher[0].Entry.Voucher, share, voucher[0].Entry.Date));
            board.BookedByOthersOn[payout.Id] = voucher[0].Entry.Date;
        }

        voucher.ForEach(entry => board.Close(entry, AllocationKind.Recognition, payouts[0].Id, entry.Entry.Date, resolutionId is null ? MatchRuleNames.BookedByOthers : MatchRuleNames.Manual, null, resolutionId));
    }

    private static bool IsBooked(MatchPayout payout, List<BookedPayout> booked) =>
        payout.IsPosted || payout.BookedVoucher is not null || booked.Exists(other => other.PayoutId == payout.Id);

    /// <summary>Rows of one voucher together, in ledger order.</summary>
    private static List<List<OpenEntry>> ByVoucher(Board board, EntryClass wanted) =>
        [.. board.Entries
            .Where(entry => entry.Data.Class == wanted && entry.Open != 0 && !entry.Data.IsIgnored)
            .GroupBy(entry => (entry.Entry.Company, entry.Entry.FiscalYearStart, entry.Entry.Series, entry.Entry.VoucherNumber, entry.Data.OwnVoucher))
            .Select(group => group.ToList())];

    [GeneratedRegex(@"[\p{L}\d_-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
