using System.Globalization;
using System.Text;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Sie;

/// <summary>
/// Reads SIE 4 files of all types (1–4, export and import) as they are found in the field: a stream of typed records, every
/// finding with file and line, and the file's own controls. Memory does not grow with the file, save a little per voucher
/// number and account.
/// </summary>
public sealed class SieReader
{
    private readonly SieReadOptions _options;
    private readonly ISieSink _sink;
    private readonly SieIssues _issues;
    private readonly SieDecoder _decoder;
    private readonly SieFields _fields;
    private readonly SieFields _inner;
    private readonly SieChecks _checks;
    private readonly SieBlock _block;
    private readonly SieChecksumCheck _checksum;
    private bool _stopped;
    private int _records;
    private int _history;

    private SieReader(string fileName, SieEncoding encoding, ISieSink sink, SieReadOptions options)
    {
        _options = options;
        _sink = sink;
        _issues = new(fileName, options.MaxIssues);
        _decoder = new(encoding, _issues);
        _fields = new(options.MaxFieldLength);
        _inner = new(options.MaxFieldLength);
        _checks = new(_issues);
        _block = new(_issues);
        _checksum = new(_decoder, _inner, _issues);
    }

    /// <summary>
    /// Reads the whole stream. Records go to <paramref name="sink"/> as they come; look at <see cref="SieReadResult.IsRefused"/>
    /// before using them. Never throws for what stands in the file. A stream that cannot seek is read into memory first.
    /// </summary>
    /// <param name="fileName">For messages only.</param>
    public static SieReadResult Read(Stream stream, string fileName, ISieSink sink, SieReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(sink);
        options ??= SieReadOptions.Default;
        var seekable = Seekable(stream);
        SkipByteOrderMark(seekable);
        var encoding = options.Encoding ?? SieEncodingDetector.Detect(seekable, options.DosEncoding);
        return new SieReader(fileName, encoding, sink, options).ReadAll(seekable, fileName);
    }

    /// <summary>Reads the whole stream into a list, for files that are known to be small.</summary>
    public static (SieReadResult Result, IReadOnlyList<SieRecord> Records) ReadAll(Stream stream, string fileName, SieReadOptions? options = null)
    {
        var list = new ListSink();
        var result = Read(stream, fileName, list, options);
        return (result, list.Records);
    }

    private SieReadResult ReadAll(Stream stream, string fileName)
    {
        using var lines = new SieLines(stream, _options.MaxLineLength);
        var lastIsWhole = true;
        while (!_stopped && lines.TryRead(out var line))
        {
            var trimmed = TrimEnd(line);
            ReadLine(trimmed, lines.Number);
            lastIsWhole = lines.Ended || trimmed.IsEmpty || trimmed[^1] == '}';
        }

        if (lines.TooLong)
        {
            Stop(SieErrors.TooLarge, string.Create(CultureInfo.InvariantCulture, $"The line is longer than {_options.MaxLineLength} bytes."), lines.Number);
        }

        if (!_stopped)
        {
            CheckEnd(lines.Number, lastIsWhole);
        }

        return new()
        {
            FileName = fileName,
            Encoding = _decoder.Encoding,
            Lines = lines.Number,
            Vouchers = _checks.Vouchers,
            HistoryRows = _history,
            ChecksumVerified = _checksum.IsVerified,
            Issues = _issues.All(),
        };
    }

    private void ReadLine(ReadOnlySpan<byte> line, int number)
    {
        var start = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (start < 0)
        {
            return;
        }

        if (HasControlCharacter(line, number))
        {
            return;
        }

        switch (line[start])
        {
            case (byte)'#':
                ReadRecord(line, start, number);
                break;
            case (byte)'{' when start == line.Length - 1:
                _block.Open(number);
                break;
            case (byte)'}' when start == line.Length - 1:
                CloseBlock(number);
                break;
            default:
                ReadStray(line[start..], number);
                break;
        }
    }

    private void ReadStray(ReadOnlySpan<byte> text, int number)
    {
        var shown = SieIssues.Quote(Encoding.Latin1.GetString(text));
        if (_records == 0)
        {
            Stop(SieErrors.NotSie, $"The first line is {shown}, not a record such as #FLAGGA.", number);
            return;
        }

        _issues.Add(SieErrors.StrayText, $"The line {shown} is no record.", number);
    }

    private void ReadRecord(ReadOnlySpan<byte> line, int start, int number)
    {
        var length = line[start..].IndexOfAny((byte)' ', (byte)'\t');
        var end = length < 0 ? line.Length : start + length;
        var label = SieLabels.Find(line[(start + 1)..end]);
        if (!_fields.Split(line, end, SieLabels.HasObjects(label), withBlock: label == SieLabel.Ver))
        {
            AddFault(line[start..end], number);
            return;
        }

        if (_fields.HasLooseQuote)
        {
            _issues.Add(SieErrors.LooseQuote, "A quotation mark inside a text has no backslash; it was taken as part of the text.", number);
        }

        _records++;
        if (label != SieLabel.Ksumma)
        {
            _checksum.Add(line, line[start..end], _fields, number);
        }

        var record = label == SieLabel.Unknown
            ? UnknownRecord(line, start, end, number)
            : new SieRecordParser(line, number, label, _fields, _inner, _decoder, _issues).Parse();
        Deliver(record, label, number);
    }

