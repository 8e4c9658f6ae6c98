using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Report;

/// <summary>
/// The whole report as JSON: members in the order of the contract, money as "123.45 SEK", dates as yyyy-MM-dd, the words of
/// closed lists in camel case. What is written reads back equal.
/// </summary>
public static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters =
        {
            new MoneyConverter(), new CurrencyConverter(), new SettledConverter(), new ObjectConverter(),
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
        },
    };

    public static void Write(ReconciliationReport report, Stream target)
    {
        JsonSerializer.Serialize(target, report, Options);
        target.WriteByte((byte)'\n');
    }

    /// <summary>Throws <see cref="JsonException"/> when the text is not a report as <see cref="Write"/> writes it.</summary>
    public static ReconciliationReport Read(Stream source) =>
        JsonSerializer.Deserialize<ReconciliationReport>(source, Options) ?? throw new JsonException("The file holds no report.");

    private sealed class MoneyConverter : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Money.TryParse(reader.GetString(), out var money) ? money : throw new JsonException("An amount is written as \"123.45 SEK\".");

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    private sealed class CurrencyConverter : JsonConverter<Currency>
    {
        public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Currency.TryParse(reader.GetString(), out var currency) ? currency : throw new JsonException("A currency is three letters.");

        public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);
    }

    /// <summary>{"voucher": "A 123", "amount": "123.45 SEK"}.</summary>
    private sealed class SettledConverter : JsonConverter<(string Voucher, Money Amount)>
    {
        public override (string Voucher, Money Amount) Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var part = JsonSerializer.Deserialize<Part>(ref reader, options) ?? throw new JsonException("A settled voucher is an object.");
            return (part.Voucher, part.Amount);
        }

        public override void Write(Utf8JsonWriter writer, (string Voucher, Money Amount) value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new Part(value.Voucher, value.Amount), options);

        private sealed record Part(string Voucher, Money Amount);
    }

    /// <summary>{"dimension": 1, "object": "WEB"}.</summary>
    private sealed class ObjectConverter : JsonConverter<(int Dimension, string Object)>
    {
        public override (int Dimension, string Object) Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var part = JsonSerializer.Deserialize<Part>(ref reader, options) ?? throw new JsonException("An object of a voucher row is an object.");
            return (part.Dimension, part.Object);
        }

        public override void Write(Utf8JsonWriter writer, (int Dimension, string Object) value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new Part(value.Dimension, value.Object), options);

        private sealed record Part(int Dimension, string Object);
    }
}
