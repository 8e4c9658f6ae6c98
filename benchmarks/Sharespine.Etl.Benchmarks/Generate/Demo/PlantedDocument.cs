using Sharespine.Etl.Benchmarks.Generate.Klarna;
using Sharespine.Etl.Benchmarks.Generate.Providers;
using Sharespine.Etl.Benchmarks.Generate.Shop;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Benchmarks.Generate.Demo;

/// <summary>Writes the table of planted trouble for people: what, where, how much, and what the program must say.</summary>
public static class PlantedDocument
{
    public static void Write(string path, DemoMonth month, IReadOnlyList<PayoutFile> files, Truth truth, IReadOnlyList<TrueProvider> others)
    {
        using var text = KlarnaFile.Open(path);
        text.WriteLine("# What is planted in the demo month");
        text.WriteLine();
        text.WriteLine("Made together with the files and therefore true of them; `truth.json` says the same for a program, for every line and entry.");
        text.WriteLine($"The night that reads them is {SwedishTime.IsoText(DemoMonth.AsOf)}; the ledger holds vouchers up to {SwedishTime.IsoText(DemoMonth.BookedThrough)}.");
        Table(text, "The shop and Klarna", Orders(month, truth).Concat(Payouts(month, files)).Append(Waiting(truth)));
        foreach (var other in others)
        {
            Table(text, other.Provider.Name, PlantedAtProvider.Rows(other));
        }
    }

    private static void Table(StreamWriter text, string title, IEnumerable<(string What, string Where, string Amounts, string Says)> rows)
    {
        text.WriteLine();
        text.WriteLine($"## {title}");
        text.WriteLine();
        text.WriteLine("| What | Where | Amounts | What the program must say |");
        text.WriteLine("|---|---|---|---|");
        foreach (var row in rows)
        {
            text.WriteLine($"| {row.What} | {row.Where} | {row.Amounts} | {row.Says} |");
        }
    }

    private static IEnumerable<(string What, string Where, string Amounts, string Says)> Orders(DemoMonth month, Truth truth) =>
        from order in month.Orders
        let says = Says(order.Request.Role)
        where says is not null
        orderby order.Request.Role
        select (says.Value.What, Where(order, truth), Amount(order, truth), says.Value.Says);

    private static string Where(ShopOrder order, Truth truth)
    {
        var payouts = truth.Lines.Where(line => line.Row.Order == order.Number && IsShown(line)).Select(line => line.Payout.Reference).Distinct().ToList();
        var vouchers = truth.Entries.Where(entry => entry.Voucher.Order == order.Number).Select(entry => entry.Voucher.Name).ToList();
        return $"order {order.Number}" + Listed("; payout ", payouts) + Listed("; voucher ", vouchers);
    }

    private static string Amount(ShopOrder order, Truth truth)
    {
        var rows = truth.Lines.Where(line => line.Row.Order == order.Number && IsShown(line));
        var settled = rows.Select(line => $"{line.Row.Type} {Amounts.Text(line.Row.Amount)}{(line.Row.Vat == 0 ? "" : $" and VAT {Amounts.Text(line.Row.Vat)}")}");
        var booked = truth.Entries.Where(entry => entry.Voucher.Order == order.Number).Select(entry => $"booked {Amounts.Text(entry.Amount)}");
        return $"{order.Currency} {Amounts.Text(order.Total)}" + Listed("; ", [.. settled, .. booked]);
    }

    /// <summary>Fees of captures are everywhere and left out.</summary>
    private static bool IsShown(TrueLine line) => line.Row.Type != "FEE" || line.Row.DetailedType == "EXTEND_DUE_DATE_FEE";

    private static string Listed(string lead, List<string> items) => items.Count == 0 ? "" : lead + string.Join(", ", items);

