using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files.Tables;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Files;

public static partial class FileMappingReader
{
    private sealed partial class Reading
    {
        private readonly List<(YamlMap Block, Section Section)> _lets = [];
        private readonly HashSet<ColumnRule> _withPath = new(ReferenceEqualityComparer.Instance);

        private List<Section> Sections(YamlNode? node, SourcePosition at)
        {
            var block = new FileMappingBlock(node, at, "sections", _findings);
            var sections = block.Entries.Select(Section).ToList();
            foreach (var section in sections)
            {
                CheckHeaders(section, sections);
                CheckRecord(section, sections);
            }

            // In their order: a section's names may use what those before it keep.
            foreach (var (entry, section) in block.Entries.Zip(sections))
            {
                var own = new FileMappingBlock(entry.Value, entry.KeyAt, "section " + entry.Key, _findings);
                Let(own.Find("let"), section);
                Keep(own.Find("keep"), section, sections);
            }

            return sections;
        }

        private Section Section(YamlEntry entry)
        {
            var what = "section " + entry.Key;
            var block = new FileMappingBlock(entry.Value, entry.KeyAt, what, _findings, "found-by", "at", "count", "ignore", "layout", "currency", "record", "fields", "rows", "required", "columns", "let", "keep", "repair", "unread");
            var isUnread = block.Word("unread", YesNo) ?? false;
            var columns = Columns(isUnread ? block.Find("columns") : block.Need("columns"), block.At, entry.Key);
            var foundBy = Names(block, "found-by", columns, what);
            var record = block.Text("record")?.Text.Trim();
            var paths = block.Texts("at").Select(text => Path(text, "at", allowLists: true)).OfType<JsonPath>().ToList();
            if ((record is null && paths.Count == 0 ? block.Need("found-by") : block.Find("found-by")) is { } found && foundBy.Count == 0)
            {
                _findings.Add(new(FileMappingErrors.MissingKey, $"{what} needs at least one column to be found by.", found.At, "found-by"));
            }

            var oneRow = block.Word("rows", new Dictionary<string, bool> { ["one"] = true, ["many"] = false }) ?? false;
            var section = new Section(entry.Key, foundBy, oneRow, Names(block, "required", columns, what), columns, entry.KeyAt)
            {
                Record = record,
                Fields = Whole(block, "fields") ?? 0,
                IsUnread = isUnread,
                JoinsDecimals = block.Word("repair", new Dictionary<string, bool> { ["decimal-comma"] = true }) ?? false,
                Paths = paths,
                Count = block.Text("count") is { } count ? Path(count, "count", allowLists: false) : null,
                Ignored = [.. block.Texts("ignore").Select(text => Path(text, "ignore", allowLists: false)).OfType<JsonPath>()],
                IsFixed = block.Word("layout", Layouts) ?? (foundBy.Count == 0 && paths.Count > 0),
                CurrencyColumn = Names(block, "currency", columns, what) is [var currency] ? columns.FindIndex(column => column.Name == currency) : -1,
            };
            CheckPaths(block, section, what);
            return section;
        }

        /// <summary>What says where things are in a JSON document goes together, and minor units need their currency.</summary>
        private void CheckPaths(FileMappingBlock block, Section section, string what)
        {
            if (section.Paths.Count == 0 && block.Find("at") is null && ((block.Find("count") ?? block.Find("ignore"))?.At ?? section.Columns.FirstOrDefault(column => _withPath.Contains(column))?.At) is { } alone)
            {
                _findings.Add(new(FileMappingErrors.Unreachable, $"{what} has no at:, so that nothing of it is read from JSON.", alone, "at", "say where its items are, such as at: rows[]."));
            }

            if (section.CurrencyColumn < 0 && block.Find("currency") is null && section.Columns.FirstOrDefault(column => column.Kind == CellKind.Minor) is { } minor)
            {
                _findings.Add(new(FileMappingErrors.MissingKey, $"{what} reads {minor.Name} as minor and needs the key \"currency\": the column with the currency.", minor.At, "currency"));
            }
        }

        private JsonPath? Path(YamlScalar text, string key, bool allowLists)
        {
            if (JsonPath.TryParse(text.Text, allowLists, out var path) && !(key == "at" && path.Up > 0))
            {
                return path;
            }

            _findings.Add(new(FileMappingErrors.BadSetting, $"\"{text.Text}\" is not a path: property names joined by points{(allowLists ? ", [] behind a list, such as reports[].rows[]" : ", ../ for the object around, such as ../report.currency")}.", text.At, key));
            return null;
        }

