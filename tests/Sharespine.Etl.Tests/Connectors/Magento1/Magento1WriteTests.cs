using System.Text;
using System.Text.Json;
using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Targets;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

/// <summary>A shop, a client to it, and documents for its targets.</summary>
public abstract class Magento1WriteTests : IAsyncLifetime
{
    internal FakeOpenMage Server { get; private set; } = null!;

    internal FakeShop Shop => Server.Shop;

    internal Magento1Client Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await FakeOpenMage.StartAsync();
        Client = Server.Client();
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    internal static OutboxDocument Document(string entity, string json) => new(entity, $"{entity}/1", null, Encoding.UTF8.GetBytes(json), "hash");

    /// <summary>A hub record through the shipped mapping.</summary>
    internal static OutboxDocument Mapped<T>(string entity, string mapping, T record)
    {
        var result = Magento1Reading.Mapping(mapping).Map(JsonSerializer.SerializeToUtf8Bytes(record, TargetJson.Options), MappingInputs.None);
        Assert.True(result is MappingResult.Document, result.ToString());
        return new(entity, $"{entity}/1", null, ((MappingResult.Document)result).Utf8, "hash");
    }

    internal static async Task<TargetState> FindAsync(IRecordTarget target, OutboxDocument document) => (await target.FindAsync([document], default))[0];

    internal static async Task<TargetAnswer> SendAsync(IRecordTarget target, OutboxDocument document)
    {
        var found = await FindAsync(target, document);
        return (await target.SendAsync([new(document, found)], default))[0];
    }

    internal static void AssertRefused(TargetAnswer answer, ErrorCode code) => Assert.Equal(code, Assert.IsType<TargetAnswer.Refused>(answer).Issue.Code);

    internal static void AssertCannotAsk(TargetState state, ErrorCode code) => Assert.Equal(code, Assert.IsType<TargetState.CannotAsk>(state).Issue.Code);
}
