using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Tests.Connectors.WooCommerce;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

public sealed class Magento2ConnectionTests
{
    [Fact]
    public void The_pages_own_example_makes_a_connection_for_everything_a_shop_does()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "connectors", "magento2.md"));
        var yaml = page.Split("```yaml\n")[1].Split("```")[0];

        var (connection, issues) = Read(yaml);

        Assert.Equal("", string.Join(Environment.NewLine, issues));
        Assert.Equal(["order", "product", "stock", "price", "price-list"], connection!.Records!.Entities);
        Assert.Equal(["capture", "order-status", "price", "price-list", "product", "shipment", "stock"], connection.Targets.Keys.Order(StringComparer.Ordinal));
        Assert.NotNull(connection.ProbeAsync);
        Assert.NotNull(connection.StatusesAsync);
    }

    [Fact]
    public void What_is_wrong_with_the_settings_is_told_at_once()
    {
        var (connection, issues) = Read("""
            connections:
              shop-se:
                type: magento2
                url: shop.example
                access-token: ${MAGENTO_ACCESS_TOKEN}
                prices-include-tax: true
                used-for: [ orders ]
            """);

        Assert.Null(connection);
        Assert.Equal(5, issues.Count);
        Assert.All(issues, issue => Assert.Equal("MGT001", issue.Code.Code));
    }

    [Fact]
    public void Whether_prices_include_tax_has_to_be_said()
    {
        var (connection, issues) = Read("""
            connections:
              shop-se:
                type: magento2
                url: https://shop.example
                auth: bearer
                access-token: ${MAGENTO_ACCESS_TOKEN}
            """);

        Assert.Null(connection);
        Assert.Contains("prices-include-tax", Assert.Single(issues).ToString(), StringComparison.Ordinal);
    }

    private static (Connection? Connection, List<Issue> Issues) Read(string connections)
    {
        using var folder = new TemporaryFolder();
        folder.Write("etl.yaml", "company:\n  name: A\n  organisation-number: 559999-0008\n" + connections);
        var issues = new List<Issue>();
        var site = ConfigurationReader.Read(Path.Combine(folder.Path, "etl.yaml"), name => name.StartsWith("MAGENTO_", StringComparison.Ordinal) ? "secret-of-" + name : null, ConnectorCatalog.Types, new World(new FixedClock("2026-11-21T02:00:00Z")), issues);
        return (site?.Connections["shop-se"], issues);
    }
}
