using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sharespine.Etl.Benchmarks.Generate.Klarna;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Benchmarks.Generate.Providers;

/// <summary>A day's report of Svea's Payment Admin (v2): one object a line, so that a place in it can be pointed at.</summary>
public static class SveaFile
{
    /// <returns>What is to be read from it, with the file line of each.</returns>
    public static IReadOnlyList<TrueProviderLine> Write(string folder, ProviderPayout payout)
    {
        var lines = new List<TrueProviderLine>();
        var text = new List<string>();
        text.AddRange(Head(payout));
        foreach (var (row, index) in payout.Rows.Select((row, index) => (row, index)))
        {
            text.Add(Row(payout, row));
            lines.Add(new(payout, text.Count, row, row.Type, row.Amount, 0, row.Expected(payout.IsOutOfBalance)));
            foreach (var (fee, place) in row.Fees.Select((fee, place) => (fee, place)))
            {
                text.Add(Fee(fee, place == row.Fees.Count - 1));
                lines.Add(new(payout, text.Count, row, fee.IsKnown ? LineType.Fee : LineType.Unknown, -fee.Cost, -fee.Vat,
                    fee.IsKnown ? Reconcile.Disposition.Fee : Reconcile.Disposition.BalanceMovement));
            }

            text.Add(index == payout.Rows.Count - 1 && payout.ClosingDebt == 0 && payout.OpeningDebt == 0 ? "]}" : "]},");
        }

        text.AddRange(DebtRows(payout));
        text.Add("]}]}");
        Directory.CreateDirectory(folder);
        using var writer = KlarnaFile.Open(Path.Combine(folder, payout.FileName));
        text.ForEach(writer.WriteLine);
        return lines;
    }

    private static IEnumerable<string> Head(ProviderPayout payout)
    {
        var day = SwedishTime.IsoText(payout.Date) + "T00:00:00";
        var paid = payout.Total;
        yield return string.Create(CultureInfo.InvariantCulture, $$"""{"totalNrOfRows":{{payout.Rows.Count}},"clientReports":[""");
        yield return string.Create(CultureInfo.InvariantCulture, $$"""{"clientId":{{SveaMonth.Client}},"recipientTaxId":"165599990008","recipientBankAccountNo":"000-0000","recipientBankAccountType":"Bankgiro","reconciliationDate":"{{day}}",""");
        yield return string.Create(CultureInfo.InvariantCulture, $$"""
            "paymentReport":{"sveaPaidAmountExcludingWithholding":{{paid + payout.Withheld}},"sveaPaidAmountIncludingWithholding":{{paid}},"openingBalanceDebt":{{payout.OpeningDebt}},"closingBalanceDebt":{{payout.ClosingDebt}},"nominalAmount":{{payout.Rows.Sum(row => row.Amount)}},"feeAmountExcludingVat":{{payout.Rows.Sum(row => row.FeeTotal)}},"feeVatAmount":{{payout.Rows.Sum(row => row.FeeVat)}},"numberOfRows":{{payout.Rows.Count}},"currency":"SEK","vatGroups":[]},
            """);
        yield return "\"rows\":[";
    }

    private static string Row(ProviderPayout payout, ProviderRow row)
    {
        var isCustomer = row.Order is not null;
        var isInvoice = isCustomer && row.Method != "Card";
        string Id(int series) => isCustomer ? Amounts.Number(series + row.Serial) : "null";
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {"sveaCustomerId":{{Id(100000)}},"customerName":{{(isCustomer ? "\"Test Testsson\"" : "null")}},"externalOrderNo":{{Quoted(row.Reference)}},"orderDate":"{{SwedishTime.IsoText(row.Date)}}T00:00:00","sveaInvoiceNo":{{(isInvoice ? Id(910000) : "null")}},"sveaOrderNo":{{Id(810000)}},"sveaCheckoutId":{{Id(710000)}},"paymentTransactionId":{{(isInvoice ? "null" : Quoted(Amounts.Number(600000 + row.Serial)))}},"deliveryId":{{Id(1200000)}},"nominalAmount":{{row.Amount}},"sveaPaidAmount":{{row.Amount - row.FeeTotal - row.FeeVat}},"totalFeeAmountExcludingVat":{{row.FeeTotal}},"totalFeeVatAmount":{{row.FeeVat}},"paymentType":"{{row.Method}}","currency":"SEK","destinationCurrency":"SEK","exchangeRate":1.0,"comment":{{Quoted(row.Comment)}},"rowType":"{{row.Word}}","reconciliationDate":"{{SwedishTime.IsoText(payout.Date)}}T00:00:00","fees":[
            """);
    }

    private static string Fee(ProviderFee fee, bool isLast) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"type":"{{fee.Type}}","amountExcludingVat":{{fee.Cost}},"vatAmount":{{fee.Vat}},"vatPercent":{{(fee.Vat == 0 ? 0 : 25)}},"sveaPaidAmount":{{-fee.Cost - fee.Vat}}}{{(isLast ? "" : ",")}}""");

    /// <summary>They only mirror the report's own debt.</summary>
    private static IEnumerable<string> DebtRows(ProviderPayout payout)
    {
        var rows = new[] { (Word: "OpeningBalanceDebt", Amount: -payout.OpeningDebt), (Word: "ClosingBalanceDebt", Amount: payout.ClosingDebt) }.Where(row => row.Amount != 0).ToList();
        return rows.Select((row, index) => string.Create(CultureInfo.InvariantCulture,
            $"{{\"nominalAmount\":{row.Amount},\"sveaPaidAmount\":{row.Amount},\"paymentType\":\"Admin\",\"currency\":\"SEK\",\"rowType\":\"{row.Word}\",\"fees\":[]}}{(index == rows.Count - 1 ? "" : ",")}"));
    }

    private static string Quoted(string? text) => text is null ? "null" : "\"" + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";
}
