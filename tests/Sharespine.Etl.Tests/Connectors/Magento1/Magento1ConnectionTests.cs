using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

public sealed class Magento1ConnectionTests
{
    private static readonly ConnectionType Type = ConnectorCatalog.Types.Single(type => type.Name == "magento1");

    [Fact]
    public void A_connection_goes_both_ways_for_all_that_the_shop_has()
    {
        var connection = Create(new() { Url = "https://shop.example", User = "etl", ApiKey = "key-1234" }, out var issues)!;

        Assert.Empty(issues);
        Assert.Equal(["order", "product", "stock", "price", "price-list"], connection.Records!.Entities);
        Assert.Equal(["capture", "order-status", "price", "price-list", "product", "shipment", "stock"], connection.Targets.Keys.Order(StringComparer.Ordinal));
        Assert.NotNull(connection.ProbeAsync);

        // The API has no list of statuses.
        Assert.Null(connection.StatusesAsync);
    }

    [Fact]
    public void Every_mapping_into_the_shop_makes_a_record_that_one_of_its_targets_takes()
    {
        foreach (var name in new[] { "order-status", "shipment", "capture", "product-in", "stock-in", "price-in", "price-list-in" })
        {
            Assert.Equal($"magento1.{name.Replace("-in", "", StringComparison.Ordinal)}", Magento1Reading.Mapping($"magento1.{name}").TargetName);
        }
    }

    [Fact]
    public void Everything_wrong_with_the_settings_is_told_at_once()
    {
        Assert.Null(Create(new() { Url = "http://shop.example", User = "", ApiKey = "", Currency = "kr" }, out var issues));

        Assert.Equal(["url", "user", "currency"], issues.Select(issue => issue.Field));
    }

    private static Connection? Create(Magento1Settings settings, out List<Issue> issues)
    {
        issues = [];
        var context = new ConnectionContext("shop", new SiteFolders(Path.GetTempPath(), null, "", "", ""), new World(TimeProvider.System, 1), TimeZoneInfo.Utc);
        return Type.Create(context, settings, issues);
    }
}
