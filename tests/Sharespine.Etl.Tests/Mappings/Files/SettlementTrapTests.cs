using System.Globalization;
using System.Text;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Tests.Reconcile;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Mappings.Files;

/// <summary>One test per trap that settlement files are known to hold, as far as reading them is concerned. The numbers are those of the reference.</summary>
public sealed class SettlementTrapTests
{
    private const string Rows = "type;order_id;capture_id;merchant_reference1;merchant_reference2;amount;posting_currency;detailed_type;capture_date;refund_id\n";

    [Fact]
    public void Trap_01_VAT_on_fees_that_no_row_carries_is_a_line_of_its_own()
    {
        var file = Klarna("total_fee_amount=40.00;total_tax_amount=10.00;total_sale_amount=200.00", 150.00m, "SALE;o1;c1;1001;;200.00;SEK;PURCHASE;2025-01-03T09:00:00Z;", "FEE;o1;c1;1001;;40.00;SEK;;2025-01-03T09:00:00Z;");

        Assert.Equal(["Sale 200.00", "Fee -40.00", "FeeVat -10.00"], Amounts(file));
        Assert.True(file.Controls[0].IsProven);
    }

    [Fact]
    public void Trap_02_a_sale_has_several_fees_and_a_fee_may_come_without_its_sale()
    {
        var file = Klarna("total_fee_amount=28.00", 172.00m,
            "SALE;o1;c1;1001;;200.00;SEK;PURCHASE;;", "FEE;o1;c1;1001;;3.00;SEK;PURCHASE_FEE_FIXED;;", "FEE;o1;c1;1001;;5.00;SEK;PURCHASE_FEE_PERCENTAGE;;", "FEE;o9;;990;;20.00;SEK;LATE_RETURN_FEE;;");

        Assert.Equal(["Sale 200.00", "Fee -3.00", "Fee -5.00", "Fee -20.00"], Amounts(file));
        Assert.Equal("990", file.Payouts[0].Lines[3].OrderReference);
        Assert.Null(file.Payouts[0].Lines[3].CaptureId);
        Assert.True(file.Controls[0].IsProven);
    }

    [Fact]
    public void Trap_03_partial_captures_of_an_order_are_lines_of_their_own()
    {
        var lines = Klarna("total_sale_amount=300.00", 300.00m, "SALE;o1;c1;1001;;100.00;SEK;PURCHASE;;", "SALE;o1;c2;1001;;100.00;SEK;PURCHASE;;", "SALE;o1;c3;1001;;100.00;SEK;PURCHASE;;").Payouts[0].Lines;

        Assert.Equal(["c1", "c2", "c3"], lines.Select(line => line.CaptureId));
        Assert.Equal(["SALE/o1/100.00#1", "SALE/o1/100.00#2", "SALE/o1/100.00#3"], lines.Select(line => line.Key));
    }

    [Fact]
    public void Trap_04_a_return_has_no_capture_and_one_that_the_provider_made_keeps_its_name()
    {
        var file = Klarna("total_return_amount=300.00", -300.00m, "RETURN;o1;;1001;;200.00;SEK;PURCHASE_RETURN;;r1", "RETURN;o2;;1002;;100.00;SEK;PAYMENT_DEFAULT;;");

        Assert.Equal([LineType.Return, LineType.Return], file.Payouts[0].Lines.Select(line => line.Type));
        Assert.Equal(["PURCHASE_RETURN", "PAYMENT_DEFAULT"], file.Payouts[0].Lines.Select(line => line.DetailedType));
        Assert.Equal("r1", file.Payouts[0].Lines[0].RefundId);
        Assert.All(file.Payouts[0].Lines, line => Assert.Null(line.CaptureId));
    }

