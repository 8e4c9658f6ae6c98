using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Sharespine.Etl.Benchmarks.Generate.Shops;

/// <summary>
/// An order in a shop's own words, with marks where ids and times stand, so that a page of many orders costs little more
/// than copying: <c>«id»</c>, <c>«row:3»</c> (an id of its own below the order's), <c>«utc»</c> and <c>«local»</c> (Swedish).
/// </summary>
public sealed partial class OrderTemplate
{
    private readonly List<(byte[] Before, string Mark)> _parts = [];
    private readonly byte[] _end;
    private readonly string _timeFormat;

    /// <param name="timeFormat">How the shop writes times.</param>
    public OrderTemplate(string text, string timeFormat)
    {
        _timeFormat = timeFormat;
        var from = 0;
        foreach (Match mark in Marks().Matches(text))
        {
            _parts.Add((Encoding.UTF8.GetBytes(text[from..mark.Index]), mark.Groups[1].Value));
            from = mark.Index + mark.Length;
        }

        _end = Encoding.UTF8.GetBytes(text[from..]);
    }

    public void Write(IBufferWriter<byte> output, long id, DateTimeOffset at)
    {
        foreach (var (before, mark) in _parts)
        {
            output.Write(before);
            switch (mark)
            {
                case "id":
                    Write(output, id);
                    break;
                case "utc":
                    Write(output, at.UtcDateTime);
                    break;
                case "local":
                    Write(output, SwedishTime.Local(at).DateTime);
                    break;
                default:
                    Write(output, (id * 100) + int.Parse(mark.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture));
                    break;
            }
        }

        output.Write(_end);
    }

    private static void Write(IBufferWriter<byte> output, long number)
    {
        number.TryFormat(output.GetSpan(20), out var written, provider: CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private void Write(IBufferWriter<byte> output, DateTime time)
    {
        time.TryFormat(output.GetSpan(40), out var written, _timeFormat, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    [GeneratedRegex("«(id|utc|local|row:[0-9]+)»")]
    private static partial Regex Marks();
}
