using System.Text.Json;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>Shipments or invoices of one order, and which of them is ours: a comment of it holds our reference.</summary>
internal sealed class SalesDocuments(Magento2Client client, string listing, string single)
{
    public async Task<IReadOnlyList<JsonElement>> OfAsync(string orderId, CancellationToken cancellation) =>
        [.. (await new SearchWalk(client, listing, new SearchQuery().And("order_id", "eq", Magento2Client.Id(orderId)), 100).AllAsync(cancellation)).Select(row => row.Json)];

    public async Task<JsonElement?> MineAsync(IReadOnlyList<JsonElement> documents, string reference, CancellationToken cancellation)
    {
        foreach (var document in documents)
        {
            if (document.Rows("comments").Any(comment => Holds(comment, reference)) || await HasCommentAsync(document, reference, cancellation))
            {
                return document;
            }
        }

        return null;
    }

    public async Task<JsonElement?> FindAsync(string id, CancellationToken cancellation) =>
        await client.FindAsync($"{single}/{Magento2Client.Id(id)}", cancellation) is { } answer ? Magento2Client.Json(answer) : null;

    /// <summary>The comment that our documents are known by.</summary>
    public static string Comment(string? words, string reference) => string.IsNullOrWhiteSpace(words) ? $"[{reference}]" : $"{words.Trim()} [{reference}]";

    /// <summary>Some versions list documents without their comments; these have an address of their own.</summary>
    private async Task<bool> HasCommentAsync(JsonElement document, string reference, CancellationToken cancellation) =>
        !document.Rows("comments").Any()
        && await client.FindAsync($"{single}/{document.Long("entity_id")}/comments", cancellation) is { } answer
        && Magento2Client.Json(answer).Rows("items").Any(comment => Holds(comment, reference));

    private static bool Holds(JsonElement comment, string reference) => comment.Text("comment")?.Contains($"[{reference}]", StringComparison.Ordinal) == true;
}
