namespace Sharespine.Etl.Tests.Connectors.Shopify;

public sealed class ShopifyMappingTests
{
    [Theory]
    [InlineData("shopify.order")]
    [InlineData("shopify.order-status")]
    [InlineData("shopify.shipment")]
    [InlineData("shopify.capture")]
    [InlineData("shopify.product")]
    [InlineData("shopify.product-in")]
    [InlineData("shopify.stock")]
    [InlineData("shopify.stock-in")]
    [InlineData("shopify.price")]
    [InlineData("shopify.price-in")]
    [InlineData("shopify.price-list")]
    [InlineData("shopify.price-list-in")]
    public void The_shipped_mapping_and_its_examples_check_without_a_finding(string name)
    {
        Assert.NotNull(ShopifyMappings.Get(name));
    }
}