    [Fact]
    public void Trap_05_references_are_kept_as_written_and_all_of_them_are_offered()
    {
        var lines = Klarna("", 30.00m, "SALE;o1;;00123;;10.00;SEK;;;", "SALE;o2;;29472-WRetry-1;INV-7;10.00;SEK;;;", "SALE;o3;;;#42;10.00;SEK;;;").Payouts[0].Lines;

        Assert.Equal(["00123", "29472-WRetry-1", null], lines.Select(line => line.OrderReference));
        Assert.Equal(["", "INV-7", "#42"], lines.Select(line => string.Join(' ', line.OtherReferences)));
    }

    [StoreFact]
    public void Trap_06_a_report_over_a_range_holds_payouts_that_were_read_before_and_one_sent_again_in_another_layout()
    {
        using var store = new TemporaryStore();
        var reconciliation = new Reconciliation(store.Database, new World(store.Clock, 1), StoryInput.Settings(new Dictionary<string, string>()), StoryTests.ExampleRules);
        var first = "payment_reference;settlement_currency;payout_date;total_settlement_amount;merchant_id\n1;SEK;2025-01-10T07:45:00Z;10.00;K1\n\n" + Rows + "SALE;o1;c1;1001;;10.00;SEK;;;\n";
        var second = "payment_reference;settlement_currency;payout_date;total_settlement_amount;merchant_id\n2;SEK;2025-01-11T07:45:00Z;20.00;K1\n\n" + Rows + "SALE;o2;c2;1002;;20.00;SEK;;;\n";
        var again = "\"Merchant ID\",\"Payout Date\",\"Total Settlement Amount\",\"Payment Reference\",\"Settlement Currency\"\n\"K1\",\"2025-01-11\",\"20,00\",\"2\",\"SEK\"\n\"Amount\",\"Order ID\",\"Type\"\n\"20,00\",\"o2\",\"SALE\"\n";

        Assert.Equal(["1 New"], Save(reconciliation, "a", first));
        Assert.Equal(["1 Resent", "2 New"], Save(reconciliation, "b", first + second));
        Assert.Equal(["2 Resent"], Save(reconciliation, "c", again));
    }

    [Theory]
    [InlineData("total_return_amount=300.00;total_deposit_amount=200.00;opening_debt_balance=0.00;closing_debt_balance=200.00", 0.00, "Sale 100.00|Return -300.00|Deposit 200.00")]
    [InlineData("total_return_amount=300.00", -200.00, "Sale 100.00|Return -300.00")]
    [InlineData("total_return_amount=20.00;total_repay_amount=50.00;opening_debt_balance=50.00;closing_debt_balance=0.00", 30.00, "Sale 100.00|Return -20.00|Repay -50.00")]
    public void Trap_07_a_payout_may_be_nothing_or_less_and_debt_is_carried_by_name(string totals, double total, string expected)
    {
        var back = totals.Contains("300.00", StringComparison.Ordinal) ? "300.00" : "20.00";
        var file = Klarna(totals, (decimal)total, "SALE;o1;c1;1001;;100.00;SEK;PURCHASE;;", $"RETURN;o2;;1000;;{back};SEK;PURCHASE_RETURN;;");

        Assert.Equal(expected.Split('|'), Amounts(file));
        Assert.Empty(file.Issues);
        Assert.True(file.Controls[0].IsProven);
    }

    [Fact]
    public void Trap_07_a_payout_of_nothing_but_debt_has_no_rows_and_is_a_payout()
    {
        var file = KlarnaMapping.Read("payment_reference;settlement_currency;payout_date;total_settlement_amount;total_deposit_amount;total_charge_amount\n7;SEK;2025-01-10T07:45:00Z;0.00;0.00;0.00\n");

        Assert.Empty(Assert.Single(file.Payouts).Lines);
        Assert.True(file.Controls[0].IsProven);
    }

    [Fact]
    public void Trap_08_a_time_in_UTC_is_the_Swedish_day_and_a_Norwegian_date_its_own()
    {
        Assert.Equal(new DateOnly(2025, 1, 10), Klarna("", 1m, "date", "2025-01-09T23:30:00Z").Payouts[0].Lines[0].EventDate);
        Assert.Equal(new DateOnly(2026, 10, 12), Sample("vipps.settlement/net-several.csv").Payouts[0].Date);
    }

