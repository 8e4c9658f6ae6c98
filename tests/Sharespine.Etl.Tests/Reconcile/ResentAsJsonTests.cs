using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Tests.Mappings.Files;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>A payout that comes as a file and by the provider's API is one payout, whichever comes first.</summary>
public sealed class ResentAsJsonTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public static TheoryData<string, string> Orders => new()
    {
        { "klarna.settlement/default-columns.csv", "klarna.settlements-api/900000101.json" },
        { "klarna.settlements-api/900000101.json", "klarna.settlement/default-columns.csv" },
    };

    [StoreTheory]
    [MemberData(nameof(Orders))]
    public void The_second_of_the_two_changes_nothing(string first, string second)
    {
        var reconciliation = new Reconciliation(_store.Database, new World(_store.Clock, 1), StoryInput.Settings(new Dictionary<string, string>()), StoryTests.ExampleRules);

        Assert.Equal(PayoutOutcome.New, Save(reconciliation, first));
        Assert.Equal(PayoutOutcome.Resent, Save(reconciliation, second));
        Assert.Equal(1, _store.Database.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM payout")));
    }

    [Fact]
    public void Both_have_the_same_merchant_reference_and_line_keys()
    {
        var (csv, json) = (Read("klarna.settlement/default-columns.csv"), Read("klarna.settlements-api/900000101.json"));

        Assert.Equal((csv.MerchantId, csv.Reference, csv.Date, csv.Total), (json.MerchantId, json.Reference, json.Date, json.Total));
        Assert.Equal(Keys(csv), Keys(json));
        Assert.Equal(8, json.Lines.Count);
    }

    public void Dispose() => _store.Dispose();

    private static IEnumerable<string> Keys(Payout payout) => payout.Lines.Where(line => !line.FromTotal).Select(line => $"{line.Key} {line.Amount} {line.EventDate}");

    private static PayoutOutcome Save(Reconciliation reconciliation, string sample) =>
        reconciliation.SaveSettlement(new(new string(sample.Contains("json", StringComparison.Ordinal) ? 'b' : 'a', 64), sample, "archive/" + sample, 8), [Read(sample)], null).Payouts.Single().Outcome;

    private static Payout Read(string sample)
    {
        var file = ShippedMappings.Read(sample.Split('/')[0], sample.Split('/')[1]);
        Assert.True(Assert.Single(file.Controls).IsProven);
        return Assert.Single(file.Payouts);
    }
}
