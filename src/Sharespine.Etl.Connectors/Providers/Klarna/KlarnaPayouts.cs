using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Providers.Klarna;

/// <summary>Payouts of Klarna's Settlements API v1: listed by date, then one document per payout, and its PDF.</summary>
internal sealed class KlarnaPayouts : IPayoutSource, IDisposable
{
    private const int PageSize = 500;
    private readonly KlarnaSettlementsSettings _settings;
    private readonly HttpTransport _transport;
    private readonly AuthenticationHeaderValue _credentials;

    public KlarnaPayouts(KlarnaSettlementsSettings settings, World world, Notes notes)
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.User}:{settings.Password}"));
        _settings = settings;
        _credentials = new("Basic", basic);
        _transport = new HttpTransport(settings.Transport, world, new Redactor(settings.Password, basic), notes, HttpTransport.NetworkHandler(settings.Transport));
    }

    public string Address => _settings.Url;

    public async Task<IReadOnlyList<PayoutFile>> ListAsync(DateOnly from, DateOnly through, CancellationToken stop)
    {
        var list = await PagedList.ReadAsync($"{Address}/payouts", async (offset, _, token) =>
            Page(await GetAsync(Payouts(from, through, PageSize, offset), token), "payouts"), Reference, stop);
        return [.. list.Items.SelectMany(Files)];
    }

    public Task ProbeAsync(DateOnly day, CancellationToken stop) => GetAsync(Payouts(day, day, 1, 0), stop);

    public void Dispose() => _transport.Dispose();

    // Full instants: a date alone is its midnight, and one day from itself to itself would hold nothing.
    private static string Payouts(DateOnly from, DateOnly through, int size, int offset) => string.Create(CultureInfo.InvariantCulture,
        $"payouts?start_date={from:yyyy-MM-dd}T00:00:00Z&end_date={through:yyyy-MM-dd}T23:59:59Z&size={size}&offset={offset}");

    private IEnumerable<PayoutFile> Files(JsonElement payout)
    {
        var reference = ProviderAnswer.Text(payout, "payment_reference", Address);
        var day = ProviderAnswer.Day(payout, "payout_date", Address);
        yield return _settings.As == KlarnaDocument.Csv
            ? File($"klarna_{reference}.csv", day, stop => ReportAsync("reports/payout-with-transactions", reference, bytes => bytes.Length > 0, stop))
            : File($"klarna_{reference}.json", day, stop => DocumentAsync(payout, reference, stop));
        if (_settings.Pdf)
        {
            yield return File($"klarna_{reference}.pdf", day, stop => ReportAsync("reports/payout", reference, bytes => bytes.Span.StartsWith("%PDF-"u8), stop));
        }
    }

    // Klarna gives each reference once, so that the name is key enough.
    private static PayoutFile File(string name, DateOnly day, Func<CancellationToken, Task<ReadOnlyMemory<byte>?>> readAsync) => new(name, name, day, readAsync);

    /// <summary>One document of what the interface gives on many pages.</summary>
    private async Task<ReadOnlyMemory<byte>?> DocumentAsync(JsonElement payout, string reference, CancellationToken stop)
    {
        var transactions = await PagedList.ReadAsync($"{Address}/transactions of {reference}", async (offset, _, token) => Page(await GetAsync(string.Create(CultureInfo.InvariantCulture,
            $"transactions?payment_reference={Uri.EscapeDataString(reference)}&size={PageSize}&offset={offset}"), token), "transactions"), key: null, stop);
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("payout");
            writer.WriteRawValue(payout.GetRawText());
            writer.WriteStartArray("transactions");
            foreach (var transaction in transactions.Items)
            {
                writer.WriteRawValue(transaction.GetRawText());
            }

            writer.WriteEndArray();
            writer.WriteStartObject("pagination");
            writer.WriteNumber("total", transactions.Items.Count);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private async Task<ReadOnlyMemory<byte>?> ReportAsync(string path, string reference, Func<ReadOnlyMemory<byte>, bool> isWhole, CancellationToken stop)
    {
        var call = Call($"{path}?payment_reference={Uri.EscapeDataString(reference)}") with { ExpectsJson = false };
        var answer = await _transport.ReadAsync(call, stop);
        return isWhole(answer.Body) ? answer.Body
            : throw new EtlException(new Issue(ProviderErrors.Unexpected, $"{answer.Body.Length} bytes came that are no such report.", new SourcePosition(answer.Address))) { IsTransient = true };
    }

    private static string? Reference(JsonElement payout) => ProviderAnswer.Find(payout, "payment_reference") is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static ListPage Page(HttpAnswer answer, string name)
    {
        var root = ProviderAnswer.Root(answer);
        var total = ProviderAnswer.Find(root, "pagination") is { } pagination ? ProviderAnswer.Number(pagination, "total") : null;
        return new(root, ProviderAnswer.List(root, name, answer.Address), total);
    }

    private Task<HttpAnswer> GetAsync(string path, CancellationToken stop) => _transport.ReadAsync(Call(path), stop);

    private HttpCall Call(string path) => HttpCall.Get(new($"{_settings.Url.TrimEnd('/')}/{path}"), request => request.Headers.Authorization = _credentials);
}
