using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Files;

public static partial class FileMappingReader
{
    private sealed partial class Reading
    {
        private readonly List<(YamlMap Block, Section Section)> _lets = [];

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
            var block = new FileMappingBlock(entry.Value, entry.KeyAt, what, _findings, "found-by", "record", "fields", "rows", "required", "columns", "let", "keep", "repair", "unread");
            var isUnread = block.Word("unread", YesNo) ?? false;
            var columns = Columns(isUnread ? block.Find("columns") : block.Need("columns"), block.At, entry.Key);
            var foundBy = Names(block, "found-by", columns, what);
            var record = block.Text("record")?.Text.Trim();
            if ((record is null ? block.Need("found-by") : block.Find("found-by")) is { } found && foundBy.Count == 0)
            {
                _findings.Add(new(FileMappingErrors.MissingKey, $"{what} needs at least one column to be found by.", found.At, "found-by"));
            }

            var oneRow = block.Word("rows", new Dictionary<string, bool> { ["one"] = true, ["many"] = false }) ?? false;
            return new(entry.Key, foundBy, oneRow, Names(block, "required", columns, what), columns, entry.KeyAt)
            {
                Record = record,
                Fields = Whole(block, "fields") ?? 0,
                IsUnread = isUnread,
                JoinsDecimals = block.Word("repair", new Dictionary<string, bool> { ["decimal-comma"] = true }) ?? false,
            };
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
                return new(entry.Key, KindOf(kind, what), [], entry.KeyAt);
            }

            var block = new FileMappingBlock(entry.Value, entry.KeyAt, what, _findings, "read", "also", "field");
            return new(entry.Key, block.NeedText("read") is { } read ? KindOf(read, what) : CellKind.Text, [.. block.Texts("also").Select(also => also.Text)], entry.KeyAt, Whole(block, "field") ?? 0);
        }

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