    [Fact]
    public void Trap_09_currencies_are_payouts_of_their_own_and_yen_have_no_decimals()
    {
        var file = Sample("dibs.d2-transactions/5100001__cleared__05_10_2026_14_50_01.txt");
        var yen = Klarna("", 1500m, "currency", "JPY").Payouts[0];

        Assert.Equal(["5100001-20261003-SEK", "5100001-20261003-EUR"], file.Payouts.Where(payout => payout.Date.Day == 3).Select(payout => payout.Reference));
        Assert.All(file.Payouts, payout => Assert.All(payout.Lines, line => Assert.Equal(payout.Currency, line.Amount.Currency)));
        Assert.Equal(1500, yen.Lines[0].Amount.Minor);
    }

    [Fact]
    public void Trap_10_columns_go_by_name_whatever_their_order_and_their_older_names()
    {
        var one = KlarnaMapping.Read(Summary("K1", 95m) + "type;order_id;amount;vat_rate;vat_amount;posting_currency\nSALE;o1;100.00;;;SEK\nFEE;o1;4.00;25.00;1.00;SEK\n");
        var other = KlarnaMapping.Read(Summary("K1", 95m) + "currency_code;tax_amount;tax_rate;amount;order_id;type\nSEK;;;100.00;o1;SALE\nSEK;1.00;25.00;4.00;o1;FEE\n");

        Assert.Equal(SettlementText.Lines(one), SettlementText.Lines(other));
    }

    [Fact]
    public void Trap_11_an_unquoted_decimal_comma_names_the_row_with_its_counts()
    {
        Assert.Contains(Sample("vipps.settlement/shifted-and-repaired.csv").Issues, issue => issue.ToString().StartsWith("shifted-and-repaired.csv:6 (payout 2009003): FIL036 the SettlementInfo record has 13 fields, its header in line 5 has 12", StringComparison.Ordinal));
        Assert.Empty(Sample("vipps.settlement/shifted-and-refused.csv").Payouts);
    }

    [Fact]
    public void Trap_11_a_shifted_row_that_does_not_say_its_payout_leaves_no_unproven_payout()
    {
        var file = Sample("dibs.d2-transactions/unknown-currency-and-shifted-row.txt");

        Assert.Empty(file.Payouts);
        Assert.Contains(file.Issues, issue => issue.ToString().StartsWith("unknown-currency-and-shifted-row.txt:11: FIL020 the row has 8 fields, its header in line 9 has 7.", StringComparison.Ordinal));
        Assert.Equal(file.Rows.Read, file.Rows.Taken + file.Rows.Filtered + file.Rows.Refused);
    }

    [Theory]
    [InlineData("1.058,09", 105809)]
    [InlineData("1 058,09", 105809)]
    [InlineData("1,058.09", 105809)]
    public void Trap_12_amounts_follow_the_file_s_locale(string amount, long minor) =>
        Assert.Equal(minor, KlarnaMapping.Read($"payment_reference;settlement_currency;payout_date;total_settlement_amount\n7;SEK;2025-01-10;{amount}\n\ntype;order_id;amount\nSALE;o1;{amount}\n").Payouts[0].Lines[0].Amount.Minor);

    [Fact]
    public void Trap_12_a_currency_by_number_a_date_with_words_and_a_fee_that_is_not_known()
    {
        var file = Sample("dibs.d2-transactions/5100001__cleared__05_10_2026_14_50_01.txt");
        var unknown = file.Payouts.SelectMany(payout => payout.Lines).Single(line => line.Type == LineType.Unknown);

        Assert.Equal("the fee is unknown: the report says ??", unknown.DetailedType);
        Assert.Equal(Money.Zero(Currency.Sek), unknown.Amount);
        Assert.Equal(new DateOnly(2026, 10, 4), unknown.EventDate);
        Assert.Equal(["FIL038"], file.Issues.Select(issue => issue.Code.Code));
    }

