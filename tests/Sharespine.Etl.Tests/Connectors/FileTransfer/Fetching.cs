using Sharespine.Etl.Connectors.FileTransfer;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Connectors.FileTransfer;

/// <summary>A job that does nothing but fetch, with a store, an inbox and a clock that stands still.</summary>
internal sealed class Fetching : IDisposable
{
    public const string Connection = "klarna-se";

    public TestStore Store { get; } = new();

    public string Inbox => Path.Combine(Store.Folder, "inbox");

    public IReadOnlyList<string> Files => !Directory.Exists(Inbox) ? [] : [.. Directory.GetFileSystemEntries(Inbox).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public void Dispose() => Store.Dispose();

    public Task<RunResult> RunAsync(FileServerSettings settings, string pattern = "*.csv", CancellationToken stop = default) =>
        RunAsync(new FileServerFeed(FileServers.Open(settings, Store.World), FileServerAddress.Of(settings.Url)!, pattern), stop);

    public Task<RunResult> RunAsync(IInboxFeed feed, CancellationToken stop = default)
    {
        Store.Clock.Now += TimeSpan.FromMinutes(1);
        return Store.RunAsync(new RunRequest("job"), stop, new TestJob("klarna-se↔books", [], new Stage("extract", (context, token) => feed.FetchAsync(new(context, Connection, Inbox), token))));
    }

    public string Text(string name) => File.ReadAllText(Path.Combine(Inbox, name));
}

internal static class FetchResults
{
    public static IReadOnlyList<string> Notes(this RunResult run) => run.Jobs.Single().Stages.Single().Notes;

    public static StageCounts Counts(this RunResult run) => run.Jobs.Single().Stages.Single().Counts;

    /// <summary>Names that were fetched, by the notes.</summary>
    public static IReadOnlyList<string> Fetched(this RunResult run) => [.. run.Notes().Where(note => note.Contains(" fetched from ", StringComparison.Ordinal)).Select(note => note[..note.IndexOf(" (", StringComparison.Ordinal)])];

    public static string? Code(this RunResult run) => run.Jobs.Single().ReasonCode;

    public static string? Reason(this RunResult run) => run.Jobs.Single().Reason;
}
