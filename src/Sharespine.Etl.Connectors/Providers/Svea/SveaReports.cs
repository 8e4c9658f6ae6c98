using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;

namespace Sharespine.Etl.Connectors.Providers.Svea;

/// <summary>Reports of the Payment Admin API v2: one question a day, and every day is asked for.</summary>
internal sealed class SveaReports(SveaReportsSettings settings, World world, Notes notes) : IPayoutSource, IDisposable
{
    private readonly HttpTransport _transport = new(settings.Transport, world, new Redactor(settings.SecretKey), notes, HttpTransport.NetworkHandler(settings.Transport));

    public string Address => settings.Url;

    public Task<IReadOnlyList<PayoutFile>> ListAsync(DateOnly from, DateOnly through, CancellationToken stop) => Task.FromResult<IReadOnlyList<PayoutFile>>(
        [.. Enumerable.Range(0, through.DayNumber - from.DayNumber + 1).Select(from.AddDays).Select(day =>
            new PayoutFile(string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}"), string.Create(CultureInfo.InvariantCulture, $"svea_{day:yyyy-MM-dd}.json"), day, token => ReportAsync(day, token)))]);

    public Task ProbeAsync(DateOnly day, CancellationToken stop) => ReportAsync(day, stop);

    public void Dispose() => _transport.Dispose();

    /// <summary>As it came; null when the day has no report.</summary>
    private async Task<ReadOnlyMemory<byte>?> ReportAsync(DateOnly day, CancellationToken stop)
    {
        var address = string.Create(CultureInfo.InvariantCulture,
            $"{settings.Url.TrimEnd('/')}/api/v2/reports?date={day:yyyy-MM-dd}&includeWithholding={(settings.IncludeWithholding ? "true" : "false")}");
        var answer = await _transport.ReadAsync(HttpCall.Get(new(address), Sign) with { ExpectsJson = false }, stop);
        var isEmpty = answer.Status == 204 || HasNothing(ProviderAnswer.Root(answer), answer.Address);
        return isEmpty ? (ReadOnlyMemory<byte>?)null : answer.Body;
    }

    private static bool HasNothing(JsonElement report, string address) =>
        ProviderAnswer.Number(report, "totalNrOfRows") is null or 0 && ProviderAnswer.List(report, "clientReports", address).Count == 0;

    /// <summary>Anew for each attempt: the time is part of it.</summary>
    private void Sign(HttpRequestMessage request)
    {
        var timestamp = world.UtcNow.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        request.Headers.TryAddWithoutValidation("Timestamp", timestamp);
        request.Headers.Authorization = new AuthenticationHeaderValue("Svea", Token(settings.MerchantId, "", settings.SecretKey, timestamp));
    }

    /// <summary>base64(merchant id ":" SHA-512 in small hex digits of body, secret and time).</summary>
    internal static string Token(string merchantId, string body, string secret, string timestamp)
    {
        var hash = Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(body + secret + timestamp)));
        return Convert.ToBase64String(Encoding.UTF8.GetBytes($"{merchantId}:{hash}"));
    }
}
