using System.Text.RegularExpressions;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Store;

/// <summary>A statement as it stands in a source file, with what is put into it at run time resolved.</summary>
/// <param name="Place">File and line.</param>
/// <param name="Sql">One of the texts that the statement can have.</param>
internal sealed partial record ProgramStatement(string Place, string Sql)
{
    /// <summary>What is put in and cannot be read off a constant, with every value that it takes.</summary>
    private static readonly Dictionary<(string File, string Expression), string[]> Choices = new()
    {
        [("MatchLoader.cs", "column")] = ["capture_id", "refund_id"],
        [("Session.cs", "table")] = ["lease"],
        [("StoreCopy.cs", "table")] = ["reconcile_sequence"],
        [("StoreCopy.cs", "used")] = ["", " WHERE next_id > 1"],
        [("StoreCopy.cs", "list")] = ["name, next_id"],
        [("StoreCopy.cs", "order")] = ["", " ORDER BY name"],
        [("PostingInputs.cs", "(_invoices.AreWanted ? \", e.voucher_text, e.row_text\" : \"\")")] = ["", ", e.voucher_text, e.row_text"],
    };

    // Statements that are the same for every table, whose name is put in.
    private static readonly string[] OfAnyTable = ["Session.cs", "StoreCopy.cs"];

    /// <summary>Every statement of the program but the dialects' own.</summary>
    public static IReadOnlyList<ProgramStatement> All()
    {
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetFileName(path).StartsWith("Sqlite", StringComparison.Ordinal) && !OfAnyTable.Contains(Path.GetFileName(path)))
            .Order(StringComparer.Ordinal)
            .Select(path => (File: Path.GetFileName(path), Text: File.ReadAllText(path)))
            .ToList();
        var constants = sources.SelectMany(source => Constants(source.File, source.Text)).ToLookup(constant => constant.Name, constant => (constant.File, constant.Type, constant.Value));
        return [.. sources.SelectMany(source => In(source.File, source.Text, constants))];
    }

    private static IEnumerable<ProgramStatement> In(string file, string text, ILookup<string, (string File, string Type, string Value)> constants)
    {
        foreach (var match in Literal().Matches(text).Where(match => !text[..match.Index].Split('\n')[^1].TrimStart().StartsWith("///", StringComparison.Ordinal)))
        {
            var literal = Value(match).Trim();
            var resolved = Leading().IsMatch(literal) ? Resolve(file, text, literal, constants) : [literal];
            var line = text.AsSpan(0, match.Index).Count('\n') + 1;
            foreach (var sql in resolved.Where(sql => Statement().IsMatch(sql) && !file.StartsWith("SqlServerDialect", StringComparison.Ordinal)))
            {
                foreach (var whole in Resolve(file, text, sql, constants))
                {
                    yield return new($"{file}:{line}", whole);
                }
            }
        }
    }

    /// <summary>All texts that the literal can stand for.</summary>
    private static IReadOnlyList<string> Resolve(string file, string text, string literal, ILookup<string, (string File, string Type, string Value)> constants)
    {
        if (Hole().Match(literal) is not { Success: true } hole)
        {
            return [literal];
        }

        var expression = hole.Groups["expression"].Value;
        return [.. Values(file, text, expression, constants).SelectMany(value => Resolve(file, text, literal.Replace(hole.Value, value, StringComparison.Ordinal), constants))];
    }

    private static IReadOnlyList<string> Values(string file, string text, string expression, ILookup<string, (string File, string Type, string Value)> constants)
    {
        if (Choices.TryGetValue((file, expression), out var choices))
        {
            return choices;
        }

        var parts = expression.Split('.');
        var home = parts.Length == 2 ? parts[0] : null;
        var known = constants[parts[^1]].Where(constant => home is null ? constant.File == file : constant.Type == home).Select(constant => constant.Value).Distinct().ToList();
        if (known.Count > 0)
        {
            return known;
        }

        var handedIn = expression == "where" ? Conditions(file).SelectMany(condition => condition.IsName ? constants[condition.Text].Where(constant => constant.File == file).Select(constant => constant.Value) : [condition.Text]).Distinct().ToList() : [];
        return handedIn.Count > 0
            ? handedIn
            : throw new InvalidOperationException($"{file}: what {{{expression}}} stands for in a statement cannot be seen; name its values in {nameof(ProgramStatement)}.{nameof(Choices)}.");
    }

    /// <summary>What callers of the file's methods hand in behind the session: a text, or a constant's name.</summary>
    private static IEnumerable<(string Text, bool IsName)> Conditions(string file)
    {
        var type = Path.GetFileNameWithoutExtension(file);
        return Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => Condition().Matches(File.ReadAllText(path)).Where(match => Path.GetFileName(path) == file ? !match.Groups["type"].Success : match.Groups["type"].Value == type))
            .Where(match => !Statement().IsMatch(match.Groups["where"].Value))
            .Select(match => match.Groups["where"].Success ? (match.Groups["where"].Value, false) : (match.Groups["name"].Value, true));
    }

    private static IEnumerable<(string File, string Type, string Name, string Value)> Constants(string file, string text) =>
        Constant().Matches(text).Select(match => (file, Declaration().Matches(text[..match.Index])[^1].Groups[1].Value, match.Groups["name"].Value, Value(match).Trim()));

    private static string Value(Match match) => match.Groups["raw"].Success ? match.Groups["raw"].Value : match.Groups["plain"].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);

    [GeneratedRegex("""
        \$?(?:"{3}[ ]*\r?\n(?<raw>.*?)"{3}|"(?<plain>(?:[^"\\\r\n{]|\\.|\{[^{}\r\n]*\})*)")
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Literal();

    [GeneratedRegex("""
        (?:const|static\s+readonly)\s+string\s+(?<name>\w+)\s*=\s*\$?(?:"{3}[ ]*\r?\n(?<raw>.*?)"{3}|"(?<plain>(?:[^"\\\r\n]|\\.)*)")
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Constant();

    [GeneratedRegex(@"(?:\b(?<type>[A-Z]\w+)\.)?\b[A-Z]\w+\(session, (?:\$?""(?<where>(?:[^""\\\r\n]|\\.)*)""|(?<name>[A-Z]\w+)),")]
    private static partial Regex Condition();

    [GeneratedRegex(@"\b(?:class|record) (\w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\{(?<expression>[^{}]+)\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^\{[\w.]+\} (WHERE|JOIN)\b")]
    private static partial Regex Leading();

    [GeneratedRegex(@"^(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b")]
    private static partial Regex Statement();
}
