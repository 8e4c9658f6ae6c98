using System.Globalization;

namespace Sharespine.Etl.Benchmarks;

/// <summary>Words and <c>--name value</c> pairs of a command line.</summary>
public sealed class Arguments
{
    private readonly List<string> _words = [];
    private readonly Dictionary<string, string> _options = [];

    public Arguments(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].StartsWith("--", StringComparison.Ordinal) && i + 1 < arguments.Count)
            {
                _options[arguments[i][2..]] = arguments[++i];
            }
            else
            {
                _words.Add(arguments[i]);
            }
        }
    }

    public string? Word(int index) => index < _words.Count ? _words[index] : null;

    public bool Has(string name) => _options.ContainsKey(name);

    /// <exception cref="FormatException">The value is not a whole number.</exception>
    public int Number(string name, int otherwise) =>
        _options.TryGetValue(name, out var text) ? int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : otherwise;
}
