using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>The shipped booking rules as a story's settings change them.</summary>
internal static class StoryRules
{
    public static BookingRules Of(BookingRules rules, IReadOnlyDictionary<string, string> options) => rules with
    {
        Clearing = new Dictionary<string, string>(rules.Clearing) { ["EUR"] = "1685" },
        Rules = [.. Default(options), .. rules.Rules.Select(rule => rule.Types.Contains(LineType.Fee) && options.TryGetValue("fee-vat", out var vat) ? Fee(rule, vat) : rule)],
    };

    private static IEnumerable<BookingRule> Default(IReadOnlyDictionary<string, string> options) => options.TryGetValue("default-account", out var account)
        ? [new() { Name = "Customer's default taken back", Types = [LineType.Return], DetailedTypes = ["PAYMENT_DEFAULT"], Account = account }]
        : [];

    private static BookingRule Fee(BookingRule rule, string vat) => Enum.Parse<FeeVatTreatment>(vat.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) switch
    {
        FeeVatTreatment.ReverseCharge => rule with { Vat = FeeVatTreatment.ReverseCharge, ReverseCharge = new(25m, "2645", "2614", "4535", "4598") },
        FeeVatTreatment.SeparateInvoice => rule with { Vat = FeeVatTreatment.SeparateInvoice, Account = "2440" },
        var other => rule with { Vat = other },
    };
}
