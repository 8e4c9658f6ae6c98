using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>
/// One record for each product and each variation, with the fields that matter for stock or price and no others. Always all
/// of them: what the shop sells lowers stock by the database's own means, and an import may write prices so.
/// </summary>
internal sealed class ArticleReader : EntityReader
{
    private const string Identity = "id,name,type,status,sku,parent_id,variations,date_modified_gmt";
    private readonly string _fields;
    private readonly bool _withBasis;
    private readonly Variations _variations;

    private ArticleReader(WooCommerceClient client, string entity, string fields, bool withBasis)
        : base(client, entity, "products")
    {
        _fields = $"{Identity},{fields}";
        _withBasis = withBasis;
        _variations = new Variations(client, _fields);
    }

    public static ArticleReader Stock(WooCommerceClient client) =>
        new(client, "stock", "manage_stock,stock_quantity,stock_status,backorders", withBasis: false);

    public static ArticleReader Price(WooCommerceClient client) =>
        new(client, "price", "regular_price,sale_price,date_on_sale_from_gmt,date_on_sale_to_gmt,tax_status,tax_class", withBasis: true);

    /// <summary>Nothing: each walk reads all there is.</summary>
    public override async IAsyncEnumerable<SourceKey> ListAsync(DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        yield break;
    }

    /// <summary>A product's or a variation's: the shop gives both under /products/{id}.</summary>
    public override async Task<RawRecord?> FetchAsync(string key, CancellationToken cancellation)
    {
        var query = new WooCommerceQuery().With("_fields", _fields);
        if (await Client.FindProductAsync(key, query, cancellation) is not { } answer)
        {
            return null;
        }

        var article = ShopJson.Read(answer, JsonValueKind.Object);
        string? parentSku = null;
        if (article.Id("parent_id") is > 0 and var parent)
        {
            if (await Client.FindProductAsync(Text(parent), query, cancellation) is not { } parentAnswer)
            {
                return null;
            }

            parentSku = ShopJson.Read(parentAnswer, JsonValueKind.Object).Text("sku") ?? "";
        }

        var row = new IdRow(long.Parse(key, NumberStyles.None, CultureInfo.InvariantCulture), answer.Body, new SourcePosition(answer.Address, Record: key));
        return await RecordAsync(row, parentSku, cancellation);
    }

    protected override WooCommerceQuery Filter(DateTimeOffset? changedAfter) => new WooCommerceQuery().With("status", "any").With("_fields", _fields);

    protected override async Task<IReadOnlyList<RawRecord>> RecordsAsync(IdRow row, CancellationToken cancellation)
    {
        var records = new List<RawRecord> { await RecordAsync(row, null, cancellation) };
        if (!ProductReader.IsVariable(row))
        {
            return records;
        }

        if (await _variations.ReadAsync(row.Id, cancellation) is not { } variations)
        {
            return [];
        }

        using var parent = JsonDocument.Parse(row.Raw);
        var sku = parent.RootElement.Text("sku") ?? "";
        foreach (var variation in variations)
        {
            records.Add(await RecordAsync(variation, sku, cancellation));
        }

        return records;
    }

    private async Task<RawRecord> RecordAsync(IdRow row, string? parentSku, CancellationToken cancellation)
    {
        var payload = row.Raw;
        if (parentSku is not null)
        {
            payload = OwnField.Add(payload, "parent_sku"u8, JsonSerializer.SerializeToUtf8Bytes(parentSku));
        }

        if (_withBasis)
        {
            var basis = await Client.BasisAsync(cancellation);
            payload = OwnField.Add(payload, "shop"u8, basis.Json());
        }

        return new RawRecord(Text(row.Id), payload, row.At);
    }
}
