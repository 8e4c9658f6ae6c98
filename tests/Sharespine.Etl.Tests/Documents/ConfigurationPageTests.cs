using Sharespine.Etl.Connectors;

namespace Sharespine.Etl.Tests.Documents;

/// <summary>docs/configuration.md tells every setting as the program reads it: name, kind, default and meaning.</summary>
public sealed class ConfigurationPageTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/configuration.md");
    private static readonly IReadOnlyList<SettingsTable> Blocks = SettingsTable.All(ConnectorCatalog.Types);

    [Fact]
    public void Every_setting_is_told_with_its_kind_default_and_meaning()
    {
        var missing = Blocks.SelectMany(block => block.Rows.Select(row => (block, row)))
            .Where(item => !Page.Below($"`{item.block.Id}`").Any(line => Tells(line, item.row)))
            .Select(item => $"below `{item.block.Id}` write: {item.row.Whole}");

        Findings.None(missing);
    }

    [Fact]
    public void No_setting_is_told_that_the_program_does_not_have()
    {
        var invented = Blocks.SelectMany(block => Page.Below($"`{block.Id}`")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal) && block.Rows.All(row => !line.StartsWith($"| `{row.Name}` |", StringComparison.Ordinal)))
            .Select(line => $"`{block.Id}` has no setting: {line}"));

        Findings.None(invented);
    }

    [Fact]
    public void Every_connection_type_has_a_heading() =>
        Findings.None(ConnectorCatalog.Types.Where(type => Page.Below($"`{type.Name}`").Count == 0).Select(type => type.Name));

    private static bool Tells(string line, SettingsRow row) => row.About is null
        ? line.StartsWith(row.Start, StringComparison.Ordinal) && line.Length > row.Start.Length + 5
        : line == row.Whole;
}
