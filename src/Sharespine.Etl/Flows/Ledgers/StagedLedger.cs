using System.Security.Cryptography;
using System.Text.Json;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Files;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Flows.Ledgers;

/// <summary>
/// Entries that a connector read, as a file: written in one order, so that the same ledger has the same bytes, and read back
/// from the archive as every other ledger file is.
/// </summary>
internal sealed class StagedLedger : ILedgerReader
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new MoneyJson(), new CurrencyJson() }, IgnoreReadOnlyProperties = true };

    /// <summary>Asks the connector and keeps its answer.</summary>
    public static async Task<ArchivedFile> ArchiveAsync(IStagedLedger ledger, LedgerRequest request, string connection, string archive, DateTimeOffset now, CancellationToken stop)
    {
        var snapshots = new List<LedgerSnapshot>();
        await foreach (var snapshot in ledger.ReadAsync(request, stop).WithCancellation(stop).ConfigureAwait(false))
        {
            snapshots.Add(InOrder(snapshot));
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(snapshots.OrderBy(snapshot => snapshot.Account, StringComparer.Ordinal).ThenBy(snapshot => snapshot.FiscalYearStart).ToList(), Json);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var name = $"{FileInbox.SafeName(connection) ?? "ledger"}-ledger.json";
        // The same content is kept once, whichever year it was first seen.
        var path = Directory.Exists(archive)
            ? Directory.EnumerateFiles(archive, $"{sha256[..12]}-{name}", SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault()
            : null;
        if (path is null)
        {
            path = Path.Combine(archive, now.Year.ToString("0000", System.Globalization.CultureInfo.InvariantCulture), $"{sha256[..12]}-{name}");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            WholeFile.Write(path, bytes);
        }

        return new(name, sha256, Path.GetRelativePath(archive, path).Replace('\\', '/'), bytes.Length);
    }

    public LedgerReading Read(FileBytes file, IReadOnlyList<string> accounts)
    {
        using var stream = file.Open();
        var all = JsonSerializer.Deserialize<List<LedgerSnapshot>>(stream, Json)!;
        var wanted = all.Where(snapshot => accounts.Contains(snapshot.Account)).ToList();
        var faults = wanted.SelectMany(snapshot => Faults(snapshot, file.Name)).ToList();
        return new(wanted.Count == 0 ? null : wanted[0].Company, faults.Count == 0 ? wanted : [], new Dictionary<string, string>(), faults, []);
    }

    /// <summary>A connector's answer is proven like a file: what contradicts itself is refused.</summary>
    private static IEnumerable<Issue> Faults(LedgerSnapshot snapshot, string name)
    {
        var at = new SourcePosition(name, 0, 0, $"account {snapshot.Account}");
        if (snapshot.Entries.FirstOrDefault(entry => entry.Account != snapshot.Account || entry.Company != snapshot.Company || entry.FiscalYearStart != snapshot.FiscalYearStart || entry.Amount.Currency != snapshot.Currency) is { } stray)
        {
            yield return new(FlowErrors.StagedContradiction, $"voucher {stray.Voucher} is of another account, company, fiscal year or currency than its snapshot.", at);
        }
        else if (snapshot is { Opening: { } opening, Closing: { } closing, CoversFrom: null } && snapshot.Entries.Aggregate(opening, (sum, entry) => sum + entry.Amount) is var sum && sum != closing)
        {
            yield return new(FlowErrors.StagedContradiction, $"opening balance {opening.AmountText} and entries make {sum.AmountText}, but the closing balance is {closing.AmountText}.", at);
        }
    }

    private static LedgerSnapshot InOrder(LedgerSnapshot snapshot) => snapshot with
    {
        Entries =
        [
            .. snapshot.Entries.OrderBy(entry => entry.Date).ThenBy(entry => entry.Series, StringComparer.Ordinal)
                .ThenBy(entry => entry.VoucherNumber, StringComparer.Ordinal).ThenBy(entry => entry.Row)
                .Select((entry, index) => entry with { FileLine = index + 1 }),
        ],
    };

    private sealed class MoneyJson : System.Text.Json.Serialization.JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var parts = reader.GetString()!.Split(' ');
            return new(long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), Currency.Parse(parts[1]));
        }

        /// <summary>"-12345 SEK": minor units.</summary>
        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
            writer.WriteStringValue(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value.Minor} {value.Currency.Code}"));
    }

    private sealed class CurrencyJson : System.Text.Json.Serialization.JsonConverter<Currency>
    {
        public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Currency.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);
    }
}
