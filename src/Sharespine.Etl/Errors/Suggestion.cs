namespace Sharespine.Etl.Errors;

/// <summary>"Did you mean": the known word nearest to a misspelt one.</summary>
public static class Suggestion
{
    /// <summary>"did you mean \"x\"?", or null when nothing is near enough to be worth saying.</summary>
    public static string? For(string written, IEnumerable<string> known)
    {
        var best = known
            .Select(word => (word, distance: Distance(written.ToUpperInvariant(), word.ToUpperInvariant())))
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.word, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.word is not null && best.distance <= Math.Max(1, written.Length / 3) ? $"did you mean \"{best.word}\"?" : null;
    }

    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
