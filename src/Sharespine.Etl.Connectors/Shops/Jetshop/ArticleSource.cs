using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Jetshop;

/// <summary>
/// Reads products, stock and prices by article number, since no operation is known that lists them. A product's payload has
/// the ProductData of every culture; that of stock and price is the main culture's alone, with the shop's currency added as
/// <c>_currency</c>.
/// </summary>
/// <param name="list">File with the article numbers.</param>
internal sealed class ArticleSource(JetshopClient client, string list)
{
    public const string Product = "product";
    public static readonly string[] Entities = [Product, "stock", "price"];
    private const int PageSize = 50;

    public async IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var articles = Articles().Where(article => request.ResumeAt is null || string.CompareOrdinal(article, request.ResumeAt) > 0).ToList();
        DateTimeOffset? started = null;
        foreach (var page in articles.Count == 0 ? [[]] : articles.Chunk(PageSize))
        {
            var found = await Task.WhenAll(page.Select(article => RecordAsync(request.Entity, article, cancellation)));
            // A walk that has nothing to read has no server to ask for the time.
            started ??= found.Length > 0 ? found[0].ServerTime : client.World.UtcNow;
            foreach (var article in page.Where((_, index) => found[index].Record is null))
            {
                client.Notes.Add(new(JetshopErrors.UnknownArticle, $"the shop does not have {article}; others may follow.", new(Path.GetFileName(list)), request.Entity));
            }

            yield return new([.. found.Select(answer => answer.Record).OfType<RawRecord>()], page.LastOrDefault() ?? request.ResumeAt ?? "", started.Value);
        }
    }

    public async Task<RawRecord?> FetchAsync(string entity, string article, CancellationToken cancellation) => (await RecordAsync(entity, article, cancellation)).Record;

    private async Task<(RawRecord? Record, DateTimeOffset ServerTime)> RecordAsync(string entity, string article, CancellationToken cancellation)
    {
        var cultures = entity == Product ? client.Settings.Cultures : [client.Settings.Cultures[0]];
        var products = new List<ShopProduct>();
        HttpAnswer? first = null;
        foreach (var culture in cultures)
        {
            var answer = await client.AskAsync(article, culture, cancellation);
            first ??= answer;
            if (JetshopClient.Products(answer).FirstOrDefault(product => product.Is(article)) is { } product)
            {
                products.Add(product);
            }
            else if (products.Count == 0)
            {
                // Not there in the main culture: not there.
                break;
            }
        }

        var time = JetshopClient.ServerTime(first!);
        if (products.Count == 0)
        {
            return (null, time);
        }

        // The shop's own spelling is the key: the list may differ in case.
        var key = products[0].Article;
        return (new RawRecord(key, entity == Product ? Whole(key, products) : Single(products[0]), new(first!.Address, Record: key)), time);
    }

    private byte[] Whole(string article, List<ShopProduct> products) => Write(writer =>
    {
        writer.WriteString("ArticleNumber", article);
        writer.WriteStartArray("ProductData");
        foreach (var product in products)
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(product.Data));
        }

        writer.WriteEndArray();
        writer.WriteString("_currency", client.Settings.Currency.Code);
    });

    private byte[] Single(ShopProduct product) => Write(writer =>
    {
        foreach (var field in product.Data.EnumerateObject())
        {
            field.WriteTo(writer);
        }

        writer.WriteString("_currency", client.Settings.Currency.Code);
    });

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Each once, in an order that a walk can be taken up in.</summary>
    private List<string> Articles()
    {
        try
        {
            var bytes = File.ReadAllBytes(list);
            var text = System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
            return
            [
                .. text.TrimStart('\uFEFF').Split('\n').Where(line => !line.StartsWith('#'))
                    .Select(line => line.Split(';', ',', '\t')[0].Trim().Trim('"').Trim())
                    .Where(article => article.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EtlException(new Issue(JetshopErrors.NoArticles, "the file cannot be read.", new(Path.GetFileName(list)), "article-list"), exception);
        }
    }
}
