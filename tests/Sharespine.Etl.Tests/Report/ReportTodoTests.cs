using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report;
using static Sharespine.Etl.Tests.Report.SampleReport;

namespace Sharespine.Etl.Tests.Report;

/// <summary>What the workbook's first page tells to do, and its words.</summary>
public sealed class ReportTodoTests
{
    private static readonly ReconciliationReport Sample = BuildWithEverything();

    [Fact]
    public void A_cause_tells_what_its_exceptions_ask_for()
    {
        var texts = Summary(Sample);

        Assert.Contains("Bokför försäljningen eller hitta den under en annan referens.", texts);
        Assert.Contains("Fråga Klarna, eller kreditera fakturan om ordern avbröts.", texts);
    }

    [Fact]
    public void A_cause_that_asks_for_three_things_tells_what_it_means()
    {
        var duplicate = Sample.Exceptions.Single(exception => exception.Cause == Disposition.Duplicate);
        var texts = Summary(Sample with { Exceptions = [.. new[] { "a", "b", "c" }.Select(action => duplicate with { Id = action, Action = action })] });

        Assert.Contains(ReportTexts.For(ReportLanguage.Swedish).DispositionMeanings[Disposition.Duplicate], texts);
        Assert.DoesNotContain("a b c", texts);
    }

    [Fact]
    public void The_roles_of_files_are_words_of_the_language()
    {
        var texts = Summary(Sample with { Files = [new("settlement", "a.csv", "00", 1), new("ledger", "b.se", "01", 1), new("bank", "c.xml", "02", 1)] });

        Assert.Superset(new HashSet<string> { "avräkning", "huvudbok", "bank" }, texts);
    }

    private static HashSet<string> Summary(ReconciliationReport report)
    {
        using var workbook = new WrittenWorkbook(report);
        return [.. workbook.Sheet("Sammanfattning").CellsUsed().Select(cell => cell.GetString())];
    }
}
