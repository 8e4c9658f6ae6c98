using Spectre.Console;

namespace Sharespine.Etl.Cli.Output;

/// <summary>Plain tables on stdout: the first column is text, the others are right-aligned when they hold numbers.</summary>
internal static class Tables
{
    private const int WidthWithoutTerminal = 220;

    public static Table Plain(params string[] headings)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(Markup.Escape(heading)).NoWrap().Padding(0, 0, 2, 0));
        }

        return table;
    }

    public static void Row(Table table, IReadOnlyList<string?> cells)
    {
        for (var i = 1; i < cells.Count; i++)
        {
            if (cells[i] is { Length: > 0 } text && text.All(char.IsAsciiDigit))
            {
                table.Columns[i].RightAligned();
            }
        }

        table.AddRow([.. cells.Select(cell => Markup.Escape(cell ?? ""))]);
    }

    public static void Write(Table table)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        console.Write(table);
    }
}
