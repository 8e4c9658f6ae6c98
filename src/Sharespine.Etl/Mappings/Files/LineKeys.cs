using System.Globalization;
using System.Text;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>
/// Makes the line keys of one payout: the mapping's key columns joined by "/", then "#" and the occurrence among lines
/// with the same. Key columns are required in every layout (<c>check</c> sees to it), so a payout re-sent with other columns,
/// another order of columns or another number format gives the same keys. Amounts stand without sign where the type table
/// gives the sign, so that a file that turns its signs gives the same keys too.
/// </summary>
internal sealed class LineKeys
{
    // A fingerprint of each key rather than the key: 1 M lines in 30 MB. A collision only makes an occurrence number higher.
    private readonly Dictionary<ulong, int> _seen = [];
    private char[] _text = new char[256];
    private int _length;
    private int _parts;

    internal void Begin() => (_length, _parts) = (0, 0);

    internal void AddText(ReadOnlySpan<byte> cell)
    {
        Separate();
        Reserve(cell.Length);
        _length += Encoding.UTF8.GetChars(cell, _text.AsSpan(_length));
    }

    internal void AddText(string text)
    {
        Separate();
        Reserve(text.Length);
        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }

    internal void AddAmount(Money amount, int decimals)
    {
        Separate();
        Reserve(24);
        var units = (long)amount.Currency.MinorPerMajor;
        if (amount.Minor < 0)
        {
            _text[_length++] = '-';
        }

        var minor = (ulong)Math.Abs(amount.Minor);
        (minor / (ulong)units).TryFormat(_text.AsSpan(_length), out var written, provider: CultureInfo.InvariantCulture);
        _length += written;
        if (decimals > 0)
        {
            _text[_length++] = '.';
            (minor % (ulong)units).TryFormat(_text.AsSpan(_length), out written, decimals == 2 ? "00" : "000", CultureInfo.InvariantCulture);
            _length += written;
        }
    }

    internal string End()
    {
        var key = _text.AsSpan(0, _length);
        ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_seen, Fingerprint(key), out _);
        count++;
        return string.Create(CultureInfo.InvariantCulture, $"{key}#{count}");
    }

    private void Separate()
    {
        if (_parts++ > 0)
        {
            Reserve(1);
            _text[_length++] = '/';
        }
    }

    private void Reserve(int more)
    {
        if (_length + more + 1 > _text.Length)
        {
            Array.Resize(ref _text, (_length + more + 1) * 2);
        }
    }

    /// <summary>FNV-1a, 64 bits: the same in every run.</summary>
    private static ulong Fingerprint(ReadOnlySpan<char> key)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in key)
        {
            hash = unchecked((hash ^ character) * 1099511628211UL);
        }

        return hash;
    }
}