    private void Deliver(SieRecord? record, SieLabel label, int number)
    {
        _block.Enter(label, number, _fields.OpensBlock);
        if (record is null)
        {
            return;
        }

        _history += record is SieRecord.Row { Kind: not SieRowKind.Booked } ? 1 : 0;
        if (record is SieRecord.Checksum checksum)
        {
            _checksum.Read(checksum);
        }

        _checks.Accept(record);
        _sink.Accept(record);
    }

    private void CloseBlock(int number)
    {
        if (_block.Close(number))
        {
            var end = new SieRecord.VoucherEnd(number);
            _checks.Accept(end);
            _sink.Accept(end);
        }
    }

    private void AddFault(ReadOnlySpan<byte> label, int number)
    {
        var name = Encoding.Latin1.GetString(label);
        var limit = _options.MaxFieldLength.ToString(CultureInfo.InvariantCulture);
        var (code, message) = _fields.Fault switch
        {
            SieFieldFault.OpenQuote => (SieErrors.OpenQuote, $"A text in {name} begins with a quotation mark and has none at its end."),
            SieFieldFault.OpenList => (SieErrors.WrongBrace, $"The object list in {name} has no closing brace."),
            SieFieldFault.TooLong => (SieErrors.TooLarge, $"A field in {name} is longer than {limit} bytes."),
            _ => (SieErrors.TooLarge, $"{name} has more than 64 fields."),
        };
        _issues.Add(code, message, number, _fields.FaultColumn);
        _records++;
        _block.Enter(SieLabels.Find(label[1..]), number, opensBlock: false);
    }

    private SieRecord.Unknown UnknownRecord(ReadOnlySpan<byte> line, int start, int end, int number)
    {
        var name = Encoding.Latin1.GetString(line[start..end]);
        _issues.AddOnce("label " + name, SieErrors.UnknownLabel, $"{SieIssues.Quote(name)} is not a record of the standard; such records are ignored.", number);
        var texts = new string[_fields.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = _decoder.Text(_fields[i].Of(line), _fields[i].Escaped, number);
        }

        return new(number, name, texts);
    }

    private void CheckEnd(int lastLine, bool lastIsWhole)
    {
        if (_records == 0)
        {
            _issues.Add(SieErrors.NotSie, "The file has no records.");
            return;
        }

        _checksum.End(lastLine);
        // Fortnox ends its files with a brace and no line end; any other last line without one was cut.
        if (!lastIsWhole)
        {
            _issues.Add(SieErrors.Truncated, "The last line has no line end: the rest of the file is missing.", lastLine);
        }

        _block.End(lastLine);
        _checks.Finish();
    }

    private bool HasControlCharacter(ReadOnlySpan<byte> line, int number)
    {
        var at = line.IndexOfAnyInRange((byte)0, (byte)8);
        at = at >= 0 ? at : line.IndexOfAnyInRange((byte)10, (byte)31);
        at = at >= 0 ? at : line.IndexOf((byte)127);
        if (at < 0)
        {
            return false;
        }

        var hint = line[at] switch
        {
            0 when _records == 0 => ": the file looks like UTF-16",
            13 => ": its lines end with CR alone, LF is wanted",
            _ => "",
        };
        _issues.Add(SieErrors.BadCharacter, string.Create(CultureInfo.InvariantCulture, $"The line has the control character {line[at]}{hint}."), number, at + 1);
        _records++;
        _stopped = line[at] is 0 or 13;
        return true;
    }

    private void Stop(ErrorCode code, string message, int line)
    {
        _stopped = true;
        _issues.Add(code, message, line);
    }

    private static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> line) => line.TrimEnd(" \t\r\u001a"u8);

    private static Stream Seekable(Stream stream)
    {
        if (stream.CanSeek)
        {
            return stream;
        }

        var copy = new MemoryStream();
        stream.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    private static void SkipByteOrderMark(Stream stream)
    {
        var start = stream.Position;
        Span<byte> mark = stackalloc byte[3];
        var read = stream.ReadAtLeast(mark, 3, throwOnEndOfStream: false);
        if (read < 3 || !mark.SequenceEqual("\uFEFF"u8))
        {
            stream.Position = start;
        }
    }

    private sealed class ListSink : ISieSink
    {
        public List<SieRecord> Records { get; } = [];

        public void Accept(SieRecord record) => Records.Add(record);
    }
}
