using System.Globalization;
using CsvHelper;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>One reading of one file: which section a record stands in, which payout it belongs to, and when a payout is complete.</summary>
internal sealed partial class SettlementScan
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

    private SourcePosition Here() => new(_file.Name, (int)_reader.LineNumber);

    private static EtlException Refused(ErrorCode code, string message, SourcePosition at, string @try) => new(new Issue(code, message, at, Try: @try));
}
