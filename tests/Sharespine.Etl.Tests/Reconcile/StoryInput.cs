using System.Globalization;
using System.Text.RegularExpressions;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>Makes payouts, ledger entries and settings of a story's lines.</summary>
internal static class StoryInput
{
    public const string Company = "556677-8899";

    // settled K1 2026-11-03 total=… currency=EUR gross
    public static Payout Payout(Block block)
    {
        var words = block.Head.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var options = Story.Options(block.Head);
        var currency = options.GetValueOrDefault("currency", "SEK");
        var lines = block.Lines.Select((line, index) => Line(line, index + 2, currency)).ToList();
        var payout = new Payout
        {
            Reference = words[1],
            MerchantId = "M1",
            Currency = Currency.Parse(currency),
            Date = Story.Date(words[2]),
            Kind = words.Contains("gross") ? SettlementKind.Gross : words.Contains("gross-fee") ? SettlementKind.GrossFee : SettlementKind.Net,
            Lines = lines,
        };
        return payout with { Total = options.TryGetValue("total", out var total) ? Story.Amount(total, currency) : Settlements.Net(payout) };
    }

    // sale 1001 500.00 capture=c1 on=2026-11-02
    private static SettlementLine Line(string text, int fileLine, string currency)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var options = Story.Options(text);
        return new()
        {
            Key = options.GetValueOrDefault("key") ?? $"{words[0]}/{words[1]}/{options.GetValueOrDefault("capture")}{options.GetValueOrDefault("refund")}{options.GetValueOrDefault("nr")}",
            FileLine = fileLine,
            Type = Enum.Parse<LineType>(words[0].Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
            ProviderType = words[0].ToUpperInvariant(),
            DetailedType = options.GetValueOrDefault("detail", ""),
            Amount = Story.Amount(words[2], currency),
            Vat = Story.Amount(options.GetValueOrDefault("vat", "0"), currency),
            VatRate = options.ContainsKey("vat") ? 25m : null,
            OrderReference = words[1] == "-" ? null : words[1],
            OtherReferences = options.TryGetValue("other", out var other) ? other.Split(',') : [],
            ProviderOrderId = options.GetValueOrDefault("id"),
            CaptureId = options.GetValueOrDefault("capture"),
            RefundId = options.GetValueOrDefault("refund"),
            SaleDate = options.TryGetValue("sold", out var sold) ? Story.Date(sold) : null,
            EventDate = options.TryGetValue("on", out var on) ? Story.Date(on) : null,
            PaymentMethod = options.GetValueOrDefault("method"),
            FromTotal = words[0] == "fee-vat",
        };
    }

    // 1001 2026-11-02 500.00 method=Klarna voucher="A 1" id=c1
    public static ListedOrder Listed(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var options = Story.Options(text);
        return new()
        {
            Key = "",
            Number = words[0],
            Date = Story.Date(words[1]),
            Amount = Story.Amount(words[2], "SEK"),
            PaymentMethod = options.GetValueOrDefault("method"),
            ProviderReference = options.GetValueOrDefault("id"),
            Voucher = options.GetValueOrDefault("voucher"),
        };
    }

    // A 1 2026-11-01 500.00 3001,2611 "Order 1001" doc=50.00EUR
    public static LedgerEntry Entry(string text, string account, int fiscalMonth = 1)
    {
        var match = Regex.Match(text, @"^(?<series>\S+) (?<number>\S+) +(?<date>\S+) +(?<amount>\S+) +(?<counter>\S+) +""(?<text>[^""]*)""(?<options>.*)$");
        Assert.True(match.Success, $"not a booked line: {text}");
        var options = Story.Options(match.Groups["options"].Value);
        var date = Story.Date(match.Groups["date"].Value);
        return new()
        {
            Company = Company,
            FiscalYearStart = YearOf(date, fiscalMonth),
            Series = match.Groups["series"].Value,
            VoucherNumber = match.Groups["number"].Value,
            Row = int.Parse(options.GetValueOrDefault("row", "1"), CultureInfo.InvariantCulture),
            Account = account,
            Date = date,
            Amount = Story.Amount(match.Groups["amount"].Value, "SEK"),
            DocumentAmount = options.TryGetValue("doc", out var document) ? Story.Amount(document[..^3], document[^3..]) : null,
            VoucherText = match.Groups["text"].Value,
            CounterAccounts = match.Groups["counter"].Value.Split(','),
        };
    }

    /// <summary>The first day of the fiscal year that the day is in.</summary>
    public static DateOnly YearOf(DateOnly day, int month) => new(day.Month >= month ? day.Year : day.Year - 1, month, 1);