    [StoreFact]
    public void Trap_12_a_fee_that_is_not_known_is_an_exception_of_nothing_on_its_row_and_its_line_keeps_the_name()
    {
        using var store = new TemporaryStore();
        var reconciliation = new Reconciliation(store.Database, new World(store.Clock, 1), StoryInput.Settings(new Dictionary<string, string>()), StoryTests.ExampleRules);
        var file = Sample("dibs.d2-transactions/5100001__cleared__05_10_2026_14_50_01.txt");
        reconciliation.SaveSettlement(new("d2", file.Name, file.Name, file.Rows.Read), [.. file.Payouts.Where(payout => payout.Reference == "5100001-20261004-SEK")], null);
        reconciliation.Match("run", new(2026, 11, 1), null);

        var exceptions = reconciliation.Report("run", new(2026, 11, 1)).Exceptions;

        var unknown = Assert.Single(exceptions, exception => exception.Amount.IsZero);
        Assert.Equal(("20004", "5100001__cleared__05_10_2026_14_50_01.txt:14"), (unknown.OrderReference, unknown.Evidence));
        Assert.Equal(["the fee is unknown: the report says ??"], store.Database.Read(session => session.Query<string>("SELECT detailed_type FROM settlement_line WHERE line_type = 'Unknown'")));
    }

    [Fact]
    public void Trap_13_signs_are_the_type_s_whatever_the_file_writes()
    {
        var plain = Klarna("", 55m, "SALE;o1;c1;1;;100.00;SEK;;;", "RETURN;o1;;1;;40.00;SEK;;;", "FEE;o1;;1;;5.00;SEK;;;");
        var signed = Klarna("", 55m, "SALE;o1;c1;1;;100.00;SEK;;;", "RETURN;o1;;1;;-40.00;SEK;;;", "FEE;o1;;1;;-5.00;SEK;;;");

        Assert.Equal(SettlementText.Lines(plain), SettlementText.Lines(signed));
        Assert.Equal(["Sale 1249.00", "Fee -12.37", "Fee -0.55", "Return -200.00"], Sample("ratepay.settlement/two-invoices.csv").Payouts[0].Lines.Select(line => $"{line.Type} {line.Amount.AmountText}"));
    }

