using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings;
using Sharespine.Etl.Mappings.Expressions;

namespace Sharespine.Etl.Tests.Mappings;

/// <summary>Short ways to compile and run one expression in tests.</summary>
internal static class Expressions
{
    internal static readonly IReadOnlyDictionary<string, Lookup> Tables = new Dictionary<string, Lookup>
    {
        ["vat-codes"] = new() { Name = "vat-codes", At = new("m.yaml", 3, 1), Entries = new Dictionary<string, string?> { ["25"] = "MP1", ["12"] = "MP2" } },
        ["providers"] = new() { Name = "providers", At = new("m.yaml", 4, 1), Entries = new Dictionary<string, string?> { ["kco"] = "klarna" }, HasOtherwise = true, Otherwise = null },
        ["articles"] = new() { Name = "articles", At = new("m.yaml", 5, 1), Staged = "article", HoldsOnMiss = true },
    };

    /// <summary>What the expression gives for the JSON record, as <see cref="Value.ToString"/> writes it; failures as "! place message".</summary>
    internal static string Run(string expression, string source = "{}", ILookupSource? lookups = null)
    {
        var findings = new List<Issue>();
        var scope = new Scope(isOpen: true);
        var compiled = CompiledExpression.Compile(new(expression, new("m.yaml", 1, 1)), scope, new(FunctionCatalog.BuiltIn, Tables, findings));
        if (compiled is null)
        {
            return string.Join(Environment.NewLine, findings);
        }

        using var document = JsonDocument.Parse(source);
        var frame = new EvalFrame(scope, lookups);
        frame.Begin(document.RootElement);
        var value = compiled.Evaluate(frame);
        return value.IsFailed
            ? string.Join("; ", frame.Failures.Select(failure => $"! {failure.Code} {failure.Place} {failure.Culprit} {failure.Message}"))
            : value.ToString();
    }

    /// <summary>The findings for an expression that stands at m.yaml:7:12; one that begins with a quote is put in single quotes there, as in YAML.</summary>
    internal static string Findings(string expression, MappingType? wanted = null)
    {
        var findings = new List<Issue>();
        var inYaml = expression.StartsWith('"') ? $"'{expression.Replace("'", "''")}'" : expression;
        var file = new string('\n', 6) + new string(' ', 11) + inYaml + "\n";
        CompiledExpression.Compile(new(expression, new("m.yaml", 7, 12), file), new Scope(isOpen: true), new(FunctionCatalog.BuiltIn, Tables, findings), "total", wanted);
        return string.Join(Environment.NewLine, findings);
    }
}
