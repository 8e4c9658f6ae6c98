using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Reconcile.Simulation.Formats;

/// <summary>Svea's report of a day: fees inside the rows with the VAT of their kind, debt and withholding in the report's head.</summary>
internal sealed class SveaJson : ProviderFormat
{
    public override string Connection => "svea-se";

    public override string Provider => "Svea";

    public override string Mapping => "svea.report-v2";

    public override string Rules => "svea";

    public override (LineType Type, string Detail) Default => (LineType.Reversal, "");

    public override long Rounds => 500;

    public override string Reference(int client, DateOnly date, string currency) =>
        string.Create(CultureInfo.InvariantCulture, $"{client}-{date:yyyy-MM-dd}-{currency}");

    /// <summary>Cards without VAT, invoices with.</summary>
    public override IReadOnlyList<PlannedFee> Fees(SplitMix64 random, long amount)
    {
        var cost = Math.Max(1, Percent(amount, 190));
        return random.Chance(50) ? [new("Credit", cost, 0)] : [new("Credit", cost, Percent(cost, 2500)), new("Admin", 1900, 475)];
    }

    public override byte[] Write(PlannedPayout payout, SplitMix64 random)
    {
        long Moved(LineType type) => payout.Movements.Where(movement => movement.Type == type).Sum(movement => movement.Amount);
        var paid = payout.Net + payout.Off;
        var day = SwedishTime.IsoText(payout.Date) + "T00:00:00";
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            merchantId = 7001,
            totalNrOfRows = payout.Lines.Count,
            clientReports = new[]
            {
                new
                {
                    clientId = payout.Client,
                    reconciliationDate = day,
                    recipientBankAccountType = "Bankgiro",
                    paymentReport = new
                    {
                        sveaPaidAmountExcludingWithholding = paid - Moved(LineType.Holdback) - Moved(LineType.Release),
                        sveaPaidAmountIncludingWithholding = paid,
                        openingBalanceDebt = Moved(LineType.Repay),
                        closingBalanceDebt = -Moved(LineType.Deposit),
                        numberOfRows = payout.Lines.Count,
                        currency = payout.Currency,
                    },
                    rows = payout.Lines.Select(line => Row(payout, line)),
                },
            },
        });
    }

    /// <summary>An adjustment of fees is a row of nothing but a fee.</summary>
    private static Dictionary<string, object> Row(PlannedPayout payout, PlannedLine line)
    {
        var fees = line.Type == LineType.Unknown ? [new("Moonlight", -line.Amount, 0)] : line.Fees;
        var nominal = line.Type == LineType.Unknown ? 0 : line.Amount;
        var fields = new Dictionary<string, object>
        {
            ["sveaOrderNo"] = line.ProviderOrder,
            ["nominalAmount"] = nominal,
            ["sveaPaidAmount"] = nominal - fees.Sum(fee => fee.Cost + fee.Vat),
            ["paymentType"] = fees.Any(fee => fee.Vat != 0) ? "Invoice" : "Card",
            ["currency"] = payout.Currency,
            ["orderDate"] = SwedishTime.IsoText(line.Sold) + "T00:00:00",
            ["reconciliationDate"] = SwedishTime.IsoText(line.On) + "T00:00:00",
            ["rowType"] = line.Type switch { LineType.Sale => "Order", LineType.Return => "Credit", LineType.Reversal => "Regression", _ => "Cost" },
            ["fees"] = fees.Select(fee => new { type = fee.Detail, amountExcludingVat = fee.Cost, vatAmount = fee.Vat, vatPercent = fee.Vat == 0 ? 0 : 25, sveaPaidAmount = -fee.Cost - fee.Vat }),
        };
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                fields[name] = value;
            }
        }

        Add("externalOrderNo", line.Order);
        Add("sveaInvoiceNo", line.Other);
        Add("deliveryId", line.Type == LineType.Sale ? line.Capture : line.Refund);
        return fields;
    }
}
