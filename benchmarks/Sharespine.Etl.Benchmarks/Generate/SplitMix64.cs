namespace Sharespine.Etl.Benchmarks.Generate;

/// <summary>
/// A small seeded number source whose sequence is written down here and therefore never changes with the runtime:
/// the committed samples must come out byte for byte on any machine. Not for secrets.
/// </summary>
public sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A source of its own for the <paramref name="index"/>th thing, so that one more draw for one thing moves no other.</summary>
    public static SplitMix64 For(ulong seed, ulong index)
    {
        unchecked
        {
            return new(new SplitMix64(seed ^ (index * 0xD1B54A32D192ED03UL)).NextUInt64());
        }
    }

    public ulong NextUInt64()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var mixed = _state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }

    /// <summary>A number from 0 up to, not including, <paramref name="bound"/>.</summary>
    public int Next(int bound) => (int)(NextUInt64() % (ulong)bound);

    public int Between(int lowest, int highest) => lowest + Next(highest - lowest + 1);

    public bool Chance(int percent) => Next(100) < percent;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    public string Text(int length, string alphabet)
    {
        var letters = new char[length];
        for (var i = 0; i < length; i++)
        {
            letters[i] = alphabet[Next(alphabet.Length)];
        }

        return new(letters);
    }

    public string Hex(int digits) => Text(digits, "0123456789abcdef");

    /// <summary>Shaped like a version 4 UUID.</summary>
    public string Uuid() => $"{Hex(8)}-{Hex(4)}-4{Hex(3)}-8{Hex(3)}-{Hex(12)}";
}
