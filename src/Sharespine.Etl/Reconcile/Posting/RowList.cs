using System.Globalization;
using System.Runtime.InteropServices;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Posting;

/// <summary>Rows of a voucher in the making: of the same group, account, text and objects one, in the order they came up.</summary>
internal sealed class RowList(Currency currency)
{
    private readonly Dictionary<RowKey, int> _places = [];
    private readonly List<(RowKey Key, IReadOnlyList<string> Objects, long Minor)> _rows = [];
    private (RowKey Key, long Minor) _first = (new(default, "", "", ""), 0);

    public long Sum { get; private set; }

    /// <summary>The row before all others.</summary>
    public void AddFirst(string account, long minor, string text)
    {
        _first = (new(default, account, text, ""), minor);
        Sum += minor;
    }

    /// <param name="objects">"dimension:object" each.</param>
    /// <param name="group">Rows of different groups are never put together, whatever their texts.</param>
    public void Add(string account, long minor, string text, IReadOnlyList<string> objects, RowGroup group = default)
    {
        if (minor == 0)
        {
            return;
        }

        Sum += minor;
        var key = new RowKey(group, account, text, objects.Count == 0 ? "" : string.Join(';', objects));
        if (_places.TryGetValue(key, out var place))
        {
            CollectionsMarshal.AsSpan(_rows)[place].Minor += minor;
        }
        else
        {
            _places[key] = _rows.Count;
            _rows.Add((key, objects, minor));
        }
    }

    public List<VoucherRow> Joined()
    {
        // A later row that is the first one's like stands with it.
        var like = _places.GetValueOrDefault(_first.Key, -1);
        var first = (_first.Key, Objects: (IReadOnlyList<string>)[], Minor: _first.Minor + (like < 0 ? 0 : _rows[like].Minor));
        return [.. _rows.Where((_, place) => place != like).Prepend(first)
            .Where(row => row.Minor != 0)
            .Select(row => new VoucherRow(row.Key.Account, new(row.Minor, currency), row.Key.Text, [.. row.Objects.Select(Object)]))];
    }

    public static string Key(VoucherRow row) => string.Join(';', (row.Objects ?? []).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Dimension}:{pair.Object}")));

    private static (int Dimension, string Object) Object(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return (int.Parse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture), text[(colon + 1)..]);
    }
}

/// <summary>What rows have in common that may become one; nothing for those that all may.</summary>
internal readonly record struct RowGroup(string? Name, string? Part = null, DateOnly? Day = null);

internal readonly record struct RowKey(RowGroup Group, string Account, string Text, string Objects);
