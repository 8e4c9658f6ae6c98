using System.Text;
using Sharespine.Etl.Connectors.Shops.Magento2;
using Sharespine.Etl.Connectors.Transport;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

public sealed class Magento2RefusalTests
{
    [Theory]
    [InlineData("""{"message":"The consumer isn't authorized to access %resources.","parameters":{"resources":"Magento_Sales::ship"}}""", "The consumer isn't authorized to access Magento_Sales::ship.")]
    [InlineData("""{"message":"Signature method %1 is not supported","parameters":["HMAC-SHA1"]}""", "Signature method HMAC-SHA1 is not supported")]
    [InlineData("""{"message":"Invalid attribute %fieldName = %fieldValue.","parameters":["SKU","A"]}""", "Invalid attribute SKU = A.")]
    [InlineData("""{"message":"%2 after %1, 100 % and %name","parameters":["a","b"]}""", "b after a, 100 % and a")]
    [InlineData("""{"message":"Price = %price. SKU = %SKU, %price","parameters":["-1","A"]}""", "Price = -1. SKU = A, -1")]
    [InlineData("""{"message":"A discount of 10%.","parameters":[]}""", "A discount of 10%.")]
    [InlineData("""{"message":"%1 is missing"}""", "%1 is missing")]
    [InlineData("""{"message":"%1 is missing","parameters":[]}""", "%1 is missing")]
    [InlineData("""{"error":"else"}""", null)]
    [InlineData("""["message"]""", null)]
    [InlineData("<h1>Not Found</h1>", null)]
    public void The_places_of_a_message_are_filled_with_its_parameters(string body, string? words) =>
        Assert.Equal(words, Magento2Refusal.Message(Answer(body)));

    [Fact]
    public void A_long_message_is_shortened()
    {
        var words = Magento2Refusal.Words(Answer($$"""{"message":"{{new string('x', 1000)}}"}"""));

        Assert.Equal("400: " + new string('x', 300) + "…", words);
    }

    private static HttpAnswer Answer(string body) => new(400, new Dictionary<string, string>(), Encoding.UTF8.GetBytes(body), "POST https://shop.example", TimeSpan.Zero);
}
