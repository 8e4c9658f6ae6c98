using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files.Tables;

/// <summary>
/// Turns a JSON document into delimited text in memory: one table per section, in the mapping's order, with the columns that
/// at least one of its items has and a row per item, in the document's order.
/// </summary>
internal sealed class JsonTables
{
    private readonly FileMapping _mapping;
    private readonly JsonSource _source;
    private readonly JsonItem _root;
    private readonly string _file;
    private readonly DelimitedText _text;
    private readonly JsonPlaces _places;

    private JsonTables(FileBytes file, FileMapping mapping)
    {
        (_file, _mapping) = (file.Name, mapping);
        _source = JsonSource.Read(file);
        _root = new(_source.Root, null, "");
        _text = new(file.Name);
        _places = new(_source);
    }

    internal static SettlementTable Read(FileBytes file, FileMapping mapping) => new JsonTables(file, mapping).Table();

    private SettlementTable Table()
    {
        var tables = _mapping.Sections.Where(section => section.Paths.Count > 0 && IsThere(section)).Select(section => (section, items: Items(section))).ToList();
        if (tables.Count == 0)
        {
            throw new EtlException(new Issue(FileMappingErrors.NoSection, $"the document has none of the sections that the mapping {_mapping.Name} knows: {string.Join(", ", Paths())}.", new(_file, 1),
                Try: "check that the file is of the kind that the mapping reads."));
        }

        var sections = tables.Select(table => Write(table.section, table.items)).ToList();
        var isEmpty = tables.All(table => table.items.Count == 0);
        List<Issue> notes = [.. JsonUnknowns.Find(_source, _mapping)];
        if (isEmpty)
        {
            notes.Insert(0, new(FileMappingErrors.NoPayouts, $"nothing stands in {string.Join(", ", Paths())}: the document holds no payout.", new(_file)));
        }

        var format = SettlementTable.AsMade(_mapping.Format, DecimalMark.Point);
        return new(_text.ToFile(), _mapping with { Format = format, Sections = sections }, FileContainer.Json, "", _places, notes, isEmpty);
    }

    private IEnumerable<string> Paths() => _mapping.Sections.SelectMany(section => section.Paths).Select(path => path.Text);

    /// <summary>Whether the document has the section's list or object, be it empty.</summary>
    private bool IsThere(Section section) => section.Paths.Any(path => path.Steps.Count == 0 || path.Steps[^1].Name.Length == 0
        || Holders(path).Any(holder => holder.TryValue(Last(path), _source, out var value, out _) && value.ValueKind != JsonValueKind.Null));

    private List<JsonItem> Items(Section section)
    {
        var items = section.Paths.SelectMany(path => _root.Find(path, _source)).OrderBy(item => _source.OffsetOf(item.Value)).ToList();
        if (section.Count is { } count && section.Paths[0].Steps.Count > 0)
        {
            foreach (var holder in Holders(section.Paths[0]))
            {
                Compare(holder, section, count);
            }
        }

        return items;
    }

    /// <summary>The objects that hold the section's list.</summary>
    private IEnumerable<JsonItem> Holders(JsonPath path) => _root.Find(path with { Steps = [.. path.Steps.SkipLast(1)] }, _source);

    private static JsonPath Last(JsonPath path) => path with { Up = 0, Steps = [path.Steps[^1]] };

    private void Compare(JsonItem holder, Section section, JsonPath count)
    {
        if (!holder.TryValue(count, _source, out var value, out var where) || _source.Text(value, where) is not { Length: > 0 } stated)
        {
            return;
        }

        var found = holder.Find(Last(section.Paths[0]), _source).Count();
        if (stated != found.ToString(CultureInfo.InvariantCulture))
        {
            throw new EtlException(new Issue(FileMappingErrors.HalfRead, string.Create(CultureInfo.InvariantCulture,
                $"the document says that there are {stated} {section.Paths[0]}, and has {found}; rule: {section.At}."), _source.At(value, where), section.Name, "fetch the payout again."));
        }
    }

    /// <summary>The section as it now is: found by its own name, which stands in front of its captions, so that no value can pass for a header.</summary>
    private Section Write(Section section, List<JsonItem> items)
    {
        var columns = Enumerable.Range(0, section.Columns.Count).Where(column => items.Count == 0 || items.Exists(item => Has(item, section.Columns[column]))).ToList();
        var marker = new ColumnRule("section:" + section.Name, CellKind.Text, [], section.At);
        _places.Header(section, columns);
        _text.Cell(marker.Name);
        columns.ForEach(column => _text.Cell(section.Columns[column].Name));
        _text.EndRow();
        foreach (var item in items)
        {
            _places.Row(item, section, columns);
            _text.Cell("");
            columns.ForEach(column => _text.Cell(Value(item, section.Columns[column])));
            _text.EndRow();
        }

        return section with { FoundBy = [marker.Name, .. columns.Select(column => section.Columns[column].Name)], Required = [.. section.Required.Union(section.FoundBy)], Columns = [.. section.Columns, marker] };
    }

    private bool Has(JsonItem item, ColumnRule column)
    {
        foreach (var path in column.Paths)
        {
            if (item.TryValue(path, _source, out _, out _))
            {
                return true;
            }
        }

        return false;
    }

    private string Value(JsonItem item, ColumnRule column)
    {
        foreach (var path in column.Paths)
        {
            if (item.TryValue(path, _source, out var value, out var where) && _source.Text(value, where) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return "";
    }
}

/// <summary>Which item of the document each line of the text was made from.</summary>
internal sealed class JsonPlaces(JsonSource source) : ITablePlaces
{
    private readonly List<(JsonItem? Item, Section Section, IReadOnlyList<int> Columns, int Number)> _lines = [];

    internal void Header(Section section, IReadOnlyList<int> columns) => _lines.Add((null, section, columns, 0));

    internal void Row(JsonItem item, Section section, IReadOnlyList<int> columns) => _lines.Add((item, section, columns, _lines[^1].Number + 1));

    public int RowOf(int line) => source.IsOneLine
        ? _lines[line - 1].Number
        : _lines[line - 1].Item is { } item ? source.LineOf(item.Value) : 1;

    /// <summary>The value, or the item where the value is not there; the document's path follows the record's own name.</summary>
    public SourcePosition Of(SourcePosition at, int line, int cell)
    {
        var (item, section, columns, _) = _lines[line - 1];
        if (item is null)
        {
            return at with { Line = 1, Column = 0, Record = section.Paths[0].Text };
        }

        var place = source.At(item.Value, item.Path);
        foreach (var path in cell > 1 ? section.Columns[columns[cell - 2]].Paths : [])
        {
            if (item.TryValue(path, source, out var value, out var where))
            {
                place = source.At(value, where);
                break;
            }
        }

        return place with { Record = at.Record is null || place.Record is null ? at.Record ?? place.Record : $"{at.Record}, {place.Record}" };
    }
}
