using System.Security.Cryptography;
using System.Text;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Extract;

/// <summary>Brings a connection's files into its inbox before the inbox is looked at. What was brought before is not brought again.</summary>
public interface IInboxFeed
{
    /// <summary>
    /// Files appear in the inbox whole, at rest, and are noted as fetched behind that: killed anywhere, they come again. A file
    /// is counted by whoever takes it out of the inbox; only what could not be fetched is counted here.
    /// </summary>
    /// <exception cref="EtlException">Nothing more can be fetched; what came before that is there.</exception>
    Task FetchAsync(FeedContext feed, CancellationToken stop);
}

/// <param name="Stage">Whose store, clock and accounts are used.</param>
/// <param name="Connection">The connection's name.</param>
/// <param name="Inbox">Folder to put files into; made when it is not there.</param>
public sealed record FeedContext(StageContext Stage, string Connection, string Inbox)
{
    private const string Prefix = "fetch ";
    private static readonly TimeSpan AtRest = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Where files are written until they are whole. Beside their place, so that a rename is enough; and of this job alone, since
    /// another one may fetch from the same connection at the same time.
    /// </summary>
    public string Unfinished => Path.Combine(Inbox, UnfinishedOf(Stage.Job));

    public static string UnfinishedOf(string job) => ".fetching-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(job)))[..8];

    /// <summary>
    /// Names of files that a person chose to ignore (<c>held ignore</c>): they are not tried any more. Not those whose content was
    /// ignored when it was read, which may be sent again mended.
    /// </summary>
    public IReadOnlySet<string> Ignored() => Stage.Database.Read(session => Quarantine.Ignored(session, Stage.Job, Stage.Stage))
        .Where(key => key.StartsWith(Prefix, StringComparison.Ordinal)).Select(key => key[Prefix.Length..]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Sets a file aside that could not be fetched.</summary>
    /// <param name="waitsFor">For a held one: the named thing it waits for.</param>
    public void SetAside(string name, Outcome outcome, IReadOnlyList<Issue> issues, string? waitsFor = null) => Stage.Commit("file not fetched", StageCounts.One(outcome), session =>
        Quarantine.Put(session, Stage, Prefix + name, outcome, issues, waitsFor));

    /// <summary>Notes, together with what else is to be noted, that a file came.</summary>
    public void Note(string name, Action<Session> save) => Stage.Commit("file fetched", default, session =>
    {
        save(session);
        Quarantine.Resolve(session, Stage, Prefix + name);
    });

    /// <summary>Gives a whole file its name in the inbox, in place of an earlier one, with a time at which it counts as at rest.</summary>
    /// <param name="modifiedAt">The time its source tells, UTC; null where it tells none.</param>
    public void Place(string unfinished, string name, DateTimeOffset? modifiedAt)
    {
        var latest = Stage.World.UtcNow - AtRest;
        File.SetLastWriteTimeUtc(unfinished, (modifiedAt < latest ? modifiedAt.Value : latest).UtcDateTime);
        FaultPoints.Pass($"file: before {name}");
        File.Move(unfinished, Path.Combine(Inbox, name), overwrite: true);
        FaultPoints.Pass($"file: after {name}");
    }

    /// <summary>Makes the inbox and an empty folder for what is not whole; what a killed run left there is gone.</summary>
    public void Clear()
    {
        Directory.CreateDirectory(Inbox);
        RemoveUnfinished();
        Directory.CreateDirectory(Unfinished);
    }

    public void RemoveUnfinished()
    {
        if (Directory.Exists(Unfinished))
        {
            Directory.Delete(Unfinished, recursive: true);
        }
    }
}
