using System.Globalization;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Providers;

/// <summary>
/// Brings a provider's documents into the inbox, one per payout. What was fetched is not asked for again. A payout that fails is
/// held by name, the others come all the same, and the cursor stays before it.
/// </summary>
internal sealed class PayoutFeed(IPayoutSource source, DateOnly since, TimeSpan overlap, TimeZoneInfo zone, Notes notes) : IInboxFeed
{
    private const int FailuresInARow = 3;
    private const string Empty = "empty";

    // These say that nothing on this connection works now, so that asking for the next payout would be in vain.
    private static readonly HashSet<ErrorCode> OfTheConnection =
    [
        TransportErrors.NotAuthorised, TransportErrors.HostNotFound, TransportErrors.NoConnection, TransportErrors.UntrustedServer,
        TransportErrors.PlainHttp, TransportErrors.RedirectedElsewhere, TransportErrors.TooManyRequests, TransportErrors.Unavailable,
    ];

    public async Task FetchAsync(FeedContext feed, CancellationToken stop)
    {
        var stage = feed.Stage;
        var through = LastDay(stage.World);
        var days = (int)overlap.TotalDays;
        var cursor = stage.Database.Read(session => FetchStore.Cursor(session, feed.Connection));
        var from = cursor is { } at && at.AddDays(-days) > since ? at.AddDays(-days) : since;
        if (from > through)
        {
            return;
        }

        // A day that was empty may have been asked about too early: it is asked about again while it is young.
        var known = stage.Database.Read(session => FetchStore.Documents(session, feed.Connection));
        bool IsDue(PayoutFile file) => !known.TryGetValue(file.Key, out var before) || (before.State == Empty && file.Date >= through.AddDays(-days));
        var due = Named((await source.ListAsync(from, through, stop)).Where(IsDue), known.Values);
        var ignored = feed.Ignored();
        due.RemoveAll(file => ignored.Contains(file.Name));
        var firstFailed = await FetchAsync(feed, due, stop);
        var reached = firstFailed is { } failed && failed <= through ? failed.AddDays(-1) : through;
        stage.Database.Write("payout cursor", stage.Lease, session => FetchStore.SetCursor(session, feed.Connection, cursor, reached, stage.RunId));
        foreach (var note in notes.All)
        {
            stage.Note(string.Create(CultureInfo.InvariantCulture, $"{note.Count} × {note.First}"));
        }
    }

    /// <summary>Looks whether the provider answers and the rights are enough; issues, none when all is well.</summary>
    public async Task<IReadOnlyList<Issue>> ProbeAsync(World world, CancellationToken stop)
    {
        try
        {
            await source.ProbeAsync(LastDay(world), stop);
            return [];
        }
        catch (EtlException exception)
        {
            return exception.Issues;
        }
    }

    /// <summary>Yesterday: a payout of today may still be without some of its lines.</summary>
    private DateOnly LastDay(World world) => world.Today(zone).AddDays(-1);

    /// <summary>In order of their days, none under the name of another: a reference that is given twice must not hide a payout.</summary>
    private static List<PayoutFile> Named(IEnumerable<PayoutFile> files, IEnumerable<FetchedDocument> known)
    {
        var taken = known.ToLookup(document => document.Name, document => document.DocumentKey).ToDictionary(name => name.Key, name => name.First(), StringComparer.Ordinal);
        var named = new List<PayoutFile>();
        foreach (var file in files.OrderBy(file => file.Date).ThenBy(file => file.Name, StringComparer.Ordinal).ThenBy(file => file.Key, StringComparer.Ordinal))
        {
            named.Add(taken.TryAdd(file.Name, file.Key) || taken[file.Name] == file.Key ? file
                : file with { Name = $"{Path.GetFileNameWithoutExtension(file.Name)}_{file.Key}{Path.GetExtension(file.Name)}" });
        }

        return named;
    }

    /// <summary>The day of the first that failed.</summary>
    private async Task<DateOnly?> FetchAsync(FeedContext feed, IReadOnlyList<PayoutFile> due, CancellationToken stop)
    {
        var (firstFailed, inARow) = ((DateOnly?)null, 0);
        feed.Clear();
        try
        {
            foreach (var file in due)
            {
                stop.ThrowIfCancellationRequested();
                try
                {
                    Take(feed, file, FileInbox.SafeName(file.Name) is null ? throw BadName(file) : await file.ReadAsync(stop));
                    inARow = 0;
                }
                catch (EtlException exception) when (!OfTheConnection.Contains(exception.Code) && !IsOurs(exception))
                {
                    firstFailed ??= file.Date;
                    feed.SetAside(file.Name, Outcome.Held, exception.Issues, "the provider to give it whole");
                    if (++inARow == FailuresInARow)
                    {
                        throw;
                    }
                }
            }
        }
        finally
        {
            feed.RemoveUnfinished();
        }

        return firstFailed;
    }

    private void Take(FeedContext feed, PayoutFile file, ReadOnlyMemory<byte>? content)
    {
        if (content is { } bytes)
        {
            var unfinished = Path.Combine(feed.Unfinished, file.Name);
            using (var target = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                target.Write(bytes.Span);
                target.Flush(flushToDisk: true);
            }

            // In its place before it is noted: killed in between, it is fetched again, and the same bytes are worked on once.
            feed.Place(unfinished, file.Name, modifiedAt: null);
            feed.Stage.Note(string.Create(CultureInfo.InvariantCulture, $"{file.Name} ({bytes.Length} bytes) fetched from {source.Address}"));
        }

        feed.Note(file.Name, session => FetchStore.Save(session, feed.Connection,
            new() { DocumentKey = file.Key, Name = file.Name, DocumentDate = file.Date, State = content is null ? Empty : "fetched" }, feed.Stage.World.UtcNow));
    }

    // A lost lease, a store that is away or a full disk is not the provider's fault.
    private static bool IsOurs(EtlException exception) => Store.StoreErrors.IsOfTheStore(exception.Code);

    private static EtlException BadName(PayoutFile file) =>
        new(new Issue(FileMappingErrors.BadFileName, "the payout's reference holds characters that no file name may have.", new SourcePosition(string.Concat(file.Name.Select(sign => char.IsControl(sign) ? '?' : sign)))));
}
