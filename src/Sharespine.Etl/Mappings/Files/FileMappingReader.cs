using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;
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
        ["percent"] = CellKind.Percent,
        ["date"] = CellKind.Date,
    };

    private static readonly Dictionary<string, int> Signs = new() { ["plus"] = 1, ["minus"] = -1, ["as-written"] = 0 };
    private static readonly Dictionary<string, int> TotalSigns = new() { ["plus"] = 1, ["minus"] = -1, ["none"] = 0 };
    private static readonly Dictionary<string, bool> YesNo = new() { ["yes"] = true, ["no"] = false, ["true"] = true, ["false"] = false };
    private static readonly Dictionary<string, LineType> LineTypes = Enum.GetValues<LineType>().Where(type => type != LineType.Unknown).ToDictionary(type => type.ToString());
    private static readonly Dictionary<string, SettlementKind> SettlementKinds = Enum.GetValues<SettlementKind>().ToDictionary(kind => kind.ToString());

    /// <summary>The mapping, or null with at least one finding added.</summary>
    public static FileMapping? Read(string yaml, string fileName, ICollection<Issue> findings, FunctionCatalog? functions = null)
    {
        var before = findings.Count;
        var root = YamlReader.Read(yaml, fileName, findings);
        return root is null || findings.Count > before ? null : Read(root, findings, new(functions ?? FunctionCatalog.BuiltIn, new Dictionary<string, Lookup>(), findings), yaml);
    }

    /// <summary>The same from a file's YAML, includes and overlays already applied.</summary>
    /// <param name="context">The functions and lookup tables that expressions may use. Its findings list is not used.</param>
    /// <param name="fileText">The file's text, when the mapping stands in one file alone: findings then point into expressions.</param>
    public static FileMapping? Read(YamlNode root, ICollection<Issue> findings, CompileContext context, string? fileText = null)
    {
        var own = new List<Issue>();
        var mapping = new Reading(own, context with { Findings = own }, fileText).Mapping(root);
        if (own.Count == 0)
        {
            own.AddRange(FileExamples.Run(mapping!));
        }

        own.ForEach(findings.Add);
        return own.Count == 0 ? mapping : null;
    }

    /// <summary>One reading of one mapping file.</summary>
    private sealed partial class Reading(List<Issue> findings, CompileContext context, string? fileText)
    {
        private readonly CompileContext _context = context;

        internal FileMapping? Mapping(YamlNode root)
        {
            var top = new FileMappingBlock(root, root.At, "a file mapping", findings,
                "mapping", "kind", "about", "format", "sections", "payout", "without-summary", "lines", "types", "totals", "controls", "examples");
            var name = top.NeedText("mapping");
            var format = Format(top.Find("format"), top.At);
            var sections = Sections(top.Need("sections"), top.At);
            var totals = Totals(top.Find("totals"), top.At);
            var types = Types(top.Need("types"), top.At);
            var payout = Payout(top.Need("payout"), top.At, "payout", sections);
            var without = top.Find("without-summary") is { } node ? Payout(node, top.At, "without-summary", sections) : null;
            var lines = Lines(top.Need("lines"), top.At, sections);
            var controls = Controls(top.Find("controls"), totals);
            var examples = Examples(top.Find("examples"), top.At);
            if (payout is not null)
            {
                CheckTotals(totals, types, sections.FirstOrDefault(section => section.Name == payout.From), lines);
            }

            return name is null || format is null || payout is null || lines is null ? null : new()
            {
                Name = name.Text,
                About = top.Text("about")?.Text ?? "",
                At = name.At,
                Format = format,
                Sections = sections,
                Payout = payout,
                WithoutSummary = without,
                Lines = lines,
                Types = types,
                Totals = totals,
                Controls = controls,
                Examples = examples,
            };
        }

        private FileFormat? Format(YamlNode? node, SourcePosition at)
        {
            var block = new FileMappingBlock(node, at, "format", findings, "encoding", "delimiter", "decimal", "dates", "file-zone", "business-zone");
            var encodings = block.Texts("encoding").Where(text => text.Text != "auto").Select(Encoding).OfType<TextEncoding>().ToList();
            var delimiter = block.Text("delimiter") is { Text: not "auto" } text ? Delimiter(text) : null;
            var mark = block.Word("decimal", new Dictionary<string, int> { ["auto"] = -1, ["point"] = (int)DecimalMark.Point, ["comma"] = (int)DecimalMark.Comma });
            var dates = block.Texts("dates").Where(IsDateFormat).Select(date => date.Text).ToList();
            return new()
            {
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

            findings.Add(new(FileMappingErrors.BadSetting, $"\"{text.Text}\" is not a delimiter: auto, tab, or one character such as \";\".", text.At, "delimiter"));
            return null;
        }

        private bool IsDateFormat(YamlScalar text)
        {
            if (text.Text == DateText.Iso || (text.Text.Contains('y', StringComparison.Ordinal) && text.Text.Contains('M', StringComparison.Ordinal) && text.Text.Contains('d', StringComparison.Ordinal)))
            {
                return true;
            }

            findings.Add(new(FileMappingErrors.BadSetting, $"\"{text.Text}\" is not a date format: iso, or year, month (M) and day as in yyyy-MM-dd HH:mm:ss.", text.At, "dates"));
            return false;
        }

        private TimeZoneInfo? Zone(YamlScalar? text)
        {
            if (text is null || TimeZoneInfo.TryFindSystemTimeZoneById(text.Text, out var zone))
            {
                return text is null ? null : TimeZoneInfo.FindSystemTimeZoneById(text.Text);
            }

            findings.Add(new(FileMappingErrors.BadSetting, $"\"{text.Text}\" is not a time zone such as UTC or Europe/Stockholm.", text.At));
            return zone;
        }

        private T? Known<T>(YamlScalar text, string field, Dictionary<string, T> known)
            where T : class
        {
            if (known.TryGetValue(text.Text, out var value))
            {
                return value;
            }

            findings.Add(new(FileMappingErrors.BadSetting, $"\"{text.Text}\" is not one of {string.Join(", ", known.Keys)}.", text.At, field, Suggestion.For(text.Text, known.Keys)));
            return null;
        }
    }
}
