using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Tests.Report;

/// <summary>A month as a small shop has it: three payouts in kronor and one in euro, one of them out of balance, with every cause of exceptions.</summary>
internal static class SampleReport
{
    private static readonly DateOnly AsOf = new(2026, 10, 31);
    private static readonly Currency Nok = Currency.Parse("NOK");

    public static ReconciliationReport Build()
    {
        var lines = new List<LineReport>();
        AddPayout(lines, "KLR-20261007-0001", new(2026, 10, 7), Currency.Sek, 45, 1000);
        AddPayout(lines, "KLR-20261014-0002", new(2026, 10, 14), Currency.Sek, 40, 1100);
        AddPayout(lines, "KLR-20261021-0003", new(2026, 10, 21), Currency.Sek, 38, 1200);
        AddPayout(lines, "KLR-20261022-EUR1", new(2026, 10, 22), Currency.Eur, 22, 1300);
        var exceptions = Exceptions();
        var payouts = Payouts(lines);
        var openItems = OpenItems();
        return new ReconciliationReport
        {
            Name = "klarna-se↔visma",
            Company = "Åkessons Böcker & Papper AB",
            Provider = "Klarna",
            MadeAt = new(2026, 11, 1, 2, 15, 30, TimeSpan.Zero),
            RunId = "20261101-021500-0a1b2c3d",
            AsOf = AsOf,
            Payouts = payouts,
            Lines = lines,
            Exceptions = exceptions,
            Accounts = [Account(openItems)],
            OpenItems = openItems,
            Fees = Fees(lines),
            Vouchers = [.. payouts.Where(payout => payout.VoucherReference is not null).Select(Voucher)],
            Files =
            [
                new("Avräkning", "klarna-settlement-2026-10-07.csv", new string('a', 32) + new string('1', 32), 49),
                new("Avräkning", "klarna-settlement-2026-10-14.csv", new string('b', 32) + new string('2', 32), 44),
                new("Huvudbok", "åkessons-2026.se", new string('c', 32) + new string('3', 32), 1843),
            ],
        };
    }

    /// <summary>The sample with what most sites never have: customer payments, a remainder, days compared and decisions.</summary>
    public static ReconciliationReport BuildWithEverything()
    {
        var report = Build();
        return report with
        {
            Payouts = [.. report.Payouts.Select((payout, i) => i != 0 ? payout : payout with
            {
                Remainder = Money.Exact(482.5m, Currency.Sek),
                RemainderParts = [new("NoVoucher", "Utan verifikation", Money.Exact(500, Currency.Sek), 2), new("MoreThanBooked", "Mer än bokfört", Money.Exact(-17.5m, Currency.Sek), 1)],
            })],
            Payments =
            [
                new() { Reference = "klarna-se/KLR-20261007-0001/p/1", Date = new(2026, 10, 7), PayoutReference = "KLR-20261007-0001", OrderReference = "1000", Invoice = "F 2001", Amount = Money.Exact(149.5m, Currency.Sek), File = "payments-1.csv" },
                new() { Reference = "klarna-se/KLR-20261007-0001/p/2", Date = new(2026, 10, 7), PayoutReference = "KLR-20261007-0001", OrderReference = "1003", Invoice = "F 2002", Amount = Money.Exact(-349.5m, Currency.Sek) },
            ],
            Days = [new() { Date = new(2026, 10, 6), Settled = Money.Exact(1000, Currency.Sek), Booked = Money.Exact(990, Currency.Sek), Difference = Money.Exact(10, Currency.Sek), LineCount = 4, Vouchers = ["B 1", "B 2"] }],
            Resolutions = [new() { ExceptionId = "R1", Kind = "write-off", Subject = "1017", Amount = Money.Exact(-87.25m, Currency.Sek), Target = "3740", DecidedBy = "anna", Reason = "<b>rabatt</b>", DecidedAt = new(2026, 10, 30, 8, 15, 0, TimeSpan.Zero), IsUndone = true }],
        };
    }

