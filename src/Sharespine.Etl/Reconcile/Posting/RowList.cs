using System.Globalization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Posting;

/// <summary>Rows of a voucher in the making.</summary>
internal sealed class RowList(Currency currency)
{
    private readonly List<(string Group, VoucherRow Row)> _rows = [];

    public long Sum => _rows.Sum(row => row.Row.Amount.Minor);

    public void AddFirst(string account, long minor, string text) => _rows.Insert(0, ("", new(account, new(minor, currency), text)));

    /// <param name="objects">"dimension:object" each.</param>
    /// <param name="group">Rows of different groups are never put together, whatever their texts.</param>
    public void Add(string account, long minor, string text, IReadOnlyList<string> objects, string group)
    {
        if (minor != 0)
        {
            _rows.Add((group, new(account, new(minor, currency), text, [.. objects.Select(Object)])));
        }
    }

    /// <summary>Rows of the same group, account, text and objects as one, in the order they came up.</summary>
    public List<VoucherRow> Joined() =>
        [.. _rows
            .GroupBy(row => (row.Group, row.Row.Account, row.Row.Text, Objects: Key(row.Row)))
            .Select(group => group.First().Row with { Amount = new(group.Sum(row => row.Row.Amount.Minor), currency) })
            .Where(row => !row.Amount.IsZero)];

    public static string Key(VoucherRow row) => string.Join(';', (row.Objects ?? []).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Dimension}:{pair.Object}")));

    private static (int Dimension, string Object) Object(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return (int.Parse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture), text[(colon + 1)..]);
    }
}
