using System.Globalization;
using CsvHelper;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>One reading of one file: which section a record stands in, which payout it belongs to, and when a payout is complete.</summary>
internal sealed class SettlementScan
{
    private readonly FileBytes _file;
    private readonly FileMapping _mapping;
    private readonly ISettlementSink _sink;
    private readonly CsvReader _reader;
    private readonly ReadFormat _format;
    private readonly ByteSurvey _survey;
    private readonly HeaderFinder _headers;
    private readonly Row _row;
    private readonly IssueLog _issues;
    private readonly IssueLog _notes;
    private readonly List<PayoutBuilder> _open = [];
    private readonly Dictionary<string, PayoutBuilder> _byReference = [];
    private readonly HashSet<(string Merchant, string Reference)> _known = [];
    private Layout? _layout;
    private PayoutRule? _rule;
    private int _sectionRows;
    private int _payoutCount;
    private int _read;
    private int _taken;
    private int _filtered;
    private int _refused;
    private int _shortLine;

    internal SettlementScan(FileBytes file, FileMapping mapping, ISettlementSink sink, CsvReader reader, ReadFormat format, ByteSurvey survey)
    {
        (_file, _mapping, _sink, _reader, _format, _survey) = (file, mapping, sink, reader, format, survey);
        _headers = new(mapping);
        _row = new(reader, file, format, new(mapping.Format.Dates, mapping.Format.FileZone, mapping.Format.BusinessZone));
        _issues = new(file.Name);
        _notes = new(file.Name);
    }

    internal SettlementSummary Run(CancellationToken cancellation)
    {
        while (FileSniffer.Next(_reader, _file.Name))
        {
            cancellation.ThrowIfCancellationRequested();
            _shortLine = 0;
            if (FileSniffer.IsBlank(_reader))
            {
                continue;
            }

            if (_headers.Find(_reader) is { } section)
            {
                BeginSection(section);
            }
            else if (_layout is null)
            {
                _notes.Add(new(FileMappingErrors.OutsideSections, "the line stands before the first section and is not read.", Here()));
            }
            else
            {
                ReadRow();
            }
        }

        End();
        return new(_format, new(_read, _taken, _filtered, _refused), _issues.ToList(), _notes.ToList());
    }

    private bool InLines => _layout!.Section.Name == _mapping.Lines.From;

    private void BeginSection(Section section)
    {
        EndSection();
        var notes = new List<Issue>();
        _layout = Layout.Read(_reader, section, _file.Name, notes);
        notes.ForEach(_notes.Add);
        _row.Under(_layout);
        _sectionRows = 0;
        if (InLines)
        {
            _rule ??= RuleFor();
            _open.ForEach(payout => payout.HasLineSection = true);
        }
        else if (section.Name == _mapping.Payout.From)
        {
            BeginHeads();
        }
    }

    /// <summary>The first section decides whether the file has a summary.</summary>
    private PayoutRule RuleFor()
    {
        if (_mapping.Payout.From == _mapping.Lines.From)
        {
            return _mapping.Payout;
        }

        return _mapping.WithoutSummary ?? throw Refused(FileMappingErrors.Incomplete,
            $"the rows of section {_mapping.Lines.From} begin here and no section {_mapping.Payout.From} came before them.", Here(),
            $"have the report made with its {_mapping.Payout.From} section.");
    }

    private void BeginHeads()
    {
        if (_rule == _mapping.WithoutSummary && _rule is not null)
        {
            throw Refused(FileMappingErrors.Incomplete, $"section {_mapping.Payout.From} stands after rows that it should come before.", Here(), "fetch the report again.");
        }

        _rule = _mapping.Payout;
        foreach (var payout in _open.Where(IsComplete).ToList())
        {
            EndPayout(payout);
            _open.Remove(payout);
            _byReference.Remove(payout.Reference);
        }
    }

    /// <summary>Its rows are read, or it needs none.</summary>
    private bool IsComplete(PayoutBuilder payout) =>
        payout.HasLineSection || payout.Payout is null || new PayoutProof(payout, _mapping).MissingRows() is null;