    /// <summary>The sample with so many settlement lines, all in its first payout and all matched.</summary>
    public static ReconciliationReport WithLines(int count)
    {
        var report = Build();
        var payout = report.Payouts[0];
        var line = report.Lines.First() with { Amount = Money.Exact(10, Currency.Sek), Vat = Money.Zero(Currency.Sek) };
        var lines = Enumerable.Range(1, count).Select(i => line with { FileLine = i, OrderReference = $"{100_000 + i}", Settles = [($"A {i}", line.Amount)] }).ToList();
        var total = Money.Exact(10m * count, Currency.Sek);
        var zero = Money.Zero(Currency.Sek);
        return report with
        {
            Lines = lines,
            Exceptions = [],
            Payouts =
            [
                payout with { Sales = total, Returns = zero, Fees = zero, FeeVat = zero, Holdbacks = zero, Other = zero, Net = total, ProviderTotal = total, Difference = zero, LineCount = count, MatchedCount = count, ExceptionCount = 0 },
            ],
        };
    }

    private static void AddPayout(List<LineReport> lines, string reference, DateOnly date, Currency currency, int sales, int firstOrder)
    {
        var row = 1;
        for (var i = 0; i < sales; i++)
        {
            var amount = Money.Exact(149.5m + 37 * (i * 7 % 23), currency);
            lines.Add(Line(LineType.Sale, "SALE", amount, $"{firstOrder + i}") with
            {
                Disposition = i % 13 == 5 ? Disposition.MatchedWithRounding : i == 9 ? Disposition.MissingInLedger : Disposition.Matched,
                Rule = i == 9 ? null : i % 11 == 4 ? "belopp och datum" : "orderreferens",
                Settles = i == 9 ? [] : i == 12 ? [($"A {firstOrder + i}", Money.Exact(100, currency)), ($"A {firstOrder + 500}", amount - Money.Exact(100, currency))] : [($"A {firstOrder + i}", amount)],
                Difference = i % 13 == 5 ? Money.Exact(0.5m, currency) : i == 9 ? amount : Money.Zero(currency),
                Comment = i == 9 ? "Ingen verifikation med ordernumret" : null,
            });
        }

        lines.Add(Line(LineType.Return, "RETURN", Money.Exact(-349.5m, currency), $"{firstOrder + 3}") with { Rule = "orderreferens", Settles = [($"A {firstOrder + 700}", Money.Exact(-349.5m, currency))] });
        lines.Add(Line(LineType.Fee, "PURCHASE_FEE_PERCENTAGE", Money.Exact(-sales * 6.25m, currency), null) with { Disposition = Disposition.Fee, Vat = Money.Exact(-sales * 1.25m, currency) });
        lines.Add(Line(LineType.Fee, "PURCHASE_FEE_FIXED", Money.Exact(-sales * 3, currency), null) with { Disposition = Disposition.Fee });
        lines.Add(Line(LineType.Holdback, "HOLDBACK", Money.Exact(-500, currency), null) with { Disposition = Disposition.BalanceMovement });

        LineReport Line(LineType type, string detailed, Money amount, string? order) => new()
        {
            PayoutReference = reference,
            PayoutDate = date,
            FileLine = ++row,
            Type = type,
            DetailedType = detailed,
            OrderReference = order,
            EventDate = order is null ? null : date.AddDays(-7),
            Amount = amount,
            Vat = Money.Zero(amount.Currency),
            Disposition = Disposition.Matched,
            Difference = Money.Zero(amount.Currency),
        };
    }

