using System.Text.Encodings.Web;
using System.Text.Json;
using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Benchmarks.Generate.Klarna;
using Sharespine.Etl.Benchmarks.Generate.Providers;
using Sharespine.Etl.Benchmarks.Generate.Shop;

namespace Sharespine.Etl.Benchmarks.Generate.Demo;

/// <summary>Writes what is known about the samples, one line per settlement row and ledger entry. Amounts are text with two decimals.</summary>
public static class TruthJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string path, DateOnly asOf, IReadOnlyList<ShopOrder> orders, IReadOnlyList<PayoutFile> files, Truth truth, IReadOnlyList<SieVoucher> vouchers, IReadOnlyList<TrueProvider>? others = null)
    {
        var payouts = files.Where(file => !file.IsResent).Select(file => file.Payout).ToList();
        using var text = KlarnaFile.Open(path);
        text.Write("{\n");
        Section(text, "about", json => About(json, asOf, vouchers));
        Section(text, "orders", json => Orders(json, orders));
        List(text, "refunds", orders.SelectMany(order => order.Refunds.Select(refund => (order, refund))), Refund);
        List(text, "files", files, File);
        List(text, "payouts", payouts, Payout);
        Section(text, "lineCounts", json => Counts(json, truth.Lines.Select(line => line.Row.Expected.ToString())));
        Section(text, "entryCounts", json => Counts(json, truth.Entries.Select(entry => entry.Disposition.ToString())));
        Section(text, "account", json => Account(json, truth));
        List(text, "lines", truth.Lines, Line);
        List(text, "entries", truth.Entries, Entry, isLast: others is null);
        if (others is not null)
        {
            List(text, "otherPayouts", others.SelectMany(other => other.Provider.Payouts.Select(payout => (other.Provider, payout))), ProviderTruth.Payout);
            List(text, "otherLines", others.SelectMany(other => other.Lines.Select(line => (other.Provider, line))), ProviderTruth.Line);
            List(text, "otherEntries", others.SelectMany(other => other.Entries.Select(entry => (other.Provider, entry))), ProviderTruth.Entry, isLast: true);
        }

        text.Write("}\n");
    }

    private static void About(Utf8JsonWriter json, DateOnly asOf, IReadOnlyList<SieVoucher> vouchers)
    {
        json.WriteString("company", SieFile.Company);
        json.WriteString("organisationNumber", SieFile.CompanyNumber);
        json.WriteString("asOf", SwedishTime.IsoText(asOf));
        json.WriteNumber("vouchers", vouchers.Count);
    }

    private static void Orders(Utf8JsonWriter json, IReadOnlyList<ShopOrder> orders)
    {
        json.WriteNumber("count", orders.Count);
        json.WriteStartObject("byStatus");
        Counts(json, orders.Select(order => order.Status));
        json.WriteEndObject();
        json.WriteStartObject("byCurrency");
        Counts(json, orders.Select(order => order.Currency));
        json.WriteEndObject();
        json.WriteStartObject("byPaymentMethod");
        Counts(json, orders.Select(order => order.Request.Method));
        json.WriteEndObject();
        json.WriteStartObject("totalByCurrency");
        foreach (var group in orders.GroupBy(order => order.Currency).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            json.WriteString(group.Key, Amounts.Text(group.Sum(order => order.Total)));
        }

        json.WriteEndObject();
        json.WriteStartArray("unmappable");
        foreach (var order in orders.Where(order => order.Request.Role is Role.UnknownTaxRate or Role.UnknownCurrency))
        {
            json.WriteStringValue(order.Number);
        }

        json.WriteEndArray();
    }

    private static void Refund(Utf8JsonWriter json, (ShopOrder Order, ShopRefund Refund) item)
    {
        json.WriteString("order", item.Order.Number);
        json.WriteNumber("id", item.Refund.Id);
        json.WriteString("amount", Amounts.Text(item.Refund.Amount));
        json.WriteString("currency", item.Order.Currency);
        json.WriteNumber("lines", item.Refund.Lines.Count);
    }

    private static void File(Utf8JsonWriter json, PayoutFile file)
    {
        json.WriteString("name", file.Name);
        json.WriteString("payout", file.Payout.Reference);
        json.WriteString("columns", file.Layout);
        json.WriteBoolean("resent", file.IsResent);
    }

    private static void Payout(Utf8JsonWriter json, KlarnaPayout payout)
    {
        json.WriteString("reference", payout.Reference);
        json.WriteString("currency", payout.Currency);
        json.WriteString("date", SwedishTime.IsoText(payout.Date));
        json.WriteNumber("lines", payout.Events.Count);
        Money(json, "sales", payout.Sales);
        Money(json, "returns", payout.Returns);
        Money(json, "fees", payout.Fees);
        Money(json, "feeVat", payout.FeeVat);
        Money(json, "other", payout.Other);
        Money(json, "net", payout.Net);
        Money(json, "providerTotal", payout.Total);
        Money(json, "difference", payout.Error);
        json.WriteString("standing", payout.IsBookedByHand ? "AlreadyBooked" : payout.Error != 0 ? "OutOfBalance" : "Balanced");
    }

    /// <summary>opening + sales + credits + settled by hand = closing; closing less what the lines settle = open.</summary>
    private static void Account(Utf8JsonWriter json, Truth truth)
    {
        long Sum(VoucherKind kind) => truth.Entries.Where(entry => entry.Voucher.Kind == kind).Sum(entry => entry.Amount);
        json.WriteString("number", ChartOfAccounts.Klarna);
        Money(json, "opening", ChartOfAccounts.KlarnaOpening);
        Money(json, "sales", Sum(VoucherKind.Sale));
        Money(json, "credits", Sum(VoucherKind.Credit));
        Money(json, "settledByHand", Sum(VoucherKind.SettledByHand));
        Money(json, "closing", ChartOfAccounts.KlarnaOpening + truth.Entries.Sum(entry => entry.Amount));
        Money(json, "settledByLines", truth.Entries.Where(entry => entry.Disposition != Reconcile.Disposition.AlreadyBooked).Sum(entry => entry.Settled));
        Money(json, "open", truth.Entries.Sum(entry => entry.Open));
    }

    private static void Line(Utf8JsonWriter json, TrueLine line)
    {
        json.WriteString("payout", line.Payout.Reference);
        json.WriteNumber("fileLine", line.FileLine);
        json.WriteString("type", line.Row.Type);
        json.WriteString("detailedType", line.Row.DetailedType);
        json.WriteString("reference", line.Row.Reference);
        json.WriteString("order", line.Row.Order);
        Money(json, "amount", line.Row.Amount);
        Money(json, "vat", line.Row.Vat);
        json.WriteString("currency", line.Row.Currency);
        json.WriteString("disposition", line.Row.Expected.ToString());
        json.WriteString("settles", line.Settles?.Name);
        Money(json, "difference", line.Difference);
    }

    private static void Entry(Utf8JsonWriter json, TrueEntry entry)
    {
        json.WriteString("voucher", entry.Voucher.Name);
        json.WriteString("date", SwedishTime.IsoText(entry.Voucher.Date));
        json.WriteString("kind", entry.Voucher.Kind.ToString());
        json.WriteString("order", entry.Voucher.Order);
        Money(json, "amount", entry.Amount);
        Money(json, "settled", entry.Settled);
        Money(json, "open", entry.Open);
        json.WriteString("disposition", entry.Disposition.ToString());
    }

    private static void Counts(Utf8JsonWriter json, IEnumerable<string> names)
    {
        foreach (var group in names.GroupBy(name => name).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(group.Key, group.Count());
        }
    }

    internal static void Money(Utf8JsonWriter json, string name, long minor) => json.WriteString(name, Amounts.Text(minor));

    private static void Section(StreamWriter text, string name, Action<Utf8JsonWriter> write) => text.Write($"\"{name}\": {Object(write)},\n");

    private static void List<T>(StreamWriter text, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write, bool isLast = false)
    {
        var lines = items.Select(item => Object(json => write(json, item)));
        text.Write($"\"{name}\": [\n{string.Join(",\n", lines)}\n]{(isLast ? "" : ",")}\n");
    }

    private static string Object(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
