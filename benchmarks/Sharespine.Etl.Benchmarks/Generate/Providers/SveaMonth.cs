using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Benchmarks.Generate.Shop;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Benchmarks.Generate.Providers;

/// <summary>
/// Svea pays by day: invoices, part payments and cards. Each sale is an invoice in the customer ledger, so a payout settles
/// invoices by customer payments.
/// </summary>
public sealed class SveaMonth(ulong seed)
{
    public const int Client = 58702;
    private const int FirstOrder = 20001;
    private const int FirstInvoice = 41001;

    private static readonly int[] Days = [2, 6, 8, 9, 13, 15, 20, 22, 27, 29];

    private readonly List<ProviderRow> _sold = [];

    public static ProviderMonth Make(ulong seed) => new SveaMonth(seed).Make();

    private ProviderMonth Make()
    {
        var payouts = new List<ProviderPayout>();
        for (var index = 0; index < Days.Length; index++)
        {
            payouts.Add(Payout(index, payouts.LastOrDefault()?.ClosingDebt ?? 0));
        }

        return new()
        {
            Name = "Svea",
            Connection = "svea-se",
            Mapping = "svea.report-v2",
            Books = Books,
            Payouts = payouts,
            Unsettled =
            [
                Sale(new(2026, 10, 6), "Invoice", 189500, Role.NeverSettled),
                Sale(new(2026, 10, 30), "Invoice", 74900, Role.None),
                Sale(new(2026, 10, 31), "PaymentPlan", 429900, Role.None),
            ],
        };
    }

    /// <summary>The text names invoice and order; the invoice's number follows from the order's.</summary>
    private static readonly ProviderBooks Books = new()
    {
        Series = "F",
        Account = ChartOfAccounts.Svea,
        Clearing = ChartOfAccounts.SveaClearing,
        Text = row => $"{(row.Amount > 0 ? "Faktura" : "Kreditfaktura")} {Amounts.Number(FirstInvoice + row.Serial)} order {row.Order}",
        BankText = _ => "Insättning SVEA BANK AB",
    };

    private ProviderPayout Payout(int index, long openingDebt)
    {
        var date = new DateOnly(2026, 10, Days[index]);
        var random = SplitMix64.For(seed, (ulong)(500_000 + index));
        var rows = new List<ProviderRow>();
        for (var count = index == 7 ? 0 : random.Between(3, 5); count > 0; count--)
        {
            var method = random.Next(100) switch { < 50 => "Invoice", < 75 => "PaymentPlan", _ => "Card" };
            rows.Add(Sale(date.AddDays(-random.Between(2, 4)), method, random.Between(9, 420) * 1000 + (random.Chance(30) ? 50 : 0), Role.None));
        }

        rows.AddRange(Planted(index, date));
        var payout = new ProviderPayout
        {
            Reference = $"{Amounts.Number(Client)}-{SwedishTime.IsoText(date)}-SEK",
            FileName = $"{SwedishTime.IsoText(date)}.json",
            Date = date,
            Rows = rows,
            OpeningDebt = openingDebt,
            Withheld = index switch { 2 => 100000, 5 => -100000, _ => 0 },
            Error = index switch { 4 => 2, 9 => 1500, _ => 0 },
            IsOutOfBalance = index == 9,
            BankShort = index == 6 ? null : 0,
        };
        return payout.Total < 0 ? payout with { ClosingDebt = -payout.Total } : payout;
    }

    private IEnumerable<ProviderRow> Planted(int index, DateOnly date) => index switch
    {
        0 => [Sale(date.AddDays(-1), "Invoice", 129900, Role.MissingInLedger)],
        1 => [Sale(date.AddDays(-3), "Card", 56000, Role.SuffixedReference), Sale(date.AddDays(-3), "Invoice", 239500, Role.BookedTwice)],
        3 => [Sale(date.AddDays(-2), "Invoice", 348000, Role.OffByForty), Sale(date.AddDays(-2), "PaymentPlan", 612500, Role.OffByOre)],
        4 => [Credit(_sold[1], _sold[1].Amount / 2000 * 1000, date.AddDays(-1)), Other("Kickback", LineType.Commission, 45000, date, "Kickback september", Role.Kickback)],
        5 => [Other("Manual", LineType.Correction, -12500, date, "Justering enligt överenskommelse", Role.ManualRow)],
        6 => [Sale(date.AddDays(-2), "Invoice", 98000, Role.UnknownFee)],
        // Nothing but a large return: the day ends in debt.
        7 => [Credit(_sold.First(row => row.Role == Role.OffByOre), 612500, date.AddDays(-1))],
        _ => [],
    };

    private ProviderRow Sale(DateOnly date, string method, long amount, Role role)
    {
        var row = new ProviderRow
        {
            Word = "Order",
            Type = LineType.Sale,
            Method = method,
            Amount = amount,
            Date = date,
            Order = Amounts.Number(FirstOrder + _sold.Count),
            Serial = _sold.Count,
            Fees = [Fee(method, amount), .. role == Role.UnknownFee ? [new ProviderFee("Climate", 500, IsKnown: false)] : Array.Empty<ProviderFee>()],
            Role = role,
        };
        _sold.Add(row);
        return row;
    }

    /// <summary>Invoice fees have VAT, part payments and cards are exempt.</summary>
    private static ProviderFee Fee(string method, long amount) => method switch
    {
        "Invoice" => new("Credit", Amounts.Percent(amount, 1.5m), Amounts.Percent(Amounts.Percent(amount, 1.5m), 25m)),
        "PaymentPlan" => new("Credit", Amounts.Percent(amount, 2m)),
        _ => new("Credit", Amounts.Percent(amount, 1.2m)),
    };

    private ProviderRow Credit(ProviderRow sale, long amount, DateOnly date)
    {
        var row = sale with { Word = "Credit", Type = LineType.Return, Amount = -amount, Date = date, Serial = _sold.Count, Fees = [], Role = Role.LineRefund };
        _sold.Add(row);
        return row;
    }

    private ProviderRow Other(string word, LineType type, long amount, DateOnly date, string comment, Role role)
    {
        var row = new ProviderRow { Word = word, Type = type, Method = "Admin", Amount = amount, Date = date, Serial = _sold.Count, Comment = comment, Role = role };
        _sold.Add(row);
        return row;
    }
}
