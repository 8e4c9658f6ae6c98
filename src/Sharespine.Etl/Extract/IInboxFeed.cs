using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;

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
    private static readonly TimeSpan AtRest = TimeSpan.FromMinutes(1);

    /// <summary>Where files are written until they are whole. Beside their place, so that a rename is enough.</summary>
    public string Unfinished => Path.Combine(Inbox, ".fetching");

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
