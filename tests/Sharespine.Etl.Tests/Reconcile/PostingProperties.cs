using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Posting;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>What holds for any payout, booked by any rules, in any mode, in kronor and in euro.</summary>
public sealed class PostingProperties
{
    private static readonly DateOnly Day = new(2026, 11, 3);
    private static readonly DateOnly LaterDay = new(2026, 11, 20);

    private static readonly Gen<BookingRules> Rules =
        from treatment in Gen.Elements(FeeVatTreatment.AsFile, FeeVatTreatment.Exempt, FeeVatTreatment.ReverseCharge, FeeVatTreatment.SeparateInvoice)
        from taken in Gen.SubListOf(LineType.Fee, LineType.FeeRefund, LineType.FeeVat, LineType.Commission, LineType.Holdback, LineType.Release, LineType.Correction)
        from text in Gen.Elements(null, "{type} {order}", "{payout}", "{voucher} {line} {method}")
        select Made(treatment, taken, text);

    private static readonly Gen<PostingLine> Lines =
        from type in Gen.Elements(Enum.GetValues<LineType>())
        from minor in Gen.Choose(-90_000, 90_000)
        from vat in Gen.Choose(-2_000, 2_000)
        from registered in Gen.Choose(-25_000, 25_000)
        from parts in Gen.Choose(0, 3)
        from rounding in Gen.Choose(-50, 50)
        from day in Gen.Choose(0, 2)
        select Line(type, minor, vat, registered, parts, rounding, day);

    private static readonly Gen<Case> Cases =
        from lines in Gen.Sized(size => Lines.ListOf(Math.Min((size / 4) + 1, 15)))
        from rules in Rules
        from rows in Gen.Elements(Enum.GetValues<PostingRows>())
        from mode in Gen.Elements(PostingMode.Vouchers, PostingMode.Payments)
        from kind in Gen.Elements(Enum.GetValues<SettlementKind>())
        from rate in Gen.Elements(0m, 11.25m, 0.0731m, 11.123456789m)
        from known in Gen.Choose(0, 15)
        select new Case(lines, rules, Settings(mode, rows), kind, rate, known);

    [Fact]
    public void Every_voucher_sums_to_zero_and_clearing_and_payments_come_to_the_payout() => ForAll(item =>
    {
        var plan = item.Plan(item.Full(item.Lines.Count));
        Assert.False(plan.IsHeld);
        Assert.Equal(0, Rows([plan]).Sum(row => row.Amount.Minor));
        Assert.Equal(item.Net, Clearing([plan]));
    });

    [Fact]
    public void What_is_booked_once_is_not_booked_again() => ForAll(item =>
    {
        var first = item.Plan(item.Full(item.Lines.Count));
        var again = item.Plan(item.Full(item.Lines.Count, first));
        Assert.Null(again.Voucher);
        Assert.Empty(again.Payments);
    });

    [Fact]
    public void First_and_later_answers_come_to_what_full_knowledge_would_have_booked() => ForAll(item =>
    {
        var first = item.Plan(item.Full(item.Known));
        var later = item.Plan(item.Full(item.Lines.Count, first));
        var once = item.Plan(item.Full(item.Lines.Count));
        Assert.Equal(Accounts([once]), Accounts([first, later]));
        Assert.Equal(Invoices([once]), Invoices([first, later]));
        Assert.Equal(item.Net, Clearing([first, later]));
        var references = first.Payments.Concat(later.Payments).Select(payment => payment.Reference).ToList();
        Assert.Equal(references.Distinct(), references);
    });

    [Fact]
    public void The_banks_own_rate_replaces_the_rate_files_and_puts_the_bank_amount_on_the_clearing_account() => ForAll(item =>
    {
        if (item.Rate == 0m || item.NetMinor == 0)
        {
            return;
        }

        var bank = new Money((long)(item.NetMinor * 12.01m), Currency.Sek);
        var first = item.Plan(item.Full(item.Known));
        var later = item.Plan(item.Full(item.Lines.Count, first) with { Bank = bank.IsZero ? null : new("1930", LaterDay, bank, "bank 1") });
        if (!bank.IsZero)
        {
            Assert.Equal(bank.Minor, Clearing([first, later]));
            Assert.Equal(0, Rows([first, later]).Sum(row => row.Amount.Minor));
        }
    });