    /// <summary>The ledger as one export per fiscal year, each year's opening the closing of the one before.</summary>
    public static IReadOnlyList<LedgerSnapshot> Snapshots(IReadOnlyList<LedgerEntry> entries, decimal opening, DateOnly coversTo, string account = "1580", int fiscalMonth = 1)
    {
        var snapshots = new List<LedgerSnapshot>();
        var balance = Money.Exact(opening, Currency.Sek);
        var last = YearOf(coversTo, fiscalMonth);
        for (var year = entries.Count == 0 ? last : entries.Min(entry => entry.FiscalYearStart); year <= last; year = year.AddYears(1))
        {
            var its = entries.Where(entry => entry.FiscalYearStart == year).Select((entry, index) => entry with { FileLine = index + 10 }).ToList();
            var closing = its.Aggregate(balance, (sum, entry) => sum + entry.Amount);
            var end = year.AddYears(1).AddDays(-1);
            snapshots.Add(new()
            {
                Company = Company,
                Account = account,
                FiscalYearStart = year,
                FiscalYearEnd = end,
                Currency = Currency.Sek,
                Opening = balance,
                Closing = closing,
                CoversTo = end < coversTo ? end : coversTo,
                Entries = its,
            });
            balance = closing;
        }

        return snapshots;
    }

    public static ReconciliationSettings Settings(IReadOnlyDictionary<string, string> options)
    {
        decimal? Number(string key) => options.TryGetValue(key, out var text) ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
        var matching = new MatchSettings
        {
            PayoutDelayDays = (int)(Number("payout-delay") ?? 14),
            LedgerDelayDays = (int)(Number("ledger-delay") ?? 0),
            PaymentMethods = options.TryGetValue("method-pattern", out var pattern) ? new Dictionary<string, string> { [pattern.Split(':')[0]] = pattern.Split(':')[1] } : new(),
            RateBands = options.TryGetValue("rate-band", out var band) ? new Dictionary<string, RateBand> { [band[..3]] = new() { From = decimal.Parse(band[3..].Split('-')[0], CultureInfo.InvariantCulture), To = decimal.Parse(band[3..].Split('-')[1], CultureInfo.InvariantCulture) } } : new(),
        };
        return new()
        {
            Name = "klarna-se↔visma",
            Connection = "klarna-se",
            Provider = "Klarna",
            Company = Company,
            Language = options.GetValueOrDefault("language", "en"),
            Accounts = [new() { Account = "1580", Name = "Klarna", ProviderPattern = options.GetValueOrDefault("provider-pattern"), Shared = options.ContainsKey("shared"), CustomerLedger = options.GetValueOrDefault("mode") == "payments" }],
            References = new() { Prefixes = ["WEB-"] },
            LedgerHolds = options.ContainsKey("totals") ? LedgerHolds.Totals : LedgerHolds.Documents,
            Orders = options.TryGetValue("orders-by", out var grouping)
                ? new() { From = OrderListFrom.Files, Connection = "orders", GroupBy = Enum.Parse<OrderGrouping>(grouping), PaymentMethods = options.TryGetValue("methods", out var methods) ? methods.Split(',') : [] }
                : null,
            Matching = Number("tolerance") is { } tolerance ? matching with { Tolerances = new Dictionary<string, decimal> { ["SEK"] = tolerance } } : matching,
            Posting = new()
            {
                ClosedThrough = options.TryGetValue("closed-through", out var closed) ? Story.Date(closed) : null,
                ClosedPeriod = options.GetValueOrDefault("closed-period") == "hold" ? ClosedPeriod.Hold : ClosedPeriod.Move,
                SuspensePercentMax = Number("suspense-percent"),
                SuspenseMax = Number("suspense-max"),
                PostWhileWaiting = options.ContainsKey("post-while-waiting"),
                SuspenseLinesMax = (int?)Number("suspense-lines"),
                StopAfterExceptions = (int?)Number("stop-after"),
                StopAfterPercent = Number("stop-after-percent"),
                Mode = Enum.Parse<PostingMode>(options.GetValueOrDefault("mode", "vouchers"), ignoreCase: true),
                Rows = options.TryGetValue("rows", out var rows) ? Enum.Parse<PostingRows>(rows.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) : PostingRows.PerVoucher,
                BankVoucher = options.ContainsKey("bank-voucher"),
            },
            Bank = options.TryGetValue("bank", out var bank)
                ? new()
                {
                    Accounts = bank.Split(','),
                    Connection = options.GetValueOrDefault("bank-connection"),
                    DelayDays = (int)(Number("bank-delay") ?? 5),
                    Pattern = options.GetValueOrDefault("bank-pattern"),
                    OneLinePerDay = options.ContainsKey("bank-per-day"),
                }
                : null,
            Start = options.TryGetValue("start", out var start)
                ? new()
                {
                    Date = Story.Date(start),
                    Amounts = Number("opening-amount") is { } amount ? new Dictionary<string, decimal> { ["1580"] = amount } : new(),
                    Items = options.TryGetValue("opening-items", out var items)
                        ? [.. items.Split(';').Select(item => item.Split('@')).Select(item => new OpeningItem { Account = "1580", Reference = item[0], Amount = decimal.Parse(item[1], CultureInfo.InvariantCulture), Date = Story.Date(item[2]) })]
                        : [],
                }
                : null,
        };
    }
}
