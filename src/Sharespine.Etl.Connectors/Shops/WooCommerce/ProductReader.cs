using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>Products of every kind and status but the trash, a variable one with its variations.</summary>
internal sealed class ProductReader(WooCommerceClient client) : EntityReader(client, "product", "products")
{
    private readonly Variations _variations = new(client, null);

    public override async Task<RawRecord?> FetchAsync(string key, CancellationToken cancellation)
    {
        if (await Client.FindProductAsync(key, new(), cancellation) is not { } answer)
        {
            return null;
        }

        // The same address gives variations too, which are no products.
        if (ShopJson.Read(answer, JsonValueKind.Object).Id("parent_id") > 0)
        {
            return null;
        }

        var id = long.Parse(key, NumberStyles.None, CultureInfo.InvariantCulture);
        var records = await RecordsAsync(new IdRow(id, answer.Body, new SourcePosition(answer.Address, Record: key)), cancellation);
        return records.Count == 0 ? null : records[0];
    }

    protected override WooCommerceQuery Filter(DateTimeOffset? changedAfter) => new WooCommerceQuery().WithUtc("modified_after", changedAfter).With("status", "any");

    protected override async Task<IReadOnlyList<RawRecord>> RecordsAsync(IdRow row, CancellationToken cancellation)
    {
        if (!IsVariable(row))
        {
            return [new RawRecord(Text(row.Id), row.Raw, row.At)];
        }

        return await _variations.ReadAsync(row.Id, cancellation) is { } variations
            ? [new RawRecord(Text(row.Id), OwnField.AddList(row.Raw, "variation_details"u8, variations), row.At)]
            : [];
    }

    /// <summary>A product that has variations, or may have: extensions name their kinds variable-subscription and the like.</summary>
    internal static bool IsVariable(IdRow row)
    {
        using var product = JsonDocument.Parse(row.Raw);
        return product.RootElement.List("variations").Any() || product.RootElement.Text("type")?.StartsWith("variable", StringComparison.Ordinal) == true;
    }
}
