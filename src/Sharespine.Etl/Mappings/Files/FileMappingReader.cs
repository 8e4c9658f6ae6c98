using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files.Tables;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>
/// Reads and checks a mapping of <c>kind: file</c>. Everything wrong is found at once, each with its place and, where one is
/// near enough, a suggestion; examples run as part of it.
/// </summary>
public static partial class FileMappingReader
{
    private static readonly Dictionary<string, CellKind> Kinds = new()
    {
        ["text"] = CellKind.Text,
        ["amount"] = CellKind.Amount,
        ["minor"] = CellKind.Minor,
        ["percent"] = CellKind.Percent,
        ["date"] = CellKind.Date,
    };

    private static readonly Dictionary<string, FileContainer> Containers = new() { ["text"] = FileContainer.Text, ["xlsx"] = FileContainer.Xlsx, ["json"] = FileContainer.Json };
    private static readonly Dictionary<string, bool> Layouts = new() { ["fixed"] = true, ["free"] = false };
    private static readonly Dictionary<string, int> Signs = new() { ["plus"] = 1, ["minus"] = -1, ["as-written"] = 0 };
    private static readonly Dictionary<string, int> TotalSigns = new() { ["plus"] = 1, ["minus"] = -1, ["none"] = 0 };
    private static readonly Dictionary<string, bool> YesNo = new() { ["yes"] = true, ["no"] = false, ["true"] = true, ["false"] = false };
    private static readonly Dictionary<string, LineType> AllTypes = Enum.GetValues<LineType>().ToDictionary(type => type.ToString());
    private static readonly Dictionary<string, LineType> LineTypes = AllTypes.Where(type => type.Value != LineType.Unknown).ToDictionary();
    private static readonly Dictionary<string, SettlementKind> SettlementKinds = Enum.GetValues<SettlementKind>().ToDictionary(kind => kind.ToString());

    /// <summary>The keys of a file mapping beside <see cref="MappingKeys.Common"/>.</summary>
    public static IReadOnlyList<MappingKey> Keys { get; } =
    [
        new("format", "Container (text, xlsx, json), sheet, encoding, delimiter, decimal mark and dates: given, or auto to be found by evidence.", "any"),
        new("sections", "The tables within the file, each found by column captions, or in JSON at a path, with its columns.", "any"),
        new("payout", "Where a payout's reference, currency, date and total come from.", "any"),
        new("without-summary", "The same for a layout that lacks the payout's section.", "any"),
        new("lines", "Where a line's fields come from, which rows are left out, and what tells lines apart; a list where several sections have lines.", "any"),
        new("closing", "The record after the rows that states what the payouts before it sum to.", "any"),
        new("counts", "Numbers of lines or rows that the file states of itself.", "any"),
        new("types", "The provider's types: what each is and with which sign it enters the payout.", "any"),
        new("totals", "The file's totals: their sign, the rows that they sum, and the line made when no row carries them.", "any"),
        new("controls", "Equations between the file's own totals.", "any"),
        new("rounding", "Per currency: up to which difference the provider itself speaks of rounding.", "any"),
    ];

    /// <summary>The mapping of one text alone, or null with at least one finding added.</summary>
    public static FileMapping? Read(string yaml, string fileName, ICollection<Issue> findings, MappingOptions? options = null)
    {
        var before = findings.Count;
        if (YamlReader.Read(yaml, fileName, findings) is not { } root || findings.Count > before)
        {
            return null;
        }

        if (root is not YamlMap map)
        {
            findings.Add(new(MappingErrors.WrongShape, "a mapping is a block of keys.", root.At, Try: "begin with mapping: and kind:."));
            return null;
        }

        var source = new MappingSource(fileName, map, [fileName], new Dictionary<string, string> { [fileName] = yaml }, new HashSet<string>(),
            new Dictionary<string, string> { [fileName] = Path.GetDirectoryName(Path.GetFullPath(fileName))! });
        var reader = new MappingReader(source, options ?? new(), findings);
        reader.CheckKeys(map, MappingKeys.Common.Concat(Keys), fileName);
        var mapping = Read(reader);
        reader.CheckLookupsUsed();
        return findings.Count == before ? mapping : null;
    }

    /// <summary>The mapping with includes and overlays already applied, its examples run; null with at least one finding added.</summary>
    public static FileMapping? Read(MappingReader reader)
    {
        var before = reader.Findings.Count;
        var mapping = new Reading(reader).Mapping(reader.Source.Root);
        if (mapping is null || reader.Findings.Count > before)
        {
            return null;
        }

        foreach (var finding in FileExamples.Run(mapping))
        {
            reader.Findings.Add(finding);
        }

        return reader.Findings.Count > before ? null : mapping;
    }

    /// <summary>One reading of one mapping.</summary>
    private sealed partial class Reading(MappingReader reader)
    {
        private readonly MappingReader _reader = reader;
        private readonly ICollection<Issue> _findings = reader.Findings;