    private void ReadRow()
    {
        _sectionRows++;
        if (_layout!.Section.OneRow && _sectionRows > 1)
        {
            throw Refused(FileMappingErrors.StrayRow, $"section {_layout.Section.Name} has one row, and this is another.", Here(), "fetch the report again.");
        }

        _row.Begin();
        _row.Record = null;
        if (_reader.FieldCount != _layout.FieldCount)
        {
            _shortLine = _reader.FieldCount < _layout.FieldCount ? _row.Line : 0;
            _row.Issues.Add(new(FileMappingErrors.FieldCount, string.Create(CultureInfo.InvariantCulture,
                $"the row has {_reader.FieldCount} fields, its header in line {_layout.At.Line} has {_layout.FieldCount}."), Here(),
                Try: _reader.FieldCount > _layout.FieldCount ? "look for a decimal comma or a delimiter in a field without quotes." : null));
        }

        if (InLines)
        {
            ReadLine();
        }
        else if (_layout.Section.Name == _mapping.Payout.From)
        {
            BeginPayout(_mapping.Payout);
        }
        else if (_sectionRows == 1)
        {
            _notes.Add(new(FileMappingErrors.OutsideSections, $"section {_layout.Section.Name} is neither the payout's nor the lines' and is not read.", Here()));
        }
    }

    private PayoutBuilder BeginPayout(PayoutRule rule)
    {
        var at = Here();
        var payout = _row.Issues.Count == 0 ? PayoutHead.Read(_row, rule, _mapping) : null;
        if (payout is not null && !_known.Add((payout.MerchantId, payout.Reference)))
        {
            _row.Add(FileMappingErrors.RepeatedPayout, rule.Reference, "the file holds this payout twice");
            payout = null;
        }

        var reference = payout?.Reference ?? (_row.Issues.Any(issue => issue.Code == FileMappingErrors.FieldCount) ? "" : _row.Text(rule.Reference) ?? "");
        var builder = new PayoutBuilder(_payoutCount++, _mapping, rule, payout, reference, at);
        _open.Add(builder);
        _byReference.TryAdd(reference, builder);
        if (payout is null)
        {
            builder.Refuse(_row.Issues);
            return builder;
        }

        if (payout.Total is null)
        {
            _notes.Add(new(FileMappingErrors.NoTotals, "the file states no total for the payout: the sum of its lines cannot be proven.", at with { Record = "payout " + reference }));
        }

        _sink.Begin(builder.Index, payout);
        return builder;
    }

    private void ReadLine()
    {
        _read++;
        if (_row.Issues.Count == 0 && _mapping.Lines.When is { } when && _row.Answer(when) == false)
        {
            _filtered++;
            return;
        }

        var payout = FindPayout();
        payout.RowCount++;
        if (payout.IsRefused && payout.Payout is null)
        {
            return;
        }

        _row.Record = "payout " + payout.Reference;
        TakeLine(payout, _mapping.Lines);
        foreach (var rule in _mapping.Lines.Also)
        {
            if (_row.Issues.Count == 0 && (rule.When is null || _row.Answer(rule.When) == true))
            {
                TakeLine(payout, rule);
            }
        }

        if (_row.Issues.Count > 0)
        {
            payout.Refuse(_row.Issues.Select(issue => issue with { At = issue.At is { Record: null } at ? at with { Record = _row.Record } : issue.At }));
        }
    }

    private void TakeLine(PayoutBuilder payout, LineRule rule)
    {
        if (_row.Issues.Count > 0 || LineReading.Read(_row, rule, payout) is not { } line)
        {
            return;
        }

        payout.Count(line);
        if (line.Type == LineType.Unknown)
        {
            payout.Report(_row.Issue(FileMappingErrors.UnknownType, rule.Type, $"the type {Row.Quote(line.ProviderType)} is not in the mapping's type table; its {line.Amount} is taken with the file's sign",
                Suggestion.For(line.ProviderType, _mapping.Types.Keys)));
        }

        if (!payout.IsRefused)
        {
            _sink.Line(payout.Index, line);
        }
    }

