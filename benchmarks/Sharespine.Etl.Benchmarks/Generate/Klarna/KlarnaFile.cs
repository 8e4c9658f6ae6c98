namespace Sharespine.Etl.Benchmarks.Generate.Klarna;

/// <summary>
/// Writes the settlement CSV: a summary of names and values, a blank line, the transactions. Which columns a file has is
/// the merchant's choice at the provider.
/// </summary>
public static class KlarnaFile
{
    public const string MerchantId = "K559999";

    /// <summary>The file line of the first transaction.</summary>
    public const int FirstRow = 5;

    /// <summary>Fees show their VAT.</summary>
    public static readonly IReadOnlyList<string> WithVat =
        ["type", "capture_date", "sale_date", "order_id", "short_order_id", "capture_id", "merchant_reference1", "merchant_reference2", "amount", "posting_currency", "vat_rate", "vat_amount", "detailed_type"];

    /// <summary>The provider's ten default columns: the VAT on fees is in total_tax_amount and nowhere else.</summary>
    public static readonly IReadOnlyList<string> Default =
        ["type", "capture_date", "sale_date", "order_id", "short_order_id", "capture_id", "merchant_reference1", "merchant_reference2", "amount", "posting_currency"];

    /// <summary>After somebody rearranged the report: another order, more columns, the other names for VAT.</summary>
    public static readonly IReadOnlyList<string> Rearranged =
        ["merchant_reference1", "type", "detailed_type", "amount", "tax_rate", "tax_amount", "posting_currency", "order_id", "short_order_id", "capture_id", "refund_id", "capture_date", "sale_date", "purchase_country", "merchant_reference2"];

    public static void Write(string path, KlarnaPayout payout, IReadOnlyList<string> columns)
    {
        using var writer = Open(path);
        WriteSummary(writer, payout);
        writer.WriteLine(string.Join(';', columns));
        foreach (var row in payout.Events)
        {
            writer.WriteLine(string.Join(';', columns.Select(column => Value(row, column))));
        }
    }

    /// <summary>UTF-8 without a mark, LF: as the provider's files look in the merchants' hands.</summary>
    public static StreamWriter Open(string path) => new(path, false, new System.Text.UTF8Encoding(false), 1 << 16) { NewLine = "\n" };

    public static void WriteSummary(TextWriter writer, KlarnaPayout payout)
    {
        var fields = Summary(payout);
        writer.WriteLine(string.Join(';', fields.Select(field => field.Name)));
        writer.WriteLine(string.Join(';', fields.Select(field => field.Value)));
        writer.WriteLine();
    }

    /// <summary>The totals are written without sign, as documented.</summary>
    private static (string Name, string Value)[] Summary(KlarnaPayout payout) =>
    [
        ("total_sale_amount", Amounts.Text(payout.Sales)),
        ("total_fee_amount", Amounts.Text(-payout.Fees)),
        ("total_fee_correction_amount", "0.00"),
        ("total_tax_amount", Amounts.Text(-payout.FeeVat)),
        ("total_return_amount", Amounts.Text(-payout.Returns)),
        ("total_reversal_amount", "0.00"),
        ("total_commission_amount", "0.00"),
        ("total_credit_amount", "0.00"),
        ("total_charge_amount", "0.00"),
        ("total_holdback_amount", Amounts.Text(-payout.Sum("HOLDBACK"))),
        ("total_release_amount", Amounts.Text(payout.Sum("RELEASE"))),
        ("opening_debt_balance", "0.00"),
        ("total_deposit_amount", "0.00"),
        ("total_repay_amount", "0.00"),
        ("closing_debt_balance", "0.00"),
        ("total_fee_refund_amount", "0.00"),
        ("total_settlement_amount", Amounts.Text(payout.Total)),
        ("payment_reference", payout.Reference),
        ("settlement_currency", payout.Currency),
        ("payout_date", SwedishTime.IsoText(payout.Date) + "T06:45:00Z"),
        ("merchant_id", MerchantId),
        ("merchant_settlement_type", "NET"),
    ];

    private static string Value(KlarnaEvent row, string column) => column switch
    {
        "type" => row.Type,
        "detailed_type" => row.DetailedType,
        "capture_date" => SwedishTime.ZuluText(row.At),
        "sale_date" => row.SaleAt is { } sale ? SwedishTime.ZuluText(sale) : "",
        "order_id" => row.OrderId,
        "short_order_id" => row.ShortOrderId,
        "capture_id" => row.CaptureId,
        "refund_id" => row.RefundId,
        "merchant_reference1" => row.Reference,
        "merchant_reference2" => "",
        "amount" => Amounts.Text(row.Amount),
        "posting_currency" => row.Currency,
        "purchase_country" => row.Country,
        "vat_rate" or "tax_rate" => row.Type == "FEE" ? "25.00" : "",
        "vat_amount" or "tax_amount" => row.Type == "FEE" ? Amounts.Text(row.Vat) : "",
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "No such column in a settlement file."),
    };
}