        internal FileMapping? Mapping(YamlNode root)
        {
            var top = new FileMappingBlock(root, root.At, "a file mapping", _findings);
            if (top.Find("let") is { } let)
            {
                _findings.Add(new(FileMappingErrors.UnknownKey, "let: stands within the section whose columns it uses.", let.At, "let", "move it under sections:."));
            }

            foreach (var lookup in _reader.Lookups.Values.Where(lookup => lookup.Staged is not null))
            {
                _findings.Add(new(FileMappingErrors.BadSetting, $"the table \"{lookup.Name}\" is staged data, which a file is read without.", lookup.At, "lookups", "write the table inline, or as a CSV file."));
            }

            if (top.Text("target") is { Text: not "settlement" } target)
            {
                _findings.Add(new(FileMappingErrors.BadSetting, $"\"{target.Text}\" is not a target of file mappings.", target.At, "target", "write target: settlement, or leave it out."));
            }

            var name = top.NeedText("mapping");
            var format = Format(top.Find("format"), top.At);
            var sections = Sections(top.Need("sections"), top.At);
            var types = Types(top.Need("types"), top.At);
            var payout = Payout(top.Need("payout"), top.At, "payout", sections);
            var totals = Totals(top.Find("totals"), top.At, sections.Find(section => section.Name == payout?.From));
            var without = top.Find("without-summary") is { } node ? Payout(node, top.At, "without-summary", sections) : null;
            var lines = AllLines(top.Need("lines"), top.At, sections);
            var closing = Closing(top.Find("closing"), sections);
            var counts = Counts(top.Find("counts"), sections);
            var controls = Controls(top.Find("controls"), totals);
            var examples = Examples(top.Find("examples"), top.At);
            CheckLets(sections);
            CheckKept(sections);
            if (payout is not null)
            {
                CheckTotals(totals, types, sections.FirstOrDefault(section => section.Name == payout.From), lines);
            }

            return name is null || format is null || payout is null || lines.Count == 0 ? null : new()
            {
                Name = name.Text,
                About = top.Text("about")?.Text ?? "",
                At = name.At,
                Files = _reader.Source.Files,
                Format = format,
                Sections = sections,
                Payout = payout,
                WithoutSummary = without,
                Lines = lines,
                Closing = closing,
                Counts = counts,
                Types = types,
                Totals = totals,
                Controls = controls,
                Rounding = Rounding(top.Find("rounding"), top.At),
                Examples = examples,
            };
        }

        private FileFormat? Format(YamlNode? node, SourcePosition at)
        {
            var block = new FileMappingBlock(node, at, "format", _findings, "container", "sheet", "encoding", "delimiter", "decimal", "dates", "file-zone", "business-zone");
            var encodings = block.Texts("encoding").Where(text => text.Text != "auto").Select(Encoding).OfType<TextEncoding>().ToList();
            var delimiter = block.Text("delimiter") is { Text: not "auto" } text ? Delimiter(text) : null;
            var mark = block.Word("decimal", new Dictionary<string, int> { ["auto"] = -1, ["point"] = (int)DecimalMark.Point, ["comma"] = (int)DecimalMark.Comma });
            var dates = block.Texts("dates").Where(IsDateFormat).Select(date => date.Text).ToList();
            return new()
            {
                Container = block.Text("container") is { Text: not "auto" } ? block.Word("container", Containers) : null,
                Sheet = block.Text("sheet")?.Text,
                Encodings = encodings.Count > 0 ? encodings : [TextEncoding.Utf8, TextEncoding.Windows1252],
                Delimiter = delimiter,
                Decimal = mark is >= 0 and { } known ? (DecimalMark)known : null,
                Dates = dates.Count > 0 ? dates : [DateText.Iso],
                FileZone = Zone(block.Text("file-zone")) ?? TimeZoneInfo.Utc,
                BusinessZone = Zone(block.Text("business-zone")) ?? TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"),
            };
        }

        private TextEncoding? Encoding(YamlScalar text) => Known(text, "encoding", TextEncoding.All.ToDictionary(encoding => encoding.Name));

        private char? Delimiter(YamlScalar text)
        {
            if (text.Text == "tab")
            {
                return '\t';
            }

            if (text.Text.Length == 1 && char.IsAscii(text.Text[0]) && !char.IsLetterOrDigit(text.Text[0]) && text.Text[0] is not ('"' or '\n' or '\r'))
            {
                return text.Text[0];
            }

            _findings.Add(new(FileMappingErrors.BadSetting, $"\"{text.Text}\" is not a delimiter: auto, tab, or one character such as \";\".", text.At, "delimiter"));
            return null;
        }

        private bool IsDateFormat(YamlScalar text)
        {
            // What stands in quotes is text to be met as it is: 'kl.'
            var format = DateText.WithoutLiterals(text.Text);
            if (text.Text == DateText.Iso || (format.Contains('y', StringComparison.Ordinal) && format.Contains('M', StringComparison.Ordinal) && format.Contains('d', StringComparison.Ordinal) && !format.Contains('\'', StringComparison.Ordinal)))
            {
                return true;
            }

            _findings.Add(new(FileMappingErrors.BadSetting, $"\"{text.Text}\" is not a date format: iso, or year, month (M) and day as in yyyy-MM-dd HH:mm:ss.", text.At, "dates"));
            return false;
        }

        private TimeZoneInfo? Zone(YamlScalar? text)
        {
            if (text is null || TimeZoneInfo.TryFindSystemTimeZoneById(text.Text, out var zone))
            {
                return text is null ? null : TimeZoneInfo.FindSystemTimeZoneById(text.Text);
            }

            _findings.Add(new(FileMappingErrors.BadSetting, $"\"{text.Text}\" is not a time zone such as UTC or Europe/Stockholm.", text.At));
            return zone;
        }

        private T? Known<T>(YamlScalar text, string field, Dictionary<string, T> known)
            where T : class
        {
            if (known.TryGetValue(text.Text, out var value))
            {
                return value;
            }

            _findings.Add(new(FileMappingErrors.BadSetting, $"\"{text.Text}\" is not one of {string.Join(", ", known.Keys)}.", text.At, field, Suggestion.For(text.Text, known.Keys)));
            return null;
        }
    }
}
