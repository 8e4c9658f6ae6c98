using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Reconcile.Simulation.Formats;

/// <summary>Nexi Checkout's reporting API: the fee stands in its action, and there is no VAT on it.</summary>
internal sealed class NexiJson : ProviderFormat
{
    public override string Connection => "nexi-se";

    public override string Provider => "Nexi";

    public override string Mapping => "nexi.payouts-api";

    public override string Rules => "nexi";

    public override bool HasLateFees => false;

    public override bool HasHoldbacks => false;

    public override bool HasDebt => false;

    public override (LineType Type, string Detail) Default => (LineType.Return, "");

    public override string Reference(int client, DateOnly date, string currency) =>
        string.Create(CultureInfo.InvariantCulture, $"NX{client:00000}{date.DayOfYear:000}{(currency == "SEK" ? 1 : 2)}");

    public override IReadOnlyList<PlannedFee> Fees(SplitMix64 random, long amount) => [new("Visa", Math.Max(1, Percent(amount, 145)), 0)];

    public override byte[] Write(PlannedPayout payout, SplitMix64 random)
    {
        long Sum(LineType type) => payout.Lines.Where(line => line.Type == type).Sum(line => line.Amount);
        var deposits = payout.Movements.Where(movement => movement.Type == LineType.Deposit).ToList();
        var actions = payout.Lines.Select(Action).Concat(deposits.Select((deposit, index) => Deposit(payout, deposit.Amount, index))).ToList();
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = $"{payout.Client:x8}000040008000{payout.Date.DayNumber:x12}",
            reference = payout.Reference,
            date = SwedishTime.IsoText(payout.Date),
            currency = payout.Currency,
            amount = payout.Net + payout.Off,
            chargedAmount = Sum(LineType.Sale),
            refundedAmount = -Sum(LineType.Return),
            depositedAmount = deposits.Sum(deposit => deposit.Amount),
            fees = payout.Lines.Sum(line => line.Fees.Sum(fee => fee.Cost)),
            feeTaxRate = 0,
            feeTaxAmount = 0,
            numberOfPaymentActions = actions.Count,
            paymentActions = actions,
        });
    }

    private static Dictionary<string, object> Action(PlannedLine line)
    {
        var fields = new Dictionary<string, object>
        {
            ["id"] = line.Type == LineType.Sale ? line.Capture : line.Refund.Length > 0 ? line.Refund : "x" + line.ProviderOrder,
            ["paymentId"] = line.ProviderOrder,
            ["paymentAction"] = line.Type switch { LineType.Sale => "Charge", LineType.Return => "Refund", _ => "Adjustment" },
            ["paymentMethod"] = "Visa",
            ["paymentType"] = "CARD",
            ["timestamp"] = KlarnaTable.Stamp(line.On, line),
            // Only an action that nobody knows keeps its sign: its table has none.
            ["amount"] = line.Type == LineType.Unknown ? line.Amount : Math.Abs(line.Amount),
            ["fee"] = line.Fees.Sum(fee => fee.Cost),
        };
        if (line.Order is not null)
        {
            fields["reference"] = line.Order;
        }

        if (line.Other is not null)
        {
            fields["invoiceNumber"] = line.Other;
        }

        return fields;
    }

    private static Dictionary<string, object> Deposit(PlannedPayout payout, long amount, int index) => new()
    {
        ["id"] = string.Create(CultureInfo.InvariantCulture, $"d{payout.Client}-{index}"),
        ["paymentAction"] = "Deposit",
        ["timestamp"] = KlarnaTable.Stamp(payout.Date, null),
        ["amount"] = amount,
    };
}
