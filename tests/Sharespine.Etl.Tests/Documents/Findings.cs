namespace Sharespine.Etl.Tests.Documents;

internal static class Findings
{
    /// <summary>Fails with all of them, one a line, so that one run of the tests is enough to mend a page.</summary>
    public static void None(IEnumerable<string> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
