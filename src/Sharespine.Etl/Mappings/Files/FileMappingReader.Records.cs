using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Files;

public static partial class FileMappingReader
{
    /// <summary>Record files: lines that say by their first field what they are.</summary>
    private sealed partial class Reading
    {
        /// <summary>A record has its columns from a header, or their places from the mapping; one word is one section's.</summary>
        private void CheckRecord(Section section, List<Section> all)
        {
            var what = "section " + section.Name;
            if (section.Record is null)
            {
                if (section.IsUnread)
                {
                    _findings.Add(new(FileMappingErrors.MissingKey, $"{what} is unread, and only a record can be: name its record:.", section.At, "unread"));
                }

                if (section.Fields > 0 || section.Columns.Any(column => column.Field > 0))
                {
                    _findings.Add(new(FileMappingErrors.Unreachable, $"{what} gives places, and only records without a header are read by place.", section.At, "fields", "name its record:, or leave the places out."));
                }

                return;
            }

            if (section.Record.Length == 0 || all.TakeWhile(earlier => earlier != section).Any(earlier => earlier.Record == section.Record))
            {
                _findings.Add(new(FileMappingErrors.Unreachable, $"{what} can never be met: its record word is empty or another section's.", section.At, "record"));
            }

            if (section.FoundBy.Count == 0 && section.Fields == 0 && !section.IsUnread)
            {
                _findings.Add(new(FileMappingErrors.MissingKey, $"{what} needs found-by: for its header, or fields: and the columns' places where it has none.", section.At, "fields"));
            }

            if (section.Fields > 0)
            {
                CheckPlaces(section, what);
            }
        }

        private void CheckPlaces(Section section, string what)
        {
            foreach (var column in section.Columns.Where(column => column.Field > section.Fields))
            {
                _findings.Add(new(FileMappingErrors.BadSetting, string.Create(CultureInfo.InvariantCulture, $"{what} has {section.Fields} fields, and column {column.Name} would be number {column.Field}."), column.At, "field"));
            }

            foreach (var twice in section.Columns.Where(column => column.Field > 0).GroupBy(column => column.Field).SelectMany(group => group.Skip(1)))
            {
                _findings.Add(new(FileMappingErrors.Unreachable, string.Create(CultureInfo.InvariantCulture, $"{what} has two columns in field {twice.Field}."), twice.At, "field"));
            }

            foreach (var name in section.Required.Where(name => section.Columns[section.IndexOf(name)].Field == 0))
            {
                _findings.Add(new(FileMappingErrors.MissingKey, $"{what} requires the column {name}, and gives it no field:.", section.At, "required"));
            }
        }

        /// <summary>Values of a section's last row, under names that rows of the other sections may use.</summary>
        private void Keep(YamlNode? node, Section section, List<Section> all)
        {
            var kept = new List<KeptValue>();
            foreach (var entry in new FileMappingBlock(node, section.At, $"keep of section {section.Name}", _findings).Entries)
            {
                if (entry.Value is not YamlScalar text)
                {
                    _findings.Add(new(FileMappingErrors.BadSetting, "keep has to be names with a column or an expression each.", entry.KeyAt, "keep"));
                    continue;
                }

                if (Any(text, "keep", section) is not { } rule)
                {
                    continue;
                }

                var type = rule.Expression?.Type ?? SectionScope.TypeOf(section.Columns[rule.Column].Kind);
                if (all.Where(other => other != section).Select(other => other.Scope.Keep(entry.Key, type)).ToList().Contains(false))
                {
                    _findings.Add(new(FileMappingErrors.Unreachable, $"\"{entry.Key}\" is already a name in another section.", entry.KeyAt, "keep", "choose another name."));
                }

                kept.Add(new(entry.Key, rule));
            }

            section.Keeps = kept;
        }

        private void CheckKept(List<Section> sections)
        {
            foreach (var (section, kept) in sections.SelectMany(section => section.Keeps.Select(kept => (section, kept))))
            {
                if (!sections.Any(other => other != section && other.Scope.Uses(kept.Name)) && _reader.Source.IsOwn(kept.Rule.At))
                {
                    _findings.Add(new(MappingErrors.Unused, $"\"{kept.Name}\" is kept and never used.", kept.Rule.At, "keep", "use it or take it out."));
                }
            }
        }

        private ClosingRule? Closing(YamlNode? node, List<Section> sections)
        {
            if (node is null)
            {
                return null;
            }

            var block = new FileMappingBlock(node, node.At, "closing", _findings, "from", "total");
            return From(block, sections) is { } section && Field(block, "total", section, CellKind.Amount, isRequired: true) is { } total ? new(section.Name, total, block.At) : null;
        }

        private List<CountRule> Counts(YamlNode? node, List<Section> sections)
        {
            if (node is not null and not YamlList)
            {
                _findings.Add(new(FileMappingErrors.BadSetting, "counts has to be a list.", node.At, "counts"));
            }

            return [.. (node as YamlList)?.Items.Select(item => Count(item, sections)).OfType<CountRule>() ?? []];
        }

        private CountRule? Count(YamlNode node, List<Section> sections)
        {
            var block = new FileMappingBlock(node, node.At, "a count", _findings, "from", "number", "of");
            var section = From(block, sections);
            var of = block.Texts("of");
            block.Need("of");
            var isAll = of is [{ Text: "lines" }];
            foreach (var text in of.Where(text => !isAll && !sections.Any(known => known.Name == text.Text)))
            {
                _findings.Add(new(FileMappingErrors.UnknownName, $"there is no section \"{text.Text}\".", text.At, "of", Suggestion.For(text.Text, sections.Select(known => known.Name).Append("lines"))));
            }

            return section is not null && Field(block, "number", section, CellKind.Amount, isRequired: true) is { } number
                ? new(section.Name, number, isAll ? [] : [.. of.Select(text => text.Text)], block.At)
                : null;
        }

        /// <summary>A whole number from 1 to 1000.</summary>
        private int? Whole(FileMappingBlock block, string key)
        {
            if (block.Text(key) is not { } text)
            {
                return null;
            }

            if (int.TryParse(text.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= FileSniffer.ColumnsMax)
            {
                return number;
            }

            _findings.Add(new(FileMappingErrors.BadSetting, $"\"{text.Text}\" is not a number of fields, 1 for the first.", text.At, key));
            return null;
        }
    }
}
