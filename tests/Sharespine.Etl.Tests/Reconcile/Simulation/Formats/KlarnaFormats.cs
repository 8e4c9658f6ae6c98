using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Reconcile.Simulation.Formats;

internal abstract class KlarnaFormat : ProviderFormat
{
    public override string Connection => "klarna-se";

    public override string Provider => "Klarna";

    public override string Rules => "klarna";

    public override (LineType Type, string Detail) Default => (LineType.Return, "PAYMENT_DEFAULT");

    public override string Reference(int client, DateOnly date, string currency) =>
        string.Create(CultureInfo.InvariantCulture, $"4{client:0000}{date.DayOfYear:000}{(currency == "SEK" ? 1 : 2)}");

    /// <summary>A percentage and often a fixed fee, Swedish VAT on top.</summary>
    public override IReadOnlyList<PlannedFee> Fees(SplitMix64 random, long amount)
    {
        var percentage = Math.Max(1, Percent(amount, 135));
        PlannedFee Of(string detail, long cost) => new(detail, cost, Percent(cost, 2500));
        return random.Chance(60) ? [Of("PURCHASE_FEE_PERCENTAGE", percentage), Of("PURCHASE_FEE_FIXED", 250)] : [Of("PURCHASE_FEE_PERCENTAGE", percentage)];
    }
}

/// <summary>The settlement CSV; each month in a layout of its own.</summary>
internal sealed class KlarnaCsv(KlarnaTable table) : KlarnaFormat
{
    public override string Mapping => "klarna.settlement";

    public override bool HasRefundIds => table.HasRefunds;

    public override byte[] Write(PlannedPayout payout, SplitMix64 random) => table.Write([payout], rows => rows);

    public override IEnumerable<(LineType Type, string? Order, long Amount)> Derived(PlannedPayout payout) =>
        table.HasVat || payout.FeeVat == 0 ? base.Derived(payout) : base.Derived(payout).Append((LineType.FeeVat, null, -payout.FeeVat));

    /// <summary>Another layout with its rows in another order, or the API's document.</summary>
    public override (byte[] Content, string Mapping)? Otherwise(PlannedPayout payout, SplitMix64 random) => random.Chance(40)
        ? (KlarnaDocument.Write(payout), "klarna.settlements-api")
        : (KlarnaTable.Draw(random, random.Chance(50)).Write([payout], rows => rows.Reverse()), Mapping);
}

/// <summary>The Settlements API's document.</summary>
internal sealed class KlarnaJson : KlarnaFormat
{
    public override string Mapping => "klarna.settlements-api";

    public override bool HasRefundIds => true;

    public override byte[] Write(PlannedPayout payout, SplitMix64 random) => KlarnaDocument.Write(payout);

    public override (byte[] Content, string Mapping)? Otherwise(PlannedPayout payout, SplitMix64 random) =>
        (KlarnaTable.Draw(random, random.Chance(50)).Write([payout], rows => rows.Reverse()), "klarna.settlement");
}

internal static class KlarnaDocument
{
    public static byte[] Write(PlannedPayout payout)
    {
        var rows = KlarnaRow.Of(payout);
        long Sum(string type) => rows.Where(row => row.Type == type).Sum(row => row.Amount);
        long Moved(LineType type) => payout.Movements.Where(movement => movement.Type == type).Sum(movement => movement.Amount);
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            payout = new
            {
                payment_reference = payout.Reference,
                payout_date = SwedishTime.IsoText(payout.Date) + "T06:45:00Z",
                currency_code = payout.Currency,
                merchant_id = "K559999",
                merchant_settlement_type = "NET",
                totals = new
                {
                    sale_amount = Sum("SALE"),
                    return_amount = -Sum("RETURN"),
                    reversal_amount = -Sum("REVERSAL"),
                    fee_amount = -Sum("FEE"),
                    tax_amount = payout.FeeVat,
                    holdback_amount = -Sum("HOLDBACK"),
                    release_amount = Sum("RELEASE"),
                    repay_amount = -Moved(LineType.Repay),
                    deposit_amount = Moved(LineType.Deposit),
                    opening_debt_balance_amount = -Moved(LineType.Repay),
                    closing_debt_balance_amount = Moved(LineType.Deposit),
                    settlement_amount = payout.Net + payout.Off,
                },
            },
            transactions = rows.Select(row => Row(payout, row)),
            pagination = new { count = rows.Count, total = rows.Count },
        });
    }

    private static Dictionary<string, object> Row(PlannedPayout payout, KlarnaRow row)
    {
        var fields = new Dictionary<string, object>
        {
            ["type"] = row.Type,
            ["detailed_type"] = row.Detail,
            ["order_id"] = row.Line?.ProviderOrder ?? "",
            ["amount"] = row.Type == "LOYALTY_BONUS" ? row.Amount : Math.Abs(row.Amount),
            ["currency_code"] = payout.Currency,
            ["purchase_country"] = "SE",
            ["capture_date"] = KlarnaTable.Stamp(row.On, row.Line),
        };
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                fields[name] = value;
            }
        }

        Add("merchant_reference1", row.Line?.Order);
        Add("merchant_reference2", row.Line?.Other);
        Add("sale_date", row.Line is { } line ? KlarnaTable.Stamp(line.Sold, null) : null);
        Add("capture_id", row.Type is "SALE" or "FEE" ? row.Line?.Capture : null);
        Add("refund_id", row.Type == "RETURN" ? row.Line?.Refund : null);
        if (row.Vat != 0)
        {
            fields["vat_rate"] = 2500;
            fields["vat_amount"] = Math.Abs(row.Vat);
        }

        return fields;
    }
}
