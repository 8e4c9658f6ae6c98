using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>What was written to a recorded shop: per order its status, meta fields and time of change, in one small file.</summary>
internal sealed class RecordedShopState
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };
    private readonly string _file;
    private readonly JsonObject _changes;

    public RecordedShopState(string workFolder)
    {
        Directory.CreateDirectory(workFolder);
        _file = Path.Combine(workFolder, "woocommerce-state.json");

        // Left by a process that was killed before its write was done.
        File.Delete(_file + ".tmp");
        _changes = File.Exists(_file) && JsonNode.Parse(File.ReadAllBytes(_file)) is JsonObject changes ? changes : [];
    }

    public void ApplyTo(SortedDictionary<long, JsonObject> orders)
    {
        foreach (var (id, change) in _changes)
        {
            if (orders.TryGetValue(long.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture), out var order))
            {
                Apply(order, change!.AsObject());
            }
        }
    }

    /// <summary>Changes the order as a shop's PUT does (its time moves even when nothing else does) and keeps the change.</summary>
    public void Change(long id, JsonObject order, JsonObject change, DateTimeOffset now)
    {
        var key = id.ToString(CultureInfo.InvariantCulture);
        var kept = _changes[key] as JsonObject ?? [];
        if (change["status"] is { } status)
        {
            kept["status"] = status.DeepClone();
        }

        if (change["meta_data"] is JsonArray meta)
        {
            var all = kept["meta_data"] as JsonArray ?? [];
            Merge(all, meta);
            kept["meta_data"] = all.Parent is null ? all : all.DeepClone();
        }

        kept["date_modified_gmt"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        _changes[key] = kept.Parent is null ? kept : kept.DeepClone();
        Apply(order, kept);
        Save();
    }

    private static void Apply(JsonObject order, JsonObject change)
    {
        foreach (var field in change.Where(field => field.Key is "status" or "date_modified_gmt"))
        {
            order[field.Key] = field.Value!.DeepClone();
        }

        if (change["meta_data"] is JsonArray added)
        {
            var meta = order["meta_data"] as JsonArray ?? [];
            Merge(meta, added);
            order["meta_data"] = meta.DeepClone();
        }
    }

    /// <summary>A known key gets the new value in place, a new one comes last.</summary>
    private static void Merge(JsonArray meta, JsonArray added)
    {
        foreach (var entry in added.OfType<JsonObject>())
        {
            var key = entry["key"]!.GetValue<string>();
            var there = meta.OfType<JsonObject>().FirstOrDefault(m => m["key"]?.GetValue<string>() == key);
            if (there is null)
            {
                meta.Add(new JsonObject { ["key"] = key, ["value"] = entry["value"]?.DeepClone() });
            }
            else
            {
                there["value"] = entry["value"]?.DeepClone();
            }
        }
    }

    private void Save()
    {
        var half = _file + ".tmp";
        File.WriteAllText(half, _changes.ToJsonString(Readable), new UTF8Encoding(false));
        FaultPoints.Pass("recorded shop: before a write is done");
        File.Move(half, _file, overwrite: true);
        FaultPoints.Pass("recorded shop: a write is done, its answer not given");
    }
}