    [Fact]
    public void Trap_14_encodings_marks_and_line_ends_make_no_difference()
    {
        var text = Summary("K1", 10m) + Rows + "SALE;o1;c1;Åre-1;;10.00;SEK;;;\n";
        var read = KlarnaMapping.Read(text).Payouts[0].Lines[0].OrderReference;

        Assert.Equal("Åre-1", read);
        Assert.Equal(read, KlarnaMapping.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"))]).Payouts[0].Lines[0].OrderReference);
        Assert.Equal(read, KlarnaMapping.Read(Encoding.Latin1.GetBytes(text)).Payouts[0].Lines[0].OrderReference);
    }

    [Fact]
    public void Trap_15_a_gross_payout_is_without_its_fees_and_the_fees_settlement_is_the_fees()
    {
        var gross = Klarna("total_fee_amount=5.00;total_tax_amount=1.25;merchant_settlement_type=GROSS", 100m, "SALE;o1;c1;1;;100.00;SEK;;;", "FEE;o1;c1;1;;5.00;SEK;;;");
        var fees = Klarna("total_fee_amount=5.00;total_tax_amount=1.25;merchant_settlement_type=GROSS_FEE", -6.25m, "FEE;o1;c1;1;;5.00;SEK;;;");

        Assert.Equal(SettlementKind.Gross, gross.Payouts[0].Kind);
        Assert.True(gross.Controls[0].IsProven);
        Assert.True(fees.Controls[0].IsProven);
        Assert.All(new[] { gross, fees }, file => Assert.Equal(file.Payouts[0].Total, Settlements.Net(file.Payouts[0])));
    }

    [Fact]
    public void Trap_16_records_that_are_no_payments_are_told_from_them()
    {
        var file = Klarna("", 480m,
            "SALE;o1;c1;1;;100.00;SEK;;;", "HOLDBACK;;;;;10.00;SEK;ROLLING_RESERVE;;", "RELEASE;;;;;40.00;SEK;ROLLING_RESERVE;;", "CREDIT;;;;;400.00;SEK;CASH_ADVANCE_PAYOUT;;", "CHARGE;;;;;50.00;SEK;LIABILITY_TRANSFER;;");

        Assert.Equal(["Sale 100.00", "Holdback -10.00", "Release 40.00", "Credit 400.00", "Charge -50.00"], Amounts(file));
        Assert.True(file.Controls[0].IsProven);
    }

    [Fact]
    public void Trap_20_a_large_file_is_read_with_the_memory_of_a_small_one()
    {
        const int Count = 120_000;
        var sink = new MeasuringSink();
        var summary = SettlementReader.Stream(new("large.csv", () => new LargeReport(Count)), KlarnaMapping.Shipped, sink);

        Assert.Equal(Count, summary.Rows.Taken);
        Assert.True(sink.IsProven);
        Assert.True(sink.Peak < 48_000_000, string.Create(CultureInfo.InvariantCulture, $"{sink.Peak} bytes"));
    }

    private static string Summary(string merchant, decimal total) => string.Create(CultureInfo.InvariantCulture,
        $"payment_reference;settlement_currency;payout_date;total_settlement_amount;merchant_id\n7;SEK;2025-01-10T07:45:00Z;{total:0.00};{merchant}\n\n");

    /// <param name="totals">name=value, joined by semicolons.</param>
    private static SettlementFile Klarna(string totals, decimal total, params string[] rows)
    {
        if (rows is ["date", var date])
        {
            rows = [$"SALE;o1;c1;1;;1.00;SEK;;{date};"];
        }

        var currency = rows is ["currency", var other] ? other : "SEK";
        if (currency != "SEK")
        {
            rows = [string.Create(CultureInfo.InvariantCulture, $"SALE;o1;c1;1;;{total};{currency};;;")];
        }

        var pairs = totals.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToList();
        var names = string.Join(';', pairs.Select(pair => pair[0]).Prepend("payment_reference;settlement_currency;payout_date;total_settlement_amount"));
        var values = string.Join(';', pairs.Select(pair => pair[1]).Prepend(string.Create(CultureInfo.InvariantCulture, $"7;{currency};2025-01-10T07:45:00Z;{total}")));
        return KlarnaMapping.Read($"{names}\n{values}\n\n{Rows}{string.Join('\n', rows)}\n");
    }

    private static SettlementFile Sample(string name) =>
        SettlementReader.Read(FileBytes.FromPath(Path.Combine(Repository.Root, "sample-files", name)), ShippedMappings.File(name.Split('/')[0]));

    private static IEnumerable<string> Amounts(SettlementFile file) => file.Payouts.Single().Lines.Select(line => $"{line.Type} {line.Amount.AmountText}");

    private static IEnumerable<string> Save(Reconciliation reconciliation, string hash, string text)
    {
        var file = KlarnaMapping.Read(text);
        return reconciliation.SaveSettlement(new(hash, hash + ".csv", hash, file.Rows.Read), file.Payouts, null).Payouts.Select(payout => $"{payout.Reference} {payout.Outcome}");
    }

    /// <summary>Takes lines and forgets them, looking at the memory now and then.</summary>
    private sealed class MeasuringSink : ISettlementSink
    {
        private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
        private int _lines;

        public long Peak { get; private set; }

        public bool IsProven { get; private set; }

        public void Begin(int index, Payout payout)
        {
        }

        public void Line(int index, SettlementLine line)
        {
            if (++_lines % 40_000 == 0)
            {
                Peak = Math.Max(Peak, GC.GetTotalMemory(forceFullCollection: true) - _before);
            }
        }

        public void Take(int index, PayoutControl control) => IsProven = control.IsProven;

        public void Refuse(int index, RefusedPayout refused) => Assert.Fail(string.Join("\n", refused.Issues));
    }
}
