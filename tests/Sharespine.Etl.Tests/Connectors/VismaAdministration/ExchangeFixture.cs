using System.Text.Json;
using Sharespine.Etl.Connectors.Erps.VismaAdministration;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Tests.Connectors.VismaAdministration;

/// <summary>An exchange folder of its own for each test, with real files.</summary>
public abstract class ExchangeFixture : IDisposable
{
    protected ExchangeFixture() => Directory.CreateDirectory(Folder);

    protected string Folder { get; } = Path.Combine(Path.GetTempPath(), "exchange-" + Path.GetRandomFileName());

    protected VismaAdministrationSettings Settings => new() { Exchange = Folder };

    protected static ExchangeOrder Order { get; } = new()
    {
        CustomerNumber = "WEBB",
        CustomerOrderNumber = "42",
        DocumentDate1 = new(2026, 2, 27),
        CurrencyCode = "SEK",
        IncludingVat = true,
        CustomerName = "Åsa Öberg",
        City = "Malmö",
        CodeOfTermsOfPayment = "KL",
        TotalAmount = 299.00m,
        VatAmount = 59.80m,
        RoundOff = -0.50m,
        Rows =
        [
            new() { ArticleNumber = "TS-1", Text = "T-shirt; röd \"L\"", Quantity2 = 2, PriceEachCurrentCurrency = 125.25m, AmountCurrentCurrency = 250.50m, VatCode = "1" },
            new() { ArticleNumber = "FRAKT", Text = "Frakt", Quantity2 = 1, PriceEachCurrentCurrency = 49m, AmountCurrentCurrency = 49m, VatCode = "1" },
        ],
    };

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static FileRecord Record(string key, object payload, string action = "create") =>
        new(key, action, JsonSerializer.SerializeToUtf8Bytes(payload, payload.GetType()));

    protected static FileBatch Batch(string id, string entity, params FileRecord[] records) =>
        new(id, entity, new(2026, 2, 28, 2, 0, 0, TimeSpan.FromHours(1)), records);

    protected string PathOf(string folder, string name) => Path.Combine(Folder, folder, name);

    protected string Text(string folder, string name) => File.ReadAllText(PathOf(folder, name));

    protected void Move(string name, string from, string to) => File.Move(PathOf(from, name), PathOf(to, name));

    protected string[] Files(string folder) => [.. Directory.GetFiles(Path.Combine(Folder, folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
