using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Benchmarks.Generate.Shop;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Benchmarks.Generate.Providers;

/// <summary>Nexi Checkout pays cards and Swish by week, one week in euro to the account in kronor. Sales are booked by voucher.</summary>
public sealed class NexiMonth(ulong seed)
{
    private const int FirstOrder = 30001;

    private static readonly (string Reference, int Day, string Currency)[] Schedule =
        [("NX0012041", 6, "SEK"), ("NX0012042", 13, "SEK"), ("NX0012043", 20, "EUR"), ("NX0012044", 27, "SEK")];

    private readonly List<ProviderRow> _rows = [];

    public static ProviderMonth Make(ulong seed) => new NexiMonth(seed).Make();

    private ProviderMonth Make() => new()
    {
        Name = "Nexi",
        Connection = "nexi-se",
        Mapping = "nexi.payouts-api",
        Books = Books,
        Payouts = [.. Schedule.Select((_, index) => Payout(index))],
        Unsettled = [Charge(new(2026, 10, 8), 84500, "SEK", Role.NeverSettled), Charge(new(2026, 10, 29), 37900, "SEK", Role.None), Charge(new(2026, 10, 30), 119900, "SEK", Role.None)],
    };

    private static readonly ProviderBooks Books = new()
    {
        Series = "N",
        Account = ChartOfAccounts.Nexi,
        Clearing = ChartOfAccounts.NexiClearing,
        ForeignClearing = ChartOfAccounts.EuroClearing,
        Text = row => $"{(row.Amount > 0 ? "Order" : "Kredit order")} {row.Order}",
        BankText = payout => $"Insättning NEXI CHECKOUT {payout.Reference}",
    };

    private ProviderPayout Payout(int index)
    {
        var (reference, day, currency) = Schedule[index];
        var date = new DateOnly(2026, 10, day);
        var random = SplitMix64.For(seed, (ulong)(600_000 + index));
        var rows = new List<ProviderRow>();
        for (var count = random.Between(6, 8); count > 0; count--)
        {
            rows.Add(Charge(date.AddDays(-random.Between(2, 5)), currency == "EUR" ? random.Between(19, 149) * 100 + 90 : random.Between(12, 190) * 1000, currency, Role.None));
        }

        rows.AddRange(Planted(index, date));
        return new()
        {
            Reference = reference,
            FileName = reference + ".json",
            Currency = currency,
            Date = date,
            Rows = rows,
            Error = index == 3 ? -25000 : 0,
            IsOutOfBalance = index == 3,
            BankShort = index == 1 ? 2500 : 0,
        };
    }

    private IEnumerable<ProviderRow> Planted(int index, DateOnly date) => index switch
    {
        0 => [Charge(date.AddDays(-2), 64900, "SEK", Role.MissingInLedger), Charge(date.AddDays(-2), 112000, "SEK", Role.BookedTwice), Refund(_rows[0], 8000, date.AddDays(-1))],
        1 => [Charge(date.AddDays(-3), 158000, "SEK", Role.OffByForty), _rows[1] with { Role = Role.SettledTwice }, Adjustment(date)],
        2 => [Refund(_rows[^2], 2000, date.AddDays(-1))],
        _ => [],
    };

    private ProviderRow Charge(DateOnly date, long amount, string currency, Role role)
    {
        var row = new ProviderRow
        {
            Word = "CHARGE",
            Type = LineType.Sale,
            Method = (_rows.Count % 4) switch { 0 => "MasterCard", 3 => "Swish", _ => "Visa" },
            Amount = amount,
            Currency = currency,
            Date = date,
            Order = Amounts.Number(FirstOrder + _rows.Count),
            Serial = _rows.Count,
            Fees = [new("FEE", Amounts.Percent(amount, 1.4m) + (currency == "EUR" ? 10 : 100))],
            Role = role,
        };
        _rows.Add(row);
        return row;
    }

    private ProviderRow Refund(ProviderRow sale, long amount, DateOnly date)
    {
        var row = sale with { Word = "REFUND", Type = LineType.Return, Amount = -amount, Date = date, Serial = _rows.Count, Fees = [new("FEE", sale.Currency == "EUR" ? 10 : 100)], Role = Role.LineRefund };
        _rows.Add(row);
        return row;
    }

    /// <summary>Planted: an action that the mapping does not know.</summary>
    private ProviderRow Adjustment(DateOnly date)
    {
        var row = new ProviderRow { Word = "ADJUSTMENT", Type = LineType.Unknown, Method = "", Amount = 5000, Date = date.AddDays(-1), Serial = _rows.Count, Role = Role.UnknownAction };
        _rows.Add(row);
        return row;
    }
}
