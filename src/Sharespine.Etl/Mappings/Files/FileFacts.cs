using Sharespine.Etl.Mappings.Expressions;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>What rows may know of the file beside their own columns.</summary>
internal sealed class FileFacts(string name)
{
    private const int PreambleMax = 10_000;

    internal string Name { get; } = name;

    /// <summary>The lines before the first section, as written, each with a line feed.</summary>
    internal string Preamble { get; private set; } = "";

    /// <summary>The values that sections keep:, as their last rows had them.</summary>
    internal Dictionary<string, Value> Kept { get; } = [];

    internal void AddToPreamble(string line)
    {
        if (Preamble.Length + line.Length < PreambleMax)
        {
            Preamble += line + "\n";
        }
    }
}