    private static List<PayoutReport> Payouts(List<LineReport> lines) =>
    [
        .. lines.GroupBy(line => line.PayoutReference).Select((group, i) =>
        {
            var currency = group.First().Amount.Currency;
            Money Of(params LineType[] types) => Sum(group.Where(line => types.Contains(line.Type)).Select(line => line.Amount), currency);
            var vat = Sum(group.Select(line => line.Vat), currency);
            var net = Sum(group.Select(line => line.Amount), currency) + vat;
            var off = i == 2 ? Money.Exact(-120, currency) : Money.Zero(currency);
            return new PayoutReport
            {
                Reference = group.Key,
                Date = group.First().PayoutDate,
                Currency = currency,
                Sales = Of(LineType.Sale),
                Returns = Of(LineType.Return),
                Fees = Of(LineType.Fee),
                FeeVat = vat,
                Holdbacks = Of(LineType.Holdback),
                Other = Money.Zero(currency),
                Net = net,
                ProviderTotal = net + off,
                Difference = off,
                Remainder = Money.Zero(currency),
                Status = i switch { 0 => PayoutStatus.ReconciledWithExceptions, 2 => PayoutStatus.OutOfBalance, 3 => PayoutStatus.AlreadyBooked, _ => PayoutStatus.Reconciled },
                Bank = i switch
                {
                    2 => null,
                    3 => new(BankStatus.Paid, Money.Exact(125_143.5m, Currency.Sek), new(2026, 10, 23), "1930 A 303", Money.Zero(currency)),
                    _ => new(BankStatus.Paid, net, group.First().PayoutDate.AddDays(1), $"1930 A {300 + i}", Money.Zero(currency)),
                },
                LineCount = group.Count(),
                MatchedCount = group.Count(line => line.Settles.Count > 0),
                ExceptionCount = group.Count(line => line.Disposition == Disposition.MissingInLedger),
                VoucherReference = i is 0 or 1 ? $"klarna-se/{group.Key}/1" : null,
                FileName = $"klarna-settlement-{group.First().PayoutDate:yyyy-MM-dd}.csv",
            };
        }),
    ];

    private static List<ExceptionReport> Exceptions()
    {
        (Disposition Cause, decimal Amount, Currency Currency, string Order, int Age, string What, string Do)[] all =
        [
            (Disposition.MatchedWithDifference, -87.25m, Currency.Sek, "1017", 17, "Klarna betalade 87,25 mindre än fordran på order 1017.", "Jämför orderns rader med fakturan; bokför differensen om rabatten stämmer."),
            (Disposition.PartiallySettled, 1250m, Currency.Sek, "1022", 24, "Order 1022 är betald till hälften.", "Vänta på nästa utbetalning eller följ upp den andra debiteringen."),
            (Disposition.Duplicate, 349.5m, Currency.Sek, "1003", 10, "Returen på order 1003 förekommer i två filer.", "Kontrollera i Klarnas portal vilken som gäller."),
            (Disposition.WrongCurrency, 412m, Nok, "1305", 9, "Raden är i NOK men fordran är bokförd i SEK.", "Kontrollera i vilken valuta ordern såldes."),
            (Disposition.Ambiguous, 1890m, Currency.Sek, "", 12, "Två fakturor på samma belopp och dag passar: A 1044 och A 1045.", "Ange vilken faktura raden gäller."),
            (Disposition.MissingInLedger, 482.5m, Currency.Sek, "1009", 24, "Klarna har betalat order 1009 men ingen verifikation finns.", "Bokför försäljningen eller hitta den under en annan referens."),
            (Disposition.MissingInLedger, 12_682.5m, Currency.Sek, "1109", 17, "Klarna har betalat order 1109 men ingen verifikation finns.", "Bokför försäljningen eller hitta den under en annan referens."),
            (Disposition.MissingInLedger, 482.5m, Currency.Eur, "1309", 9, "Klarna har betalat order 1309 men ingen verifikation finns.", "Bokför försäljningen eller hitta den under en annan referens."),
            (Disposition.MissingInSettlement, 995m, Currency.Sek, "987", 64, "Faktura A 987 är 64 dagar gammal och har inte betalats av Klarna.", "Fråga Klarna, eller kreditera fakturan om ordern avbröts."),
            (Disposition.MissingInSettlement, 2_300m, Currency.Sek, "902", 101, "Faktura A 902 är 101 dagar gammal och har inte betalats av Klarna.", "Fråga Klarna, eller kreditera fakturan om ordern avbröts."),
        ];
        return
        [
            .. all.Select((one, i) => new ExceptionReport
            {
                Id = $"klarna-se-visma/{one.Cause}/{one.Order}/{i + 1}",
                State = $"{(i + 1) * 7919:x8}",
                Cause = one.Cause,
                Amount = Money.Exact(one.Amount, one.Currency),
                OrderReference = one.Order.Length == 0 ? null : one.Order,
                PayoutReference = one.Cause == Disposition.MissingInSettlement ? null : "KLR-20261007-0001",
                Voucher = one.Cause == Disposition.MissingInSettlement ? $"A {one.Order}" : null,
                Date = AsOf.AddDays(-one.Age),
                Evidence = $"klarna-settlement-2026-10-07.csv rad {i + 12}",
                Explanation = one.What,
                Action = one.Do,
                AgeDays = one.Age,
                IsNew = i % 2 == 0,
            }),
        ];
    }

