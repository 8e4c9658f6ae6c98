using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>
/// A large pull as one file: Shopify runs the query, we wait for it, and its result is read part by part from another host
/// (which gets no token of ours), so that it never lies in memory whole. Each root comes with the children that follow it.
/// </summary>
internal sealed class BulkFile(ShopifyClient client, string document)
{
    private const string Start = "bulk:";
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Whether the walk that left this position read a file.</summary>
    public static bool IsPosition(string? resumeAt) => resumeAt?.StartsWith(Start, StringComparison.Ordinal) ?? false;

    /// <summary>Bytes asked for at once.</summary>
    public int PartSize { get; init; } = 4 * 1024 * 1024;

    /// <summary>When the operation that was read began: the walk's clock, also where its file is empty.</summary>
    public DateTimeOffset? BeganAt { get; private set; }

    /// <summary>All roots behind the position; of a new operation when there is none, or its result is gone.</summary>
    public async IAsyncEnumerable<BulkRoot> ReadAsync(string? resumeAt, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (operation, offset) = Position(resumeAt);
        var result = operation is null ? null : await ResultAsync(operation, cancellation);
        if (result is null)
        {
            operation = await RunAsync(cancellation);
            offset = 0;
            result = await ResultAsync(operation, cancellation) ?? throw Failed("The operation is gone.");
        }

        BeganAt = result.CreatedAt;
        if (result.Address is null)
        {
            // An operation that found nothing has no file.
            yield break;
        }

        JsonObject? root = null;
        var children = new List<JsonObject>();
        await foreach (var (line, start) in LinesAsync(result, offset, cancellation))
        {
            if (line["__parentId"] is not null)
            {
                children.Add(line);
                continue;
            }

            if (root is not null)
            {
                yield return new(root, children, result.At, result.CreatedAt, At(operation!, start));
                children = [];
            }

            root = line;
        }

        if (root is not null)
        {
            yield return new(root, children, result.At, result.CreatedAt, At(operation!, result.Size));
        }
    }

    private static string At(string operation, long offset) => string.Create(CultureInfo.InvariantCulture, $"{Start}{operation}:{offset}");

    private static (string? Operation, long Offset) Position(string? resumeAt)
    {
        if (!IsPosition(resumeAt))
        {
            return (null, 0);
        }

        var parts = resumeAt![Start.Length..].Split(':');
        return parts.Length == 2 && Gid.IsNumber(parts[0]) && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? (parts[0], offset)
            : throw new EtlException(new Issue(ShopifyErrors.BadResume, $"\"{resumeAt}\" is not a position in a bulk file."));
    }

    /// <summary>Starts the operation, when need be after the shop's other ones.</summary>
    private async Task<string> RunAsync(CancellationToken cancellation)
    {
        var variables = new JsonObject { ["query"] = ShopifyDocument.Of(document).Text };
        for (var waits = new Waits(client); ;)
        {
            var written = await client.MutateAsync("bulk-run", "bulkOperationRunQuery", variables, cancellation);
            if (written.Failed is { } failed)
            {
                // An operation that runs unseen harms nobody; its file is thrown away after a week.
                throw new EtlException(failed switch
                {
                    Load.TargetAnswer.NotDone notDone => notDone.Issue,
                    Load.TargetAnswer.Unknown unknown => unknown.Issue,
                    _ => ((Load.TargetAnswer.Refused)failed).Issue,
                })
                { IsTransient = failed is not Load.TargetAnswer.Refused };
            }

            if (written.Errors.Count == 0 && Gid.Number(written.Payload.Text("bulkOperation", "id")) is { } id)
            {
                return id;
            }

            if (written.Errors.Any(error => error.Code == "OPERATION_IN_PROGRESS"))
            {
                await waits.NextAsync("the shop's other bulk operations", cancellation);
                continue;
            }

            throw Failed(written.Errors.Count > 0 ? string.Join("; ", written.Errors) : "No operation was started.");
        }
    }

