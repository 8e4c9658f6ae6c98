using System.Globalization;
using System.Text;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>Files whose lines say by their first field what they are, and what stands in a file beside payouts and lines.</summary>
internal sealed partial class SettlementScan
{
    private readonly Dictionary<Section, Layout> _layouts = [];
    private readonly Dictionary<string, int> _rowsOf = [];
    private readonly List<(CountRule Rule, decimal Number, SourcePosition At)> _counts = [];
    private readonly List<Issue> _unknown = [];
    private readonly List<Issue> _unread = [];
    private int _lines;

    private void ReadRecord(Section section)
    {
        if (section.IsUnread)
        {
            Unread(section);
            return;
        }

        if (_layout?.Section != section)
        {
            if (!_layouts.TryGetValue(section, out var layout))
            {
                _layouts[section] = layout = section.Fields > 0 ? Layout.ByPosition(section) : throw Refused(FileMappingErrors.Incomplete,
                    $"the {section.Record} record stands before any header of its kind, and the mapping gives its columns no places.", Here(), $"look at section {section.Name} in {section.At}.");
            }

            EndSection();
            Enter(layout);
        }

        ReadRow();
    }

    /// <summary>
    /// A record that the mapping does not know may hold money. It is named, and the payouts around it are taken only if their
    /// totals prove them without it.
    /// </summary>
    private void UnknownRecord()
    {
        var word = Row.Quote(_reader.GetString(0).Trim());
        var issue = new Issue(FileMappingErrors.UnknownRecord, $"the record {word} is not known to the mapping and was not read.", Here(),
            Try: "find out what it is and add it under sections: in the mapping.");
        if (_open.Count == 0)
        {
            _unknown.Add(issue);
        }

        foreach (var payout in _open)
        {
            Doubt(payout, issue);
        }
    }

    /// <summary>A record that the mapping knows by its word alone: noted once, and the payouts around it need proof.</summary>
    private void Unread(Section section)
    {
        var issue = new Issue(FileMappingErrors.Unread, $"the {section.Record} record (section {section.Name}) is known by its word alone and is not read.", Here());
        _rowsOf[section.Name] = _rowsOf.GetValueOrDefault(section.Name) + 1;
        if (_rowsOf[section.Name] > 1)
        {
            return;
        }

        _notes.Add(issue);
        if (_open.Count == 0)
        {
            _unread.Add(issue);
        }

        _open.ForEach(payout => payout.Suspect(issue with { At = Here() with { Record = "payout " + payout.Reference } }));
    }

    private void Preamble()
    {
        if (_mapping.Sections.Any(section => section.Scope.UsesPreamble))
        {
            _facts.AddToPreamble(Encoding.UTF8.GetString(_reader.RawRecord).Trim('\r', '\n', '\uFEFF'));
        }
        else
        {
            _notes.Add(new(FileMappingErrors.OutsideSections, "the line stands before the first section and is not read.", Here()));
        }
    }

    private void KeepValues()
    {
        foreach (var kept in _layout!.Section.Keeps)
        {
            _facts.Kept[kept.Name] = _row.Issues.Count == 0 ? _row.Any(kept.Rule) : Value.Nothing;
        }
    }

    /// <summary>A row that is neither a payout nor a line.</summary>
    private void ReadOther(Section section, Issue? doubt)
    {
        var counts = _mapping.Counts.Where(count => count.From == section.Name).ToList();
        if (section.Name == _mapping.Closing?.From)
        {
            Close(_mapping.Closing, doubt);
        }
        else if (counts.Count == 0 && section.Keeps.Count == 0 && _layout!.Rows == 1)
        {
            _notes.Add(new(FileMappingErrors.OutsideSections, $"section {section.Name} is neither the payout's nor the lines' and is not read.", Here()));
        }

        foreach (var count in counts)
        {
            if (_row.Any(count.Number) is not { Kind: ValueKind.Number } number || _row.Issues.Count > 0)
            {
                _row.Add(FileMappingErrors.MissingValue, count.Number, "the number of lines is not there");
                throw new EtlException([.. _row.Issues]);
            }

            _counts.Add((count, number.Number, Here()));
        }

        if ((section.Keeps.Count > 0 || section.Name == _mapping.Closing?.From) && _row.Issues.Count > 0)
        {
            // What rests on the record cannot be told apart from the rest of the file.
            throw new EtlException([.. _row.Issues]);
        }
    }

    /// <summary>The payouts since the last such record sum to what it says, or none of them is taken.</summary>
    private void Close(ClosingRule rule, Issue? doubt)
    {
        if (_open.Count == 0)
        {
            throw Refused(FileMappingErrors.StrayRow, "the total belongs to no payout: no payout came before it.", Here(), "fetch the report again.");
        }

        var known = _open.Where(payout => payout.Payout is not null).ToList();
        if (known.Count == _open.Count && _row.RequiredAmount(rule.Total, known[0].Currency, known[0].Decimals) is { } stated)
        {
            if (known is [{ Payout.Total: null } only])
            {
                only.StateTotal(stated);
            }
            else if (known.Sum(payout => payout.Stated) is var sum && sum != stated.Minor)
            {
                var issue = _row.Issue(FileMappingErrors.ControlMismatch, rule.Total, $"the file says {stated}, the {known.Count} payouts before it sum to {new Money(sum, stated.Currency)}");
                known.ForEach(payout => payout.Refuse([issue]));
            }
        }

        known.ForEach(payout => Doubt(payout, doubt));
        _open.ForEach(payout => EndPayout(payout));
        _open.Clear();
        _byReference.Clear();
    }

    private void Doubt(PayoutBuilder payout, Issue? doubt)
    {
        if (doubt is not null)
        {
            payout.Doubt(doubt with { At = Here() with { Record = "payout " + payout.Reference } });
        }
    }

    private void CheckCounts()
    {
        foreach (var (rule, number, at) in _counts)
        {
            var found = rule.Of.Count == 0 ? _lines : rule.Of.Sum(section => _rowsOf.GetValueOrDefault(section));
            if (found != number)
            {
                var what = rule.Of.Count == 0 ? "lines" : "rows of " + string.Join(", ", rule.Of);
                throw Refused(FileMappingErrors.Incomplete, string.Create(CultureInfo.InvariantCulture, $"the record says {number} {what}, the file has {found}; rule: {rule.At}."), at, "fetch the report again; a part of it is missing.");
            }
        }
    }
}