    private static (string What, string Says)? Says(Role role) => role switch
    {
        Role.UnknownTaxRate => ("A line's tax rate id has no tax line", "the order is rejected: its VAT rate is not known"),
        Role.UnknownCurrency => ("Currency \"SE\"", "the order is rejected: no such currency"),
        Role.MissingInLedger => ("Settled and never booked", nameof(Disposition.MissingInLedger)),
        Role.BookedTwice => ("One sale booked twice", $"the line is {nameof(Disposition.Matched)} with the first voucher, the second voucher is {nameof(Disposition.Duplicate)}"),
        Role.OffByOre => ("Booked 2 öre too low", $"{nameof(Disposition.MatchedWithRounding)}, 0.02"),
        Role.OffByForty => ("Booked 40 kronor too low", $"{nameof(Disposition.MatchedWithDifference)}, 40.00"),
        Role.LateRefund => ("Refund in a later payout than its sale", $"both {nameof(Disposition.Matched)}, each with its own voucher"),
        Role.PartialSamePayout => ("Captured in two parts, one payout", $"both lines {nameof(Disposition.Matched)} with the same voucher"),
        Role.PartialTwoPayouts => ("Captured in two parts, two payouts", $"both lines {nameof(Disposition.Matched)} with the same voucher"),
        Role.PartialStillOpen => ("Captured in two parts, the second paid in November", $"the line is {nameof(Disposition.Matched)}, the voucher {nameof(Disposition.PartiallySettled)}"),
        Role.PrefixedReference => ("Reference with # in front", $"{nameof(Disposition.Matched)} by normalised reference"),
        Role.SuffixedReference => ("Reference with -1 behind", $"{nameof(Disposition.Matched)} by normalised reference"),
        Role.Ambiguous => ("Two equal amounts on one day, no reference", $"{nameof(Disposition.Ambiguous)}, lines and vouchers; never picked"),
        Role.WrongCurrency => ("Euro amount booked as kronor", $"{nameof(Disposition.WrongCurrency)}: the implied rate is 1"),
        Role.NeverSettled => ("Booked and never settled, beyond the payout delay", nameof(Disposition.MissingInSettlement)),
        Role.PaymentDefault => ("Return made by the provider, no credit in the books", $"the sale is {nameof(Disposition.Matched)}, the return {nameof(Disposition.MissingInLedger)}"),
        Role.LateFee => ("Fee with VAT in a later payout, without a sale", $"{nameof(Disposition.Fee)}, VAT on 2641"),
        Role.JustAfterMidnight => ("Captured 00:30 Swedish time: the day before at the provider", $"{nameof(Disposition.Matched)}; booked the day the payout is made"),
        Role.TwoRefunds => ("Two refunds on one order, one of them an amount without lines", $"the one with lines is its own credit, the one without is held (its VAT is not known); where the provider paid, each line {nameof(Disposition.Matched)}"),
        Role.AmountOnlyRefund => ("Refund of an amount without lines", $"the credit is held (its VAT is not known); the settlement line {nameof(Disposition.Matched)}"),
        _ => null,
    };

    private static IEnumerable<(string What, string Where, string Amounts, string Says)> Payouts(DemoMonth month, IReadOnlyList<PayoutFile> files)
    {
        foreach (var payout in month.Payouts.Where(payout => payout.Error != 0))
        {
            yield return ("A payout that does not sum", $"payout {payout.Reference}",
                $"rows {Amounts.Text(payout.Net)}, stated {Amounts.Text(payout.Total)}", $"out of balance by {Amounts.Text(payout.Error)}; nothing of it is posted");
        }

        foreach (var payout in month.Payouts.Where(payout => payout.IsBookedByHand))
        {
            var voucher = month.Vouchers.Single(voucher => voucher.Text.Contains(payout.Reference, StringComparison.Ordinal));
            yield return ("A payout booked by hand", $"payout {payout.Reference}; voucher {voucher.Name}",
                $"net {Amounts.Text(payout.Total)}", $"{nameof(Disposition.AlreadyBooked)}; never posted again");
        }

        foreach (var file in files.Where(file => file.IsResent))
        {
            yield return ("A payout sent again with other columns", $"payout {file.Payout.Reference}; file {file.Name}",
                $"net {Amounts.Text(file.Payout.Total)}", "the same payout; no line counts twice");
        }

        foreach (var file in files.Where(file => file.Layout == "default"))
        {
            yield return ("Default columns: VAT on fees only as a total", $"payout {file.Payout.Reference}; file {file.Name}",
                $"VAT {Amounts.Text(file.Payout.FeeVat)}", "in balance, the VAT from the total as a line of its own");
        }

        foreach (var payout in month.Payouts.Where(payout => payout.Currency != "SEK"))
        {
            yield return ("Paid in euro, and the booking rules have no clearing account for it", $"payout {payout.Reference}",
                $"{payout.Currency} {Amounts.Text(payout.Total)}", "matched, and held with an exception");
        }

        foreach (var payout in month.Payouts.Where(payout => payout.Other != 0))
        {
            yield return ("Money kept back, and given back", $"payout {payout.Reference}", Amounts.Text(payout.Other), nameof(Disposition.BalanceMovement));
        }
    }

    private static (string What, string Where, string Amounts, string Says) Waiting(Truth truth)
    {
        var waiting = truth.Entries.Where(entry => entry.Disposition == Disposition.Waiting).ToList();
        return ("Captured on the last days, paid in November", $"{Amounts.Number(waiting.Count)} vouchers: {string.Join(", ", waiting.Select(entry => entry.Voucher.Name))}",
            $"booked {Amounts.Text(waiting.Sum(entry => entry.Amount))}", nameof(Disposition.Waiting));
    }
}
