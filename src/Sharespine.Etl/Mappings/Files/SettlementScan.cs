using System.Globalization;
using System.Text;
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
    private readonly FileFacts _facts;
    private readonly IssueLog _issues;
    private readonly IssueLog _notes;
    private readonly List<PayoutBuilder> _open = [];
    private readonly Dictionary<string, PayoutBuilder> _byReference = [];
    private readonly HashSet<(string Merchant, string Reference)> _known = [];
    private Layout? _layout;
    private PayoutRule? _rule;
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
        _facts = new(file.Name);
        _row = new(reader, _facts, format, new(mapping.Format.Dates, mapping.Format.FileZone, mapping.Format.BusinessZone));
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

            _lines++;
            if (_headers.Find(_reader) is { } section)
            {
                BeginSection(section);
            }
            else if (_headers.Record(_reader) is { } record)
            {
                ReadRecord(record);
            }
            else if (_mapping.HasRecords && _layout is null or { Section.Record: not null } or { Section.OneRow: true, Rows: > 0 })
            {
                UnknownRecord();
            }
            else if (_layout is null)
            {
                Preamble();
            }
            else
            {
                ReadRow();
            }
        }

        End();
        return new(_format, new(_read, _taken, _filtered, _refused), _issues.ToList(), _notes.ToList());
    }

    private LineRule? Lines => _mapping.LinesOf(_layout!.Section);

    private void BeginSection(Section section)
    {
        EndSection();
        var notes = new List<Issue>();
        var layout = Layout.Read(_reader, section, _file.Name, notes);
        notes.ForEach(_notes.Add);
        _layouts[section] = layout;
        Enter(layout);
    }

    private void Enter(Layout layout)
    {
        _layout = layout;
        _row.Under(layout);
        if (Lines is not null)
        {
            _rule ??= RuleFor();
            _open.ForEach(payout => payout.HasLineSection = true);
        }
        else if (layout.Section.Name == _mapping.Payout.From)
        {
            BeginHeads();
        }
    }

    /// <summary>The first section decides whether the file has a summary.</summary>
    private PayoutRule RuleFor()
    {
        if (_mapping.IsGrouped(_mapping.Payout))
        {
            return _mapping.Payout;
        }

        return _mapping.WithoutSummary ?? throw Refused(FileMappingErrors.Incomplete,
            $"the rows of section {_layout!.Section.Name} begin here and no section {_mapping.Payout.From} came before them.", Here(),
            $"have the report made with its {_mapping.Payout.From} section.");
    }

    private void BeginHeads()
    {
        if (_rule == _mapping.WithoutSummary && _rule is not null)
        {
            throw Refused(FileMappingErrors.Incomplete, $"section {_mapping.Payout.From} stands after rows that it should come before.", Here(), "fetch the report again.");
        }

        _rule = _mapping.Payout;
        if (_mapping.Closing is not null)
        {
            return;
        }

        foreach (var payout in _open.Where(IsComplete).ToList())
        {
            EndPayout(payout);
            _open.Remove(payout);
            _byReference.Remove(payout.Reference);
        }
    }

    private void ReadRow()
    {
        var section = _layout!.Section;
        _layout.Rows++;
        _rowsOf[section.Name] = _rowsOf.GetValueOrDefault(section.Name) + 1;
        if (section.OneRow && _layout.Rows > 1)
        {
            throw Refused(FileMappingErrors.StrayRow, $"section {section.Name} has one row, and this is another.", Here(), "fetch the report again.");
        }

        _row.Begin();
        _row.Record = null;
        var doubt = _reader.FieldCount == _layout.FieldCount ? null : Shifted();
        KeepValues();
        NoteWithoutCaption();
        if (Lines is { } lines)
        {
            ReadLine(lines, doubt);
        }
        else if (section.Name == _mapping.Payout.From)
        {
            var payout = BeginPayout(_mapping.Payout);
            Doubt(payout, doubt);
        }
        else
        {
            ReadOther(section, doubt);
        }
    }

    /// <summary>A row of another length than its header. It is put right only where the mapping says how, and then needs proof; else it is an issue.</summary>
    private Issue? Shifted()
    {
        _shortLine = _reader.FieldCount < _layout!.FieldCount ? _row.Line : 0;
        var what = _layout.Section.Record is { } record ? $"the {record} record" : "the row";
        var issue = new Issue(FileMappingErrors.FieldCount, string.Create(CultureInfo.InvariantCulture,
            $"{what} has {_reader.FieldCount} fields, {_layout.Origin}."), Here(),
            Try: _reader.FieldCount > _layout.FieldCount ? "look for a decimal comma or a delimiter in a field without quotes." : null);
        if (_layout.Section.JoinsDecimals && _reader.FieldCount == _layout.FieldCount + 1 && JoinedCell.Find(_row, _reader, _format.Decimal) is { } joined)
        {
            var caption = _layout.Section.Columns[_layout.ColumnOf(joined.Field)].Name;
            return issue with
            {
                Code = FileMappingErrors.Joined,
                Message = $"{issue.Message.TrimEnd('.')}; its {caption} was cut by a decimal comma and read as {Encoding.UTF8.GetString(joined.Bytes)}.",
                Try = "have the provider quote its amounts.",
            };
        }

        _row.Begin();
        _row.Issues.Add(issue);
        return null;
    }

    /// <summary>Says once per table that something stands under no caption: a remark, or a header that lost one.</summary>
    private void NoteWithoutCaption()
    {
        foreach (var field in _layout!.WithoutCaption)
        {
            if (!_layout.IsNoted && field < _reader.FieldCount && !_reader.GetSpan(field).Trim(" \t"u8).IsEmpty)
            {
                _layout.IsNoted = true;
                _notes.Add(new(FileMappingErrors.NoCaption, $"the column has no caption in section {_layout.Section.Name}, and what stands in it is not read.", CellPosition.Of(_reader, field, _file.Name)));
            }
        }
    }

    private void ReadLine(LineRule lines, Issue? doubt)
    {
        _read++;
        if (_row.Issues.Count == 0 && lines.When is { } when && _row.Answer(when) == false)
        {
            _filtered++;
            return;
        }

        if (FindPayout(lines) is not { } payout)
        {
            Lose();
            return;
        }

        payout.RowCount++;
        if (payout.IsRefused && payout.Payout is null)
        {
            payout.Refuse(_row.Issues.Where(issue => !payout.Says(issue)).ToList());
            return;
        }

        _row.Record = "payout " + payout.Reference;
        Doubt(payout, doubt);
        TakeLine(payout, lines);
        foreach (var rule in lines.Also)
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
        if (payout.TallyOf(line.ProviderType, line.DetailedType).Rule is { Is: LineType.Unknown } unknown)
        {
            line = line with { DetailedType = line.DetailedType.Length == 0 ? unknown.Text : line.DetailedType };
            payout.Report(_row.Issue(FileMappingErrors.UnknownToProvider, rule.Type, $"{unknown.Text}{(line.OrderReference is { } order ? $" (order {order})" : "")}"));
        }
        else if (line.Type == LineType.Unknown)
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
        // A record's header may stand there without rows: there were none of that kind.
        if (_layout is null or { Rows: > 0 } or { Section.Record: not null })
        {
            return;
        }

        if (Lines is null)
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
        if (_open.Count == 0 && _payoutCount == 0 && _mapping.HasRecords)
        {
            throw Refused(FileMappingErrors.Incomplete, "the file has no payout.", new(_file.Name), "compare its records with those of the mapping.");
        }

        if (_shortLine > 0 && !_survey.EndsWithLineEnd)
        {
            throw Refused(FileMappingErrors.Truncated, "the file ends in the middle of this line.", new(_file.Name, _shortLine), "fetch the report again.");
        }

        CheckCounts();
        foreach (var payout in _open)
        {
            EndPayout(payout, isLast: true);
        }

        if (_filtered > 0)
        {
            var rules = string.Join(", ", _mapping.Lines.Where(lines => lines.When is not null).Select(lines => lines.When!.At.ToString()));
            _notes.Add(new(FileMappingErrors.Filtered, string.Create(CultureInfo.InvariantCulture, $"lines.when left out {_filtered} {(_filtered == 1 ? "row" : "rows")}; rule: {rules}."), new(_file.Name)));
        }

        if (!_survey.EndsWithLineEnd)
        {
            _notes.Add(new(FileMappingErrors.NoLineEnd, "the last line has no line end; it has all its fields and was taken.", new(_file.Name)));
        }
    }

    private SourcePosition Here() => new(_file.Name, (int)_reader.LineNumber);

    private static EtlException Refused(ErrorCode code, string message, SourcePosition at, string @try) => new(new Issue(code, message, at, Try: @try));
}
