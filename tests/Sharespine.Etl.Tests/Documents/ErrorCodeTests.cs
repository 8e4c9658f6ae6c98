using System.Reflection;
using System.Text.RegularExpressions;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Tests.Documents;

public sealed partial class ErrorCodeTests
{
    private static readonly IReadOnlyList<ErrorCode> All = [.. ErrorCatalog.Core, .. ConnectorCatalog.Errors];

    [Fact]
    public void Every_code_in_the_pages_is_one_that_explain_knows()
    {
        var known = All.Select(code => code.Code).ToHashSet();
        // An area of the catalog and three digits; other words in capitals are not codes.
        var areas = known.Select(code => code[..3]).ToHashSet();
        var told = MarkdownPage.All.SelectMany(page => page.Lines.SelectMany((line, index) =>
            Code().Matches(line).Where(match => areas.Contains(match.Value[..3])).Select(match => (page.Name, index, match.Value)))).ToList();

        Assert.True(told.Count > 40, "the pages name codes");
        Findings.None(told.Where(code => !known.Contains(code.Value)).Select(code => $"{code.Name}:{code.index + 1}: {code.Value}"));
    }

    [Fact]
    public void No_code_stands_for_two_things() =>
        Findings.None(All.GroupBy(code => code.Code).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Every_code_in_the_program_is_in_a_catalog()
    {
        var declared = new[] { typeof(ErrorCatalog).Assembly, typeof(ConnectorCatalog).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(ErrorCode) && field.IsInitOnly && !field.Name.StartsWith('<'))
            .Select(field => (ErrorCode)field.GetValue(null)!);

        Findings.None(declared.Except(All).Select(code => code.Code));
    }

    [Fact]
    public void Every_code_says_what_why_and_what_to_do() =>
        Findings.None(All.Where(code => !Whole(code.Title) || !Whole(code.Cause) || !Whole(code.Action) || !Code().IsMatch(code.Code)).Select(code => code.Code));

    private static bool Whole(string text) => text.Trim().Length > 5;

    [GeneratedRegex(@"\b[A-Z]{3}\d{3}\b")]
    private static partial Regex Code();
}