    private PayoutBuilder FindPayout()
    {
        if (_rule != _mapping.Payout || _mapping.Payout.From == _mapping.Lines.From)
        {
            return Grouped(_rule!);
        }

        if (_mapping.Lines.Payout is { } link && _row.Issues.Count == 0 && _row.Text(link, repeats: true) is { } reference)
        {
            return _byReference.GetValueOrDefault(reference) ?? throw Refused(FileMappingErrors.StrayRow, $"the row belongs to payout {Row.Quote(reference)}, which the file does not have.", Here(), "fetch the report again.");
        }

        return _open.Count == 1 ? _open[0] : throw Refused(FileMappingErrors.StrayRow, _open.Count == 0
            ? "the row belongs to no payout: no payout came before it."
            : string.Create(CultureInfo.InvariantCulture, $"{_open.Count} payouts came before this row and it does not say to which it belongs."), Here(), "add the payout's reference to the rows of the report.");
    }

    /// <summary>Rows that carry their payout's facts themselves.</summary>
    private PayoutBuilder Grouped(PayoutRule rule)
    {
        if (_row.Issues.Count > 0)
        {
            return _open.Count > 0 ? _open[^1] : BeginPayout(rule);
        }

        var reference = _row.Text(rule.Reference, repeats: true);
        if (!_byReference.TryGetValue(reference ?? "", out var payout))
        {
            return BeginPayout(rule);
        }

        if (payout.Payout is { } facts)
        {
            PayoutHead.Compare(_row, rule, facts);
        }

        return payout;
    }

    private void EndSection()
    {
        if (_layout is null || _sectionRows > 0)
        {
            return;
        }

        if (!InLines)
        {
            throw Refused(FileMappingErrors.Incomplete, $"section {_layout.Section.Name} has a header and no values.", _layout.At, "fetch the report again; it was cut off.");
        }

        if (_open.Count == 0)
        {
            throw Refused(FileMappingErrors.Incomplete, $"section {_layout.Section.Name} has a header and no rows.", _layout.At, "fetch the report again; it was cut off.");
        }
    }

    private void End()
    {
        EndSection();
        if (_shortLine > 0 && !_survey.EndsWithLineEnd)
        {
            throw Refused(FileMappingErrors.Truncated, "the file ends in the middle of this line.", new(_file.Name, _shortLine), "fetch the report again.");
        }

        foreach (var payout in _open)
        {
            EndPayout(payout, isLast: true);
        }

        if (_filtered > 0)
        {
            _notes.Add(new(FileMappingErrors.Filtered, string.Create(CultureInfo.InvariantCulture, $"lines.when left out {_filtered} {(_filtered == 1 ? "row" : "rows")}; rule: {_mapping.Lines.When!.At}."), new(_file.Name)));
        }

        if (!_survey.EndsWithLineEnd)
        {
            _notes.Add(new(FileMappingErrors.NoLineEnd, "the last line has no line end; it has all its fields and was taken.", new(_file.Name)));
        }
    }

    private void EndPayout(PayoutBuilder payout, bool isLast = false)
    {
        if (payout.Payout is not null && new PayoutProof(payout, _mapping).MissingRows() is { } reason)
        {
            throw Refused(FileMappingErrors.Incomplete, $"payout {payout.Reference} has no rows, and {reason}.", payout.At, "fetch the report again; it was cut off.");
        }

        if (payout.IsRefused)
        {
            _refused += payout.RowCount;
            _issues.AddAll(payout.Issues);
            _sink.Refuse(payout.Index, new(payout.Reference, payout.At, payout.Issues.ToList()));
            return;
        }

        Take(payout, isLast);
    }

    private void Take(PayoutBuilder payout, bool isLast)
    {
        var proof = new PayoutProof(payout, _mapping);
        var fromTotals = proof.LinesFromTotals();
        foreach (var line in fromTotals)
        {
            payout.CountFromTotal();
            _sink.Line(payout.Index, line);
        }

        var control = proof.Control(fromTotals);
        if (isLast && control.OutOfBalance && !_survey.EndsWithLineEnd && payout == _open[^1])
        {
            throw Refused(FileMappingErrors.Truncated,
                $"the file has no line end and payout {payout.Reference} is out of balance by {control.Difference}: rows were cut off.", new(_file.Name), "fetch the report again.");
        }

        _issues.AddAll(payout.Issues);
        foreach (var issue in control.Mismatches)
        {
            _issues.Add(issue);
        }

        _taken += payout.RowCount;
        _sink.Take(payout.Index, control);
    }

    private SourcePosition Here() => new(_file.Name, (int)_reader.LineNumber);

    private static EtlException Refused(ErrorCode code, string message, SourcePosition at, string @try) => new(new Issue(code, message, at, Try: @try));
}
