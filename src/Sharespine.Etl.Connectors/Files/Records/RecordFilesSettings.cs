using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Files.Records;

/// <summary>A system that is read from files it exports: an ERP's stock and prices, a shop's orders.</summary>
public sealed record RecordFilesSettings
{
    [About("Where the files are put.")]
    public required string Folder { get; init; }

    [About("What the files hold, by entity: order, product, stock, price, price-list, order-status.")]
    public required IReadOnlyDictionary<string, RecordFileSettings> Files { get; init; }

    [About("A file whose size and time have not changed for so long is whole.")]
    public TimeSpan StableFor { get; init; } = TimeSpan.FromSeconds(30);

    [About("Records staged at once.")]
    public int PageSize { get; init; } = 500;

    internal static readonly string[] Known = ["order", "product", "stock", "price", "price-list", "order-status"];

    /// <summary>Everything wrong with the settings, at once.</summary>
    public IReadOnlyList<Issue> Check()
    {
        var issues = new List<Issue>();
        if (Files.Count == 0)
        {
            issues.Add(new(RecordFilesErrors.BadSettings, "No entity is named.", Field: "files", Try: "files: { stock: { pattern: \"stock*.csv\", key: Sku } }"));
        }

        if (PageSize is < 1 or > 5000)
        {
            issues.Add(new(RecordFilesErrors.BadSettings, FormattableString.Invariant($"{PageSize} is outside 1 to 5000."), Field: "page-size"));
        }

        foreach (var (entity, file) in Files)
        {
            if (!Known.Contains(entity))
            {
                issues.Add(new(RecordFilesErrors.BadSettings, $"\"{entity}\" is not an entity.", Field: $"files.{entity}", Try: Suggestion.For(entity, Known) ?? $"one of {string.Join(", ", Known)}."));
            }

            issues.AddRange(file.Check().Select(issue => issue with { Field = $"files.{entity}.{issue.Field}" }));
        }

        return issues;
    }
}

/// <summary>The files of one entity.</summary>
public sealed record RecordFileSettings
{
    [About("File names that are wanted; several with a semicolon between.")]
    public required string Pattern { get; init; }

    [About("The column (CSV) or path (XML: Head/OrderId, @id) of the record's key; several make one key together.")]
    public required IReadOnlyList<string> Key { get; init; }

    [About("CSV: rows of one key that follow each other are one record, with the rows under rows.")]
    public bool Grouped { get; init; }

    [About("XML: the path of a record from the root: Orders/Order.")]
    public string? Records { get; init; }

    [About("XML: names of elements that may come several times, and are lists also where there is one.")]
    public IReadOnlyList<string> Lists { get; init; } = [];

    [About("CSV: the sign between columns (; , | or tab); found by the header when left out.")]
    public string? Delimiter { get; init; }

    [About("CSV: utf-8, windows-1252, iso-8859-1 or iso-8859-15; found by the bytes when left out. XML says its own.")]
    public string? Encoding { get; init; }

    [About("Columns or elements that are not taken in, besides those whose names say that they hold a personal number.")]
    public IReadOnlyList<string> Drop { get; init; } = [];

    [About("Columns or elements that are taken in though their names say that they hold a personal number. Needs a legal ground.")]
    public IReadOnlyList<string> Keep { get; init; } = [];

    [About("Adds the file's time to each record as _fileTime; left out: to stock, price and price-list, whose rows hold as of it.")]
    public bool? FileTime { get; init; }

    internal bool AddsFileTime(string entity) => FileTime ?? entity is "stock" or "price" or "price-list";

    internal char? Sign => Delimiter is null ? null : Delimiter == "tab" ? '\t' : Delimiter[0];

    internal IReadOnlyList<TextEncoding> Encodings => Encoding is null
        ? [TextEncoding.Utf8, TextEncoding.Windows1252, TextEncoding.Latin1]
        : [.. TextEncoding.All.Where(known => known.Name == Encoding)];

    internal IEnumerable<Issue> Check()
    {
        if (Pattern.Length == 0)
        {
            yield return new(RecordFilesErrors.BadSettings, "It is empty.", Field: "pattern", Try: "stock*.csv");
        }

        if (Key.Count == 0 || Key.Any(string.IsNullOrWhiteSpace))
        {
            yield return new(RecordFilesErrors.BadSettings, "A record needs a key.", Field: "key");
        }

        if (Delimiter is not (null or ";" or "," or "|" or "tab"))
        {
            yield return new(RecordFilesErrors.BadSettings, $"\"{Delimiter}\" is not a sign between columns.", Field: "delimiter", Try: "one of ; , | or tab.");
        }

        if (Encodings.Count == 0)
        {
            yield return new(RecordFilesErrors.BadSettings, $"\"{Encoding}\" is not an encoding that is read.", Field: "encoding",
                Try: Suggestion.For(Encoding!, TextEncoding.All.Select(known => known.Name)) ?? $"one of {string.Join(", ", TextEncoding.All)}.");
        }

        if (Grouped && Records is not null)
        {
            yield return new(RecordFilesErrors.BadSettings, "Rows are grouped in CSV only; in XML a record holds its rows.", Field: "grouped", Try: "take grouped out, or records.");
        }

        if (Records is not null && Records.Split('/').Any(part => part.Length == 0))
        {
            yield return new(RecordFilesErrors.BadSettings, $"\"{Records}\" is not a path from the root.", Field: "records", Try: "Orders/Order");
        }
    }
}
