using System.Globalization;
using System.Text;

namespace Sharespine.Etl.Tests.Mappings.Files;

/// <summary>A report of any size that is nowhere as a whole: written while it is read.</summary>
internal sealed class LargeReport(int rows) : Stream
{
    private byte[] _chunk = [];
    private int _at;
    private int _next = -1;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_at == _chunk.Length)
        {
            (_chunk, _at) = (Encoding.UTF8.GetBytes(Chunk()), 0);
        }

        var length = Math.Min(buffer.Length, _chunk.Length - _at);
        _chunk.AsSpan(_at, length).CopyTo(buffer);
        _at += length;
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private string Chunk()
    {
        var text = new StringBuilder();
        if (_next < 0)
        {
            text.Append("payment_reference;settlement_currency;payout_date;total_settlement_amount\n");
            text.Append(CultureInfo.InvariantCulture, $"8;SEK;2025-01-10T07:45:00Z;{rows}.00\n\ntype;order_id;capture_id;merchant_reference1;amount;posting_currency\n");
            _next = 0;
        }

        for (var i = 0; i < 500 && _next < rows; i++, _next++)
        {
            text.Append(CultureInfo.InvariantCulture, $"SALE;00000000-0000-4000-8000-{_next:000000000000};00000000-0000-4000-9000-{_next:000000000000};{_next};1.00;SEK\n");
        }

        return text.ToString();
    }
}