    private static void ForAll(Action<Case> property) => Prop.ForAll(Cases.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20261103, 77));

    private static IEnumerable<VoucherRow> Rows(IEnumerable<PostingPlan> plans) => plans.Select(plan => plan.Voucher).OfType<Voucher>().SelectMany(voucher => voucher.Rows);

    private static long Clearing(IReadOnlyList<PostingPlan> plans) =>
        Rows(plans).Where(row => row.Account == "1684").Sum(row => row.Amount.Minor) + plans.SelectMany(plan => plan.Payments).Sum(payment => payment.Booked.Minor);

    private static string Accounts(IEnumerable<PostingPlan> plans) => string.Join('\n', Rows(plans)
        .GroupBy(row => row.Account).Select(group => (group.Key, Sum: group.Sum(row => row.Amount.Minor))).Where(item => item.Sum != 0)
        .OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key} {item.Sum}"));

    private static string Invoices(IEnumerable<PostingPlan> plans) => string.Join('\n', plans.SelectMany(plan => plan.Payments)
        .GroupBy(payment => (payment.LineId, payment.EntryId)).Select(group => (group.Key, Sum: group.Sum(payment => payment.Amount.Minor), Booked: group.Sum(payment => payment.Booked.Minor)))
        .Where(item => item.Sum != 0).OrderBy(item => item.Key).Select(item => $"{item.Key} {item.Sum} {item.Booked}"));

    private static ReconciliationSettings Settings(PostingMode mode, PostingRows rows)
    {
        var settings = StoryInput.Settings(new Dictionary<string, string>());
        return settings with
        {
            Accounts = [new() { Account = "1510", CustomerLedger = mode == PostingMode.Payments }, new() { Account = "1580" }],
            Posting = settings.Posting with { Mode = mode, Rows = rows },
        };
    }

    private static BookingRules Made(FeeVatTreatment treatment, IEnumerable<LineType> taken, string? text)
    {
        var reverse = treatment == FeeVatTreatment.ReverseCharge ? new ReverseCharge(25m, "2645", "2614", "4535", "4598") : null;
        return StoryTests.ExampleRules with
        {
            Clearing = new Dictionary<string, string> { ["SEK"] = "1684", ["EUR"] = "1684" },
            Rules =
            [
                new() { Name = "Sales", Types = [LineType.Sale, LineType.Return], Receivable = true, Text = text },
                .. taken.Select(type => new BookingRule { Name = type.ToString(), Types = [type], Account = "6064", Vat = treatment, ReverseCharge = reverse, Text = text }),
            ],
        };
    }

    private static PostingLine Line(LineType type, int minor, int vat, int registered, int parts, int rounding, int day)
    {
        // Parts of the line on several entries; the last one rounds.
        var share = parts == 0 ? 0 : minor / (parts + 1);
        return new(
            new()
            {
                Key = "",
                Type = type,
                Amount = new(minor, Currency.Sek),
                Vat = new(type is LineType.Sale or LineType.Return ? 0 : vat, Currency.Sek),
                RegistrationVat = registered > 0 ? null : new Money(registered, Currency.Sek),
                OrderReference = "100" + parts.ToString(CultureInfo.InvariantCulture),
                EventDate = Day.AddDays(-day),
            },
            [.. Enumerable.Range(1, parts).Where(_ => share != 0 && type is LineType.Sale or LineType.Return)
                .Select(number => new SettledPart(number == 2 ? "1580" : "1510", $"A {number}", share, share + (number == parts ? rounding : 0)) { EntryId = number, Invoice = $"{5000 + number}" })],
            false);
    }

    private sealed record Case(IReadOnlyList<PostingLine> Drawn, BookingRules Rules, ReconciliationSettings Settings, SettlementKind Kind, decimal Rate, int Known)
    {
        private Currency Unit => Rate == 0m ? Currency.Sek : Currency.Parse("EUR");

        /// <summary>Named, numbered and in the payout's currency; what a foreign line settles is booked near its rate.</summary>
        public IReadOnlyList<PostingLine> Lines { get; } = [.. Drawn.Select((line, index) => line with
        {
            Id = index + 1,
            Line = line.Line with
            {
                Key = index.ToString(CultureInfo.InvariantCulture),
                FileLine = index + 2,
                Amount = new(line.Line.Amount.Minor, Rate == 0m ? Currency.Sek : Currency.Parse("EUR")),
                Vat = new(line.Line.Vat.Minor, Rate == 0m ? Currency.Sek : Currency.Parse("EUR")),
            },
            Settled = [.. line.Settled.Select(part => part with { EntryId = (index * 10) + part.EntryId, EntryMinor = Rate == 0m ? part.EntryMinor : (long)(part.LineMinor * 11.5m) })],
        })];

        public long NetMinor => Lines.Where(line => Settlements.Enters(line.Line.Type, Kind)).Sum(line => line.Line.Amount.Minor + line.Line.Vat.Minor);

        /// <summary>In kronor.</summary>
        public long Net => Rate == 0m ? NetMinor : Model.Money.Round(new Money(NetMinor, Unit).Major * Rate, Currency.Sek).Minor;

        public PostingPlan Plan(PostingInput input) => VoucherPlanner.Plan(input, Settings, Rules, LaterDay);

        /// <param name="known">So many lines' settlements are known; the others are unexplained.</param>
        public PostingInput Full(int known, params PostingPlan[] earlier) => new()
        {
            PayoutReference = "P1",
            PayoutDate = Day,
            Currency = Unit,
            Kind = Kind,
            IsBalanced = true,
            IsBooked = false,
            IsPossiblyBooked = false,
            Lines = [.. Lines.Select((line, index) => index < known ? line : line with { Settled = [] })],
            FileRate = Rate == 0m ? null : new(Rate, "rates.csv 2026-11-03", IsBank: false),
            PostedRate = earlier.Select(plan => plan.Rate).LastOrDefault(),
            Posted = [.. earlier.Select(plan => plan.Voucher).OfType<Voucher>()],
            Paid = [.. earlier.SelectMany(plan => plan.Payments)],
        };
    }
}
