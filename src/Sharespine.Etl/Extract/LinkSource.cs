using System.Text;
using System.Text.Json;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Extract;

/// <summary>
/// The extract stage of a status job: documents that the ERP has acknowledged, each one record
/// (<see cref="OrderStatusChange"/>, received) for the way back to the shop.
/// </summary>
/// <param name="sourceName">connection/entity that the records are staged under.</param>
/// <param name="erp">The ERP's connection, whose links are read.</param>
/// <param name="orderFlow">The flow that sent the documents.</param>
public sealed class LinkSource(string sourceName, string erp, string orderFlow)
{
    private const int BatchSize = 500;
    private static readonly TimeSpan Keep = TimeSpan.FromDays(3650);

    public Task RunAsync(StageContext context, CancellationToken stop)
    {
        while (context.Database.Read(New) is { Count: > 0 } links)
        {
            stop.ThrowIfCancellationRequested();
            var now = context.World.UtcNow;
            context.Commit("stage links", links, session => SourceStore.TakeIn(
                session, sourceName, context.RunId + "/" + sourceName, links.Select(Row), context.RunId, now, now + Keep));
        }

        return Task.CompletedTask;
    }

    private IReadOnlyList<LinkedOrder> New(Session session) => session.Top<LinkedOrder>(BatchSize, """
        SELECT l.document_key, l.target_key, l.linked_at, d.hub
        FROM link l
        JOIN document d ON d.entity = l.entity AND d.document_key = l.document_key AND d.flow = @orderFlow
        WHERE l.target = @erp AND l.entity IN ('order', 'invoice') AND l.role = 'made'
            AND NOT EXISTS (SELECT 1 FROM source_record r WHERE r.source = @sourceName AND r.record_key = l.document_key)
        ORDER BY l.document_key
        """, new { erp, orderFlow, sourceName });

    private IntakeRow Row(LinkedOrder link)
    {
        using var hub = JsonDocument.Parse(link.Hub);
        var payload = JsonSerializer.Serialize(new OrderStatusChange
        {
            OrderId = hub.RootElement.GetProperty("orderId").GetString()!,
            DocumentKey = link.DocumentKey,
            Event = ErpEvent.Received,
            ErpNumber = link.TargetKey,
            At = link.LinkedAt,
        }, TargetJson.Options);
        return new(link.DocumentKey, payload, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(payload))), $"{erp} acknowledgement");
    }

    private sealed class LinkedOrder
    {
        public string DocumentKey { get; init; } = "";

        public string TargetKey { get; init; } = "";

        public DateTimeOffset LinkedAt { get; init; }

        public string Hub { get; init; } = "";
    }
}
