using System.Globalization;
using Sharespine.Etl.Benchmarks.Generate.Klarna;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Benchmarks.Generate.Providers;

/// <summary>A payout as Nexi Checkout's Reporting API gives it: one payment action a line.</summary>
public static class NexiFile
{
    /// <returns>What is to be read from it, with the file line of each; an action and its fee stand on one line.</returns>
    public static IReadOnlyList<TrueProviderLine> Write(string folder, ProviderPayout payout)
    {
        var lines = new List<TrueProviderLine>();
        var text = Head(payout).ToList();
        foreach (var (row, index) in payout.Rows.Select((row, index) => (row, index)))
        {
            text.Add(Action(row) + (index == payout.Rows.Count - 1 ? "" : ","));
            lines.Add(new(payout, text.Count, row, row.Type, row.Amount, 0, row.Expected(payout.IsOutOfBalance)));
            lines.AddRange(row.Fees.Select(fee => new TrueProviderLine(payout, text.Count, row, LineType.Fee, -fee.Cost, 0, Reconcile.Disposition.Fee)));
        }

        text.Add("]}");
        Directory.CreateDirectory(folder);
        using var writer = KlarnaFile.Open(Path.Combine(folder, payout.FileName));
        text.ForEach(writer.WriteLine);
        return lines;
    }

    private static IEnumerable<string> Head(ProviderPayout payout)
    {
        long Sum(LineType type) => Math.Abs(payout.Rows.Where(row => row.Type == type).Sum(row => row.Amount));
        yield return $$"""{"id":"9b1f00000000400080000000{{payout.Reference[2..]}}0","reference":"{{payout.Reference}}","date":"{{SwedishTime.IsoText(payout.Date)}}","bankAccountIban":"SE0000000000000000000000","bankAccountBic":"EXAMSESS",""";
        yield return string.Create(CultureInfo.InvariantCulture, $$"""
            "currency":"{{payout.Currency}}","amount":{{payout.Total}},"chargedAmount":{{Sum(LineType.Sale)}},"refundedAmount":{{Sum(LineType.Return)}},"depositedAmount":0,"fees":{{payout.Rows.Sum(row => row.FeeTotal)}},"feeVATpercent":0,"feeTaxRate":0,"feeTaxAmount":0,"transactionTaxDetails":[],
            """);
        yield return $"\"numberOfPaymentActions\":{Amounts.Number(payout.Rows.Count)},\"paymentActions\":[";
    }

    private static string Action(ProviderRow row)
    {
        var fixedFee = row.Currency == "EUR" ? 10 : 100;
        var fee = row.FeeTotal;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {"id":"a{{row.Serial:D7}}0000400080000000000000000","paymentId":"p{{row.Order ?? "0"}}0000400080000000000000000","paymentAction":"{{row.Word}}","paymentMethod":"{{row.Method}}","paymentType":"{{(row.Method == "Swish" ? "WALLET" : "CARD")}}","timestamp":"{{SwedishTime.IsoText(row.Date)}}T09:15:00Z","reference":"{{row.Reference}}","amount":{{Math.Abs(row.Amount)}},"vatAmount":0,"currency":"{{row.Currency}}","fee":{{fee}},"flexibleFee":{{Math.Max(0, fee - fixedFee)}},"fixedFee":{{(fee == 0 ? 0 : fixedFee)}},"feeVATpercent":0,"feeTaxRate":0,"feeTaxAmount":0,"transactionTaxDetails":[]}
            """);
    }
}
