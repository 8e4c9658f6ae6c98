using Sharespine.Etl.Connectors.Shops.Shopify;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Targets;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>Documents as the outbox holds them, and a load's two steps.</summary>
internal static class Writing
{
    public static OutboxDocument Document<T>(string entity, string key, T record)
    {
        var payload = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(record, TargetJson.Options);
        return new(entity, key, null, payload, ShopifyWrite.Hash(System.Text.Encoding.UTF8.GetString(payload)));
    }

    /// <summary>As the load stage does: what is to be written is sent with what was seen; else the state itself tells.</summary>
    public static async Task<object> LoadAsync(this IRecordTarget target, OutboxDocument document) => (await target.LoadAllAsync(document))[0];

    public static async Task<IReadOnlyList<object>> LoadAllAsync(this IRecordTarget target, params OutboxDocument[] documents)
    {
        var states = await target.FindAsync(documents, default);
        var writes = documents.Zip(states).Where(pair => pair.Second is TargetState.Absent or TargetState.Other).Select(pair => new PlannedWrite(pair.First, pair.Second)).ToList();
        var answers = writes.Count == 0 ? [] : await target.SendAsync(writes, default);
        return
        [
            .. documents.Zip(states).Select(pair => writes.FindIndex(write => write.Document == pair.First) is var index and >= 0 ? answers[index] : (object)pair.Second),
        ];
    }

    public static async Task<TargetState> FindAsync(this IRecordTarget target, OutboxDocument document) => (await target.FindAsync([document], default))[0];
}
