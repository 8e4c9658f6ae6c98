using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;

namespace Sharespine.Etl.Connectors.Providers.Nexi;

/// <summary>Payouts of the Reporting API v1: listed by date on pages numbered from 0, then each with all its payment actions.</summary>
internal sealed class NexiPayouts(NexiPayoutsSettings settings, World world, Notes notes) : IPayoutSource, IDisposable
{
    private const int PageSize = 100;
    private const string Actions = "paymentActions";
    private readonly HttpTransport _transport = new(settings.Transport, world, new Redactor(settings.SecretKey), notes, HttpTransport.NetworkHandler(settings.Transport));

    public string Address => settings.Url;

    public async Task<IReadOnlyList<PayoutFile>> ListAsync(DateOnly from, DateOnly through, CancellationToken stop)
    {
        var list = await PagedList.ReadAsync($"{Address}/report/v1/payouts", (_, number, token) => PageAsync(Payouts(from, through, PageSize, number), "payouts", "numberOfPayouts", token),
            payout => ProviderAnswer.Find(payout, "id") is { } id ? id.ToString() : null, stop);
        return [.. list.Items.Select(File)];
    }

    public Task ProbeAsync(DateOnly day, CancellationToken stop) => PageAsync(Payouts(day, day, 1, 0), "payouts", "numberOfPayouts", stop);

    public void Dispose() => _transport.Dispose();

    private static string Payouts(DateOnly from, DateOnly through, int size, int number) => string.Create(CultureInfo.InvariantCulture,
        $"payouts?fromDate={from:yyyy-MM-dd}&toDate={through:yyyy-MM-dd}&pageNumber={number}&pageSize={size}");

    /// <summary>Named by the reference on the bank statement, known by the id.</summary>
    private PayoutFile File(JsonElement payout)
    {
        var id = ProviderAnswer.Text(payout, "id", Address);
        return new(id, $"nexi_{ProviderAnswer.Text(payout, "reference", Address)}.json", ProviderAnswer.Day(payout, "date", Address), stop => DocumentAsync(id, stop));
    }

    /// <summary>The payout as its first page gives it, with the payment actions of all pages.</summary>
    private async Task<ReadOnlyMemory<byte>?> DocumentAsync(string id, CancellationToken stop)
    {
        var path = $"payouts/{Uri.EscapeDataString(id)}";
        var list = await PagedList.ReadAsync($"{Address}/report/v1/{path}", (_, number, token) =>
            PageAsync(string.Create(CultureInfo.InvariantCulture, $"{path}?pageNumber={number}&pageSize={PageSize}"), Actions, "numberOfPaymentActions", token), key: null, stop);
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            foreach (var property in list.First.EnumerateObject().Where(property => property.Name != Actions))
            {
                writer.WritePropertyName(property.Name);
                writer.WriteRawValue(property.Value.GetRawText());
            }

            writer.WriteStartArray(Actions);
            foreach (var action in list.Items)
            {
                writer.WriteRawValue(action.GetRawText());
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private async Task<ListPage> PageAsync(string path, string name, string total, CancellationToken stop)
    {
        var call = HttpCall.Get(new($"{settings.Url.TrimEnd('/')}/report/v1/{path}"), request => request.Headers.TryAddWithoutValidation("Authorization", settings.SecretKey));
        var answer = await _transport.ReadAsync(call, stop);
        var root = ProviderAnswer.Root(answer);
        return new(root, ProviderAnswer.List(root, name, answer.Address), ProviderAnswer.Number(root, total));
    }
}