        /// <summary>Named values over the section's columns; each may use those before it.</summary>
        private void Let(YamlNode? node, Section section)
        {
            if (node is not null && _reader.Block(node, $"sections.{section.Name}.let") is { } block)
            {
                _lets.Add((block, section));
                _reader.Lets(block, "let", section.Scope.Scope);
            }
        }

        private void CheckLets(List<Section> sections)
        {
            foreach (var (block, section) in _lets.Where(let => sections.Contains(let.Section)))
            {
                _reader.CheckUsed(block, section.Scope.Scope);
            }
        }

        private List<ColumnRule> Columns(YamlNode? node, SourcePosition at, string section)
        {
            var block = new FileMappingBlock(node, at, $"columns of section {section}", _findings);
            var columns = new List<ColumnRule>();
            var captions = new Dictionary<string, string>();
            foreach (var entry in block.Entries)
            {
                var column = Column(entry);
                columns.Add(column);
                foreach (var caption in column.Also.Prepend(column.Name))
                {
                    if (!captions.TryAdd(Captions.Normal(caption), column.Name))
                    {
                        _findings.Add(new(FileMappingErrors.Unreachable, $"the caption \"{caption}\" already means {captions[Captions.Normal(caption)]}.", entry.KeyAt, column.Name, "keep it in one place."));
                    }
                }
            }

            return columns;
        }

        private ColumnRule Column(YamlEntry entry)
        {
            var what = "column " + entry.Key;
            if (entry.Value is YamlScalar kind)
            {
                return new(entry.Key, KindOf(kind, what), [], entry.KeyAt) { Paths = NamePaths([entry.Key]) };
            }

            var block = new FileMappingBlock(entry.Value, entry.KeyAt, what, _findings, "read", "also", "field", "path");
            var also = block.Texts("also").Select(text => text.Text).ToList();
            var paths = block.Texts("path").Select(text => Path(text, "path", allowLists: false)).OfType<JsonPath>().ToList();
            var column = new ColumnRule(entry.Key, block.NeedText("read") is { } read ? KindOf(read, what) : CellKind.Text, also, entry.KeyAt, Whole(block, "field") ?? 0)
            {
                Paths = paths.Count > 0 ? paths : NamePaths(also.Prepend(entry.Key)),
            };
            if (paths.Count > 0)
            {
                _withPath.Add(column);
            }

            return column;
        }

        /// <summary>A column without a path of its own is the property of its name, or of one of its other captions.</summary>
        private static List<JsonPath> NamePaths(IEnumerable<string> names) => [.. names.Select(name => new JsonPath(name, 0, [new(name, false)]))];

        private CellKind KindOf(YamlScalar text, string what)
        {
            if (Kinds.TryGetValue(text.Text, out var kind))
            {
                return kind;
            }

            _findings.Add(new(FileMappingErrors.BadSetting, $"{what}: \"{text.Text}\" is not one of {string.Join(", ", Kinds.Keys)}.", text.At, Try: Suggestion.For(text.Text, Kinds.Keys)));
            return CellKind.Wrong;
        }

        private List<string> Names(FileMappingBlock block, string key, List<ColumnRule> columns, string what)
        {
            var names = new List<string>();
            foreach (var text in block.Texts(key))
            {
                if (columns.Any(column => column.Name == text.Text))
                {
                    names.Add(text.Text);
                }
                else
                {
                    _findings.Add(new(FileMappingErrors.UnknownName, $"{what} has no column \"{text.Text}\".", text.At, key, Suggestion.For(text.Text, columns.Select(column => column.Name))));
                }
            }

            return names;
        }

        /// <summary>A header that two sections are found by would always be taken for the first.</summary>
        private void CheckHeaders(Section section, List<Section> all)
        {
            var other = all.TakeWhile(earlier => earlier != section).FirstOrDefault(earlier => earlier.FoundBy.Count > 0
                && (earlier.Record is null || earlier.Record == section.Record)
                && earlier.FoundBy.Select(Captions.Normal).All(anchor => section.FoundBy.Select(Captions.Normal).Contains(anchor)));
            if (other is not null)
            {
                _findings.Add(new(FileMappingErrors.Unreachable, $"every header of section {section.Name} is taken for section {other.Name}, which is found by the same columns.", section.At, "found-by",
                    "find each section by columns that no other has."));
            }
        }
    }
}
