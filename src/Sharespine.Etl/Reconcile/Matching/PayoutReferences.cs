using System.Text;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>
/// Finds payout references in a bank's texts, where they stand with blanks or dashes inside, without leading zeros, or glued to
/// the provider's name. A reference inside a longer run of digits or of letters is never one.
/// </summary>
internal sealed class PayoutReferences
{
    /// <summary>Put together of parts, or glued to something, it has to be long enough not to be chance.</summary>
    private const int ShortestInside = 6;
    private const int ShortestNumber = 4;

    private readonly HashSet<string> _known;
    private readonly int _longest;

    public PayoutReferences(IEnumerable<string> references)
    {
        _known = references.Select(Plain).Where(reference => reference.Length > 0).ToHashSet(StringComparer.Ordinal);
        _longest = _known.Select(reference => reference.Length).DefaultIfEmpty().Max();
    }

    /// <summary>Letters and digits in capitals, without leading zeros.</summary>
    public static string Plain(string reference) => string.Concat(reference.Where(char.IsLetterOrDigit)).ToUpperInvariant().TrimStart('0');

    /// <summary>Known references that the text names, in <see cref="Plain"/> form, ordered.</summary>
    public SortedSet<string> In(string text)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var runs = Runs(text);
        for (var first = 0; first < runs.Count; first++)
        {
            var joined = new StringBuilder();
            for (var last = first; last < runs.Count; last++)
            {
                joined.Append(runs[last].Text);
                var plain = joined.ToString().TrimStart('0');
                if (plain.Length > _longest)
                {
                    break;
                }

                if (_known.Contains(plain) && IsEnough(plain, runs[first], runs[last]))
                {
                    found.Add(plain);
                }
            }
        }

        return found;
    }

    private static bool IsEnough(string plain, Run first, Run last) => first.Word == last.Word && first.IsFirst && last.IsLast
        ? plain.Length >= ShortestNumber || plain.Any(char.IsLetter)
        : plain.Length >= ShortestInside;

    /// <summary>Runs of letters and runs of digits, with the word each belongs to.</summary>
    private static List<Run> Runs(string text)
    {
        var runs = new List<Run>();
        var word = 0;
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[at]))
            {
                word++;
                at++;
                continue;
            }

            var end = at + 1;
            while (end < text.Length && char.IsLetterOrDigit(text[end]) && char.IsDigit(text[end]) == char.IsDigit(text[at]))
            {
                end++;
            }

            var isLast = end == text.Length || !char.IsLetterOrDigit(text[end]);
            runs.Add(new(text[at..end].ToUpperInvariant(), word, at == 0 || !char.IsLetterOrDigit(text[at - 1]), isLast));
            at = end;
        }

        return runs;
    }

    private readonly record struct Run(string Text, int Word, bool IsFirst, bool IsLast);
}