    /// <summary>The ended operation's file; null when the operation is gone or expired.</summary>
    private async Task<Result?> ResultAsync(string operation, CancellationToken cancellation)
    {
        for (var waits = new Waits(client); ; await waits.NextAsync($"bulk operation {operation}", cancellation))
        {
            var data = await client.ReadAsync("bulk-poll", new() { ["id"] = Gid.Of("BulkOperation", operation) }, cancellation);
            if (data.Root.At("bulkOperation") is not { } state || state.Text("status") is "EXPIRED")
            {
                return null;
            }

            switch (state.Text("status"))
            {
                case "COMPLETED":
                    var created = state.Time("createdAt") ?? throw Failed("The operation has no creation time.");
                    return new(state.Text("url") is { } url ? new Uri(url) : null, (long)(state.Decimal("fileSize") ?? 0), created, data.At);
                case "FAILED" or "CANCELED" or "CANCELING":
                    throw Failed($"It ended as {state.Text("status")} ({state.Text("errorCode") ?? "no reason given"}).");
            }
        }
    }

    /// <summary>Each line with the byte it starts at.</summary>
    private async IAsyncEnumerable<(JsonObject Line, long Start)> LinesAsync(Result result, long offset, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rest = new MemoryStream();
        for (var read = offset; read < result.Size;)
        {
            var answer = await client.DownloadAsync(result.Address!, read, Math.Min(read + PartSize, result.Size) - 1, cancellation);
            if (answer.Body.Length == 0 || (answer.Status != 206 && (read > 0 || answer.Body.Length != result.Size)))
            {
                throw Failed($"A part of the file was asked for, {answer.Status} with {answer.Body.Length} bytes came.");
            }

            if (answer.Header("Content-Range") is { } range && !range.EndsWith(string.Create(CultureInfo.InvariantCulture, $"/{result.Size}"), StringComparison.Ordinal))
            {
                throw Failed($"The file has another size than Shopify said: {range}.");
            }

            read += answer.Body.Length;
            rest.Write(answer.Body.Span);
            var text = rest.GetBuffer().AsMemory(0, (int)rest.Length);
            var start = read - rest.Length;
            int end;
            while ((end = text.Span.IndexOf((byte)'\n')) >= 0)
            {
                if (end > 0)
                {
                    yield return (Parse(text[..end]), start);
                }

                text = text[(end + 1)..];
                start += end + 1;
            }

            var left = new MemoryStream();
            left.Write(text.Span);
            rest = left;
        }

        if (rest.Length > 0)
        {
            yield return (Parse(rest.ToArray()), result.Size - rest.Length);
        }
    }

    private static JsonObject Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonNode.Parse(line.Span)!.AsObject();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Failed($"A line of the file is not JSON: \"{Encoding.UTF8.GetString(line.Span[..Math.Min(40, line.Length)])}\".");
        }
    }

    private static EtlException Failed(string message) => new(new Issue(ShopifyErrors.BulkFailed, message)) { IsTransient = true };

    private sealed record Result(Uri? Address, long Size, DateTimeOffset CreatedAt, Model.SourcePosition At);

    /// <summary>Growing waits, until the connection's bulk-wait is over.</summary>
    private sealed class Waits(ShopifyClient client)
    {
        private readonly DateTimeOffset _until = client.World.UtcNow + client.Settings.BulkWait;
        private TimeSpan _next = FirstWait;

        public async Task NextAsync(string what, CancellationToken cancellation)
        {
            if (client.World.UtcNow + _next > _until)
            {
                throw Failed($"It was waited for {what} longer than bulk-wait allows.");
            }

            await Task.Delay(_next, client.World.Time, cancellation);
            _next = _next * 2 > LongestWait ? LongestWait : _next * 2;
        }
    }
}

/// <param name="Root">As in the file.</param>
/// <param name="Children">The lines whose parent it is, or one of them is.</param>
/// <param name="At">Of the operation.</param>
/// <param name="AsOf">When the operation began to read.</param>
/// <param name="ResumeAt">The position behind it.</param>
internal sealed record BulkRoot(JsonObject Root, IReadOnlyList<JsonObject> Children, Model.SourcePosition At, DateTimeOffset AsOf, string ResumeAt);
