namespace Sharespine.Etl.Tests.Mappings;

/// <summary>A file of the project that is written from code: equal to it, or rewritten when ETL_ACCEPT is 1.</summary>
internal static class Accepted
{
    internal static void Equal(string path, string text)
    {
        if (Environment.GetEnvironmentVariable("ETL_ACCEPT") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path), $"{path} is missing; run the tests once with ETL_ACCEPT=1.");
        Assert.Equal(text, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }
}
