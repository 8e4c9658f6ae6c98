using System.Text;
using System.Text.Json;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Report;

/// <summary>
/// Holds a report's JSON on disk against one that is being written into this stream, line by line, so that neither is ever in
/// memory whole. When and by which run it was made, and what was new to that run, may differ and are remembered as they stand.
/// </summary>
internal sealed class StandingReport(Stream onDisk) : Stream
{
    private const byte LineEnd = (byte)'\n';

    private readonly StreamReader _standing = new(onDisk, Encoding.UTF8);
    private readonly MemoryStream _line = new();
    private readonly List<bool> _wasNew = [];
    private string _madeAt = "";
    private string _runId = "";
    private bool _differs;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Both ended together and said the same.</summary>
    public bool IsSame => !_differs && _line.Length == 0 && _standing.ReadLine() is null;

    /// <summary>The report with what may differ as it stands on disk.</summary>
    /// <exception cref="InvalidOperationException">The exceptions on disk are not as many.</exception>
    public ReconciliationReport With(ReconciliationReport report) => _wasNew.Count != report.Exceptions.Count
        ? throw new InvalidOperationException("The report on disk tells of other exceptions.")
        : report with
        {
            MadeAt = JsonSerializer.Deserialize<DateTimeOffset>(_madeAt),
            RunId = JsonSerializer.Deserialize<string>(_runId)!,
            Exceptions = [.. report.Exceptions.Zip(_wasNew, (exception, wasNew) => exception with { IsNew = wasNew })],
        };

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.IndexOf(LineEnd) is >= 0 and var end)
        {
            _line.Write(buffer[..end]);
            Compare(Encoding.UTF8.GetString(_line.GetBuffer().AsSpan(0, (int)_line.Length)));
            _line.SetLength(0);
            buffer = buffer[(end + 1)..];
        }

        _line.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _standing.Dispose();
            _line.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Compare(string line)
    {
        if (_differs)
        {
            return;
        }

        // Our own layout: one member a line, text escaped, so that nothing else can look like these three.
        var standing = _standing.ReadLine();
        if (Both("  \"madeAt\": ", line, standing) is { } madeAt)
        {
            _madeAt = madeAt;
        }
        else if (Both("  \"runId\": ", line, standing) is { } runId)
        {
            _runId = runId;
        }
        else if (Both("      \"isNew\": ", line, standing) is { } isNew)
        {
            _wasNew.Add(isNew == "true");
        }
        else
        {
            _differs = line != standing;
        }
    }

    private static string? Both(string member, string line, string? standing) =>
        line.StartsWith(member, StringComparison.Ordinal) && standing is not null && standing.StartsWith(member, StringComparison.Ordinal) ? standing[member.Length..].TrimEnd(',') : null;
}
