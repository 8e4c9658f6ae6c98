using System.Text;
using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Transform;

/// <summary>
/// From a shop's order as received to the ERP's documents: the shop's mapping makes our <see cref="Order"/>, the assembler
/// its documents, the ERP's mappings the payloads.
/// </summary>
public sealed class OrderMaker(string shop, RecordMapping order, IReadOnlyDictionary<string, RecordMapping> erp, IFileTarget target, OrderFlowSettings settings, TimeZoneInfo zone) : IDocumentMaker
{
    private static readonly string[] Shared = ["customer", "article"];

    public bool IsOwn(string entity) => !Shared.Contains(entity);

    public bool FirstSightStands(string entity) => Shared.Contains(entity);

    public MakerDecision Make(string recordKey, ReadOnlyMemory<byte> payload)
    {
        if (Read(payload, out var order) is { } without)
        {
            return without;
        }

        return NotWanted(order!) is { } because ? MakerDecision.Skip(because) : Payloads(OrderAssembler.Assemble(order!, shop, settings, zone));
    }

    /// <inheritdoc/>
    public MakerDecision? TakeBack(ReadOnlyMemory<byte> payload) =>
        settings.CancelledAfterSent == CancelledAfterSent.Credit && Read(payload, out var order) is null && order!.Status == OrderStatus.Cancelled
            ? Payloads(OrderAssembler.AssembleCancelled(order, shop, settings, zone))
            : null;

    /// <summary>The decision when there is no order to go on with, else null with the order.</summary>
    private MakerDecision? Read(ReadOnlyMemory<byte> payload, out Order? read)
    {
        read = null;
        if (MakerDecision.Without(order(payload), out var json) is { } without)
        {
            return without;
        }

        try
        {
            read = JsonSerializer.Deserialize<Order>(json.Span, TargetJson.Options)!;
            return null;
        }
        catch (JsonException exception)
        {
            return MakerDecision.Reject([new(TransformErrors.NotTheModel, exception.Message, Field: exception.Path)]);
        }
    }

    private string? NotWanted(Order read)
    {
        if (!settings.Statuses.Contains(read.Status))
        {
            return $"status \"{read.ShopStatus}\" ({Yaml.YamlBinder.Kebab(read.Status.ToString())}) is not among orders.statuses";
        }

        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(read.PlacedAt, zone).DateTime);
        return settings.From is { } from && day < from ? $"placed before orders.from ({from:yyyy-MM-dd})" : null;
    }

    private MakerDecision Payloads(AssembledOrder assembled)
    {
        if (assembled.Issues.Count > 0)
        {
            return MakerDecision.Reject(assembled.Issues);
        }

        var documents = new List<StagedDocument>();
        var issues = new List<Issue>();
        var held = new List<Issue>(assembled.Held);
        foreach (var document in assembled.Documents)
        {
            var hub = JsonSerializer.SerializeToUtf8Bytes(document.Content, document.Content.GetType(), TargetJson.Options);
            switch (erp[document.Entity](hub))
            {
                case MappingResult.Document mapped:
                    issues.AddRange(target.Examine(document.Entity, new(document.Key, "create", mapped.Utf8)));
                    documents.Add(new()
                    {
                        Entity = document.Entity,
                        DocumentKey = document.Key,
                        Hub = Encoding.UTF8.GetString(hub),
                        Payload = Encoding.UTF8.GetString(mapped.Utf8.Span),
                        Currency = document.Total?.Currency.Code,
                        TotalMinor = document.Total?.Minor,
                    });
                    break;
                case MappingResult.Rejected rejected:
                    issues.AddRange(rejected.Issues);
                    break;
                case MappingResult.Held waits:
                    held.AddRange(waits.Issues);
                    break;
            }
        }

        return issues.Count > 0 ? MakerDecision.Reject(issues) : MakerDecision.Made(documents, held);
    }
}

/// <summary>A mapping, ready to take one record (UTF-8 JSON).</summary>
public delegate MappingResult RecordMapping(ReadOnlyMemory<byte> source);
