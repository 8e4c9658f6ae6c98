using System.Text.Json;
using Sharespine.Etl.Benchmarks.Generate.Providers;

namespace Sharespine.Etl.Benchmarks.Generate.Demo;

/// <summary>The part of truth.json about Svea and Nexi.</summary>
internal static class ProviderTruth
{
    public static void Payout(Utf8JsonWriter json, (ProviderMonth Provider, ProviderPayout Payout) item)
    {
        json.WriteString("provider", item.Provider.Connection);
        json.WriteString("reference", item.Payout.Reference);
        json.WriteString("currency", item.Payout.Currency);
        json.WriteString("date", SwedishTime.IsoText(item.Payout.Date));
        TruthJson.Money(json, "providerTotal", item.Payout.Total);
        json.WriteString("standing", item.Payout.IsOutOfBalance ? "OutOfBalance" : "Balanced");
        json.WriteString("bank", item.Payout.Bank.ToString());
    }

    public static void Line(Utf8JsonWriter json, (ProviderMonth Provider, TrueProviderLine Line) item)
    {
        var line = item.Line;
        json.WriteString("payout", line.Payout.Reference);
        json.WriteNumber("fileLine", line.FileLine);
        json.WriteString("type", line.Type.ToString());
        json.WriteString("order", line.Row.Order);
        TruthJson.Money(json, "amount", line.Amount);
        TruthJson.Money(json, "vat", line.Vat);
        json.WriteString("currency", line.Payout.Currency);
        json.WriteString("disposition", line.Expected.ToString());
    }

    public static void Entry(Utf8JsonWriter json, (ProviderMonth Provider, TrueProviderEntry Entry) item)
    {
        json.WriteString("provider", item.Provider.Connection);
        json.WriteString("voucher", item.Entry.Voucher.Name);
        json.WriteString("date", SwedishTime.IsoText(item.Entry.Voucher.Date));
        json.WriteString("order", item.Entry.Voucher.Order);
        TruthJson.Money(json, "amount", item.Entry.Amount);
        json.WriteBoolean("open", item.Entry.IsOpen);
        json.WriteString("disposition", item.Entry.Disposition.ToString());
    }
}
