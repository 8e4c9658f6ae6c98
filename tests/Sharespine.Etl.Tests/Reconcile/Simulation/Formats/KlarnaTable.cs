using System.Globalization;
using System.Text;
using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Reconcile.Simulation.Formats;

/// <summary>One row as Klarna states it, fees in rows of their own; amounts signed as they enter the payout.</summary>
internal sealed record KlarnaRow(string Type, string Detail, long Amount, long Vat, PlannedLine? Line, DateOnly On)
{
    public static IReadOnlyList<KlarnaRow> Of(PlannedPayout payout) =>
    [
        .. payout.Lines.SelectMany(line => line.Fees.Select(fee => new KlarnaRow("FEE", fee.Detail, -fee.Cost, -fee.Vat, line, line.On)).Prepend(new(Name(line.Type), line.Detail, line.Amount, 0, line, line.On))
            .Where(row => row.Amount != 0)),
        .. payout.Movements.Where(movement => IsRow(movement.Type)).Select(movement => new KlarnaRow(Name(movement.Type), "ROLLING_RESERVE", movement.Amount, 0, null, payout.Date)),
    ];

    /// <summary>Debt is stated as a total only.</summary>
    public static bool IsRow(LineType type) => type is LineType.Holdback or LineType.Release;

    private static string Name(LineType type) => type == LineType.Unknown ? "LOYALTY_BONUS" : type.ToString().ToUpperInvariant();
}

/// <summary>The settlement CSV in the columns, delimiter, number format and signs that a merchant may choose.</summary>
internal sealed record KlarnaTable(IReadOnlyList<string> Columns, char Delimiter, char Decimal, bool IsSigned, bool HasMark)
{
    private static readonly string[] Default =
        ["type", "capture_date", "sale_date", "order_id", "short_order_id", "capture_id", "merchant_reference1", "merchant_reference2", "amount", "posting_currency"];

    public bool HasVat => Columns.Contains("vat_amount") || Columns.Contains("tax_amount");

    public bool HasRefunds => Columns.Contains("refund_id");

    public static KlarnaTable Draw(SplitMix64 random, bool hasRefunds)
    {
        string[] columns = hasRefunds
            ? ["merchant_reference1", "type", "detailed_type", "amount", "tax_rate", "tax_amount", "currency_code", "order_id", "capture_id", "refund_id", "capture_date", "sale_date", "purchase_country", "merchant_reference2"]
            : random.Chance(50) ? Default : [.. Default, "vat_rate", "vat_amount", "detailed_type"];
        var delimiter = random.Pick(";;;\t,".ToCharArray());
        return new(columns, delimiter, delimiter != ',' && random.Chance(50) ? ',' : '.', random.Chance(50), random.Chance(20));
    }

    /// <summary>Several payouts in one file name theirs in every row.</summary>
    public byte[] Write(IReadOnlyList<PlannedPayout> payouts, Func<IReadOnlyList<KlarnaRow>, IEnumerable<KlarnaRow>> order)
    {
        var columns = payouts.Count > 1 ? Columns.Append("payment_reference").ToList() : Columns;
        var text = new StringBuilder(HasMark ? "\uFEFF" : "");
        var fields = payouts.Select(Summary).ToList();
        text.AppendJoin(Delimiter, fields[0].Select(field => field.Name)).Append('\n');
        fields.ForEach(values => text.AppendJoin(Delimiter, values.Select(field => field.Value)).Append('\n'));
        text.Append('\n').AppendJoin(Delimiter, columns).Append('\n');
        foreach (var payout in payouts)
        {
            foreach (var row in order(KlarnaRow.Of(payout)))
            {
                text.AppendJoin(Delimiter, columns.Select(column => Value(payout, row, column))).Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private List<(string Name, string Value)> Summary(PlannedPayout payout)
    {
        var rows = KlarnaRow.Of(payout);
        long Sum(string type) => rows.Where(row => row.Type == type).Sum(row => row.Amount);
        long Moved(LineType type) => payout.Movements.Where(movement => movement.Type == type).Sum(movement => movement.Amount);
        return
        [
            ("total_sale_amount", Text(Sum("SALE"))),
            ("total_fee_amount", Text(-Sum("FEE"))),
            ("total_tax_amount", Text(payout.FeeVat)),
            ("total_return_amount", Text(-Sum("RETURN"))),
            ("total_reversal_amount", Text(-Sum("REVERSAL"))),
            ("total_holdback_amount", Text(-Sum("HOLDBACK"))),
            ("total_release_amount", Text(Sum("RELEASE"))),
            ("opening_debt_balance", Text(-Moved(LineType.Repay))),
            ("total_deposit_amount", Text(Moved(LineType.Deposit))),
            ("total_repay_amount", Text(-Moved(LineType.Repay))),
            ("closing_debt_balance", Text(Moved(LineType.Deposit))),
            ("total_settlement_amount", Text(payout.Net + payout.Off)),
            ("payment_reference", payout.Reference),
            ("settlement_currency", payout.Currency),
            ("payout_date", SwedishTime.IsoText(payout.Date) + "T06:45:00Z"),
            ("merchant_id", "K559999"),
            ("merchant_settlement_type", "NET"),
        ];
    }

    private string Value(PlannedPayout payout, KlarnaRow row, string column) => column switch
    {
        "type" => row.Type,
        "detailed_type" => row.Detail,
        "capture_date" => Stamp(row.On, row.Line),
        "sale_date" => row.Line is { } line ? Stamp(line.Sold, null) : "",
        "order_id" => row.Line?.ProviderOrder ?? "",
        "short_order_id" => row.Line is { } line ? "K" + line.ProviderOrder[..6].ToUpperInvariant() : "",
        "capture_id" => row.Type is "SALE" or "FEE" ? row.Line?.Capture ?? "" : "",
        "refund_id" => row.Type == "RETURN" ? row.Line?.Refund ?? "" : "",
        "merchant_reference1" => row.Line?.Order ?? "",
        "merchant_reference2" => row.Line?.Other ?? "",
        "amount" => Text(IsSigned || row.Type == "LOYALTY_BONUS" ? row.Amount : Math.Abs(row.Amount)),
        "posting_currency" or "currency_code" => payout.Currency,
        "purchase_country" => "SE",
        "vat_rate" or "tax_rate" => row.Vat == 0 ? "" : "25" + Decimal + "00",
        "vat_amount" or "tax_amount" => row.Vat == 0 ? "" : Text(IsSigned ? row.Vat : Math.Abs(row.Vat)),
        "payment_reference" => payout.Reference,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "No such column."),
    };

    /// <summary>Some happen just after a Swedish midnight, which is the day before in UTC.</summary>
    internal static string Stamp(DateOnly on, PlannedLine? line) =>
        SwedishTime.ZuluText(line is { Amount: var amount } && amount % 3 == 0 ? SwedishTime.At(on, 0, 30) : SwedishTime.At(on, 11, 5));

    private string Text(long minor) => (minor / 100m).ToString("F2", CultureInfo.InvariantCulture).Replace('.', Decimal);
}
