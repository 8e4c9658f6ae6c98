using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Load;

/// <summary>
/// Counts what the planned writes of one entity would do, before the first of them is made. A load whose hits are above a limit is
/// let through only by the hash of exactly this plan.
/// </summary>
internal sealed class LoadGuard(string entity, GuardSettings settings)
{
    private readonly List<string> _hits = [];
    private int _zeroed;
    private int _deactivated;
    private int _jumps;

    /// <summary>Takes one planned write into account; the words for its effect, or null where it has none that is guarded.</summary>
    public string? Add(string key, TargetEffect? effect)
    {
        var words = new List<string>();
        if (effect is { ZeroesStock: true })
        {
            _zeroed++;
            words.Add("stock to zero");
        }

        if (effect is { Deactivates: true })
        {
            _deactivated++;
            words.Add("out of sale");
        }

        if (effect is { PriceBefore: { } before, PriceAfter: { } after } && Jumps(before, after))
        {
            _jumps++;
            words.Add(string.Create(CultureInfo.InvariantCulture, $"price {before:0.######} to {after:0.######}"));
        }

        if (words.Count == 0)
        {
            return null;
        }

        var text = string.Join(", ", words);
        _hits.Add($"{key}: {text}");
        return text;
    }

    /// <summary>Identifies the plan: the same hits, whatever their order, have the same hash.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', _hits.Append(entity).Order(StringComparer.Ordinal)))))[..12];

    /// <param name="all">How many records of the entity there are in all.</param>
    /// <exception cref="EtlException">LOD007: above a limit, and not approved.</exception>
    public void ThrowIfTooMuch(long all, IReadOnlySet<string> approved)
    {
        string?[] found =
        [
            TooMany(_zeroed, settings.ZeroedStock, all, "stock levels would go to zero"),
            TooMany(_deactivated, settings.Deactivated, all, "products would be taken out of sale"),
            TooMany(_jumps, settings.PriceJumps, all, string.Create(CultureInfo.InvariantCulture, $"prices would move by more than {settings.PriceJumpPercent:0.##} %")),
        ];
        var reasons = found.OfType<string>().ToList();
        if (reasons.Count > 0 && !approved.Contains(Hash))
        {
            throw new EtlException(new Issue(LoadErrors.TooMuchAtOnce, $"{entity}: {string.Join("; ", reasons)}. First: {string.Join("; ", _hits.Take(5))}.", Try: $"--approve {Hash}"));
        }
    }

    private string? TooMany(int hits, int most, long all, string what) =>
        hits > most || (hits >= GuardSettings.FewRecords && hits * 100m > settings.Percent * all)
            ? string.Create(CultureInfo.InvariantCulture, $"{hits} of {all} {what}")
            : null;

    private bool Jumps(decimal before, decimal after) =>
        before == 0 ? after != 0 : Math.Abs(after - before) * 100 > settings.PriceJumpPercent * Math.Abs(before);
}