    private static List<OpenItem> OpenItems() =>
    [
        .. Enumerable.Range(0, 14).Select(i => new OpenItem
        {
            Account = "1511",
            Date = AsOf.AddDays(-101 + 7 * i),
            Voucher = $"A {902 + i}",
            Text = $"Kundfaktura {902 + i}, e-handel Åre",
            OrderReference = $"{902 + i}",
            Amount = Money.Exact(2300 - 100 * i, Currency.Sek),
            Settled = i == 4 ? Money.Exact(500, Currency.Sek) : Money.Zero(Currency.Sek),
            Open = Money.Exact(2300 - 100 * i - (i == 4 ? 500 : 0), Currency.Sek),
            AgeDays = 101 - 7 * i,
            Disposition = i < 3 ? Disposition.MissingInSettlement : i == 4 ? Disposition.PartiallySettled : Disposition.Waiting,
        }),
    ];

    private static AccountControl Account(List<OpenItem> items)
    {
        var open = Sum(items.Select(item => item.Open), Currency.Sek);
        var booked = Money.Exact(36_120.75m, Currency.Sek);
        var opening = Money.Exact(12_400, Currency.Sek);
        var sales = Money.Exact(118_300.25m, Currency.Sek);
        var credits = Money.Exact(1_048.5m, Currency.Sek);
        var others = Money.Exact(4_000, Currency.Sek);
        var unexplained = Money.Exact(200, Currency.Sek);
        var closing = open + booked + unexplained;
        return new()
        {
            Account = "1511",
            AccountName = "Kundfordringar Klarna",
            Opening = opening,
            Sales = sales,
            Credits = credits,
            SettledByUs = opening + sales - credits - others - closing,
            SettledByOthers = others,
            Other = Money.Zero(Currency.Sek),
            Closing = closing,
            LedgerClosing = closing,
            ToBeBooked = booked,
            OpenItems = open,
            Unexplained = unexplained,
        };
    }

    private static List<FeeReport> Fees(List<LineReport> lines) =>
    [
        .. lines.Where(line => line.Type == LineType.Fee).GroupBy(line => (line.DetailedType, line.Amount.Currency)).Select(group => new FeeReport
        {
            FeeClass = group.Key.DetailedType,
            VatRate = group.Key.DetailedType == "PURCHASE_FEE_FIXED" ? null : 25,
            Count = group.Count(),
            Net = -Sum(group.Select(line => line.Amount), group.Key.Currency),
            Vat = -Sum(group.Select(line => line.Vat), group.Key.Currency),
            Account = "6064",
        }),
    ];

    private static VoucherReport Voucher(PayoutReport payout)
    {
        var zero = Money.Zero(payout.Currency);
        return new()
        {
            Reference = payout.VoucherReference!,
            Series = "K",
            Date = payout.Date,
            Text = $"Klarna utbetalning {payout.Reference}",
            Rows =
            [
                new("1684", payout.Net, "Avräkning Klarna"),
                new("1511", zero - payout.Sales - payout.Returns, "Kundfordringar Klarna"),
                new("6064", zero - payout.Fees, "Avgifter betallösningar"),
                new("2641", zero - payout.FeeVat, "Ingående moms"),
                new("1685", zero - payout.Holdbacks, "Innehållet hos Klarna"),
            ],
            File = payout.Date.Day < 10 ? "K-2026-10-07.si" : null,
        };
    }

    internal static Money Sum(IEnumerable<Money> amounts, Currency currency) => amounts.Aggregate(Money.Zero(currency), (sum, amount) => sum + amount);
}
