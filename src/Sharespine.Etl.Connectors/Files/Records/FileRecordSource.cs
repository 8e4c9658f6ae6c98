using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Files;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Files.Records;

/// <summary>
/// Reads records from files that appear in a folder. A walk takes in the files that are whole, archives them, and reads those
/// found since the walk before; a record that is in no file is not deleted. A file that is broken is not taken in at all, and
/// ends the walk with an error after all others were read.
/// </summary>
/// <param name="folder">Absolute.</param>
/// <param name="archive">Absolute, of this connection alone.</param>
public sealed class FileRecordSource(RecordFilesSettings settings, string folder, string archive, World world) : IRecordSource
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Notes _notes = new();
    private readonly Dictionary<string, FileInbox> _inboxes = [];
    private readonly Lock _intake = new();

    public IReadOnlyList<string> Entities { get; } = [.. settings.Files.Keys];

    public IReadOnlyList<string> Remarks =>
        [.. _notes.All.Select(note => string.Create(CultureInfo.InvariantCulture, $"{note.Count} × {note.First}"))];

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (files, taken) = Of(request.Entity);
        var now = world.UtcNow;
        List<Issue> broken;
        // Two jobs of this process may read for two shops.
        lock (_intake)
        {
            broken = TakeIn(request.Entity, files, taken, now, cancellation);
        }

        var wanted = taken.All().Where(file => (request.ChangedAfter is not { } after || file.SeenAt > after) && IsThere(taken, file)).ToList();
        var (first, row) = Resume(request.ResumeAt, wanted);
        var position = request.ResumeAt ?? "";
        var any = false;
        foreach (var file in wanted.Skip(first))
        {
            foreach (var records in Records(request.Entity, files, taken, file).Skip(row).Chunk(settings.PageSize))
            {
                cancellation.ThrowIfCancellationRequested();
                row += records.Length;
                position = string.Create(CultureInfo.InvariantCulture, $"{file.Id}@{row}");
                any = true;
                yield return new(records, position, now);
                await Task.Yield();
            }

            row = 0;
        }

        if (!any)
        {
            yield return new([], position, now);
        }

        if (broken.Count > 0)
        {
            throw new EtlException(broken);
        }
    }

    /// <summary>None: each file is read whole.</summary>
    public async IAsyncEnumerable<SourceKey> ListAsync(string entity, DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        yield break;
    }

    /// <summary>The record as the last file that has it says.</summary>
    public Task<RawRecord?> FetchAsync(string entity, string key, CancellationToken cancellation)
    {
        var (files, taken) = Of(entity);
        foreach (var file in taken.All().Reverse().Where(file => IsThere(taken, file)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Records(entity, files, taken, file).LastOrDefault(record => record.Key == key) is { } record)
            {
                return Task.FromResult<RawRecord?>(record);
            }
        }

        return Task.FromResult<RawRecord?>(null);
    }

    private (RecordFileSettings Files, TakenFiles Taken) Of(string entity) => settings.Files.TryGetValue(entity, out var files)
        ? (files, new TakenFiles(archive, entity))
        : throw new EtlException(new Issue(RecordFilesErrors.UnknownEntity, $"no files hold \"{entity}\".", Try: $"one of {string.Join(", ", settings.Files.Keys)}."));

    /// <summary>Archives and notes what is whole and can be read. Returns what is wrong with the others.</summary>
    private List<Issue> TakeIn(string entity, RecordFileSettings files, TakenFiles taken, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!_inboxes.TryGetValue(entity, out var inbox))
        {
            _inboxes[entity] = inbox = new FileInbox(new(folder, archive, files.Pattern) { StableFor = settings.StableFor }, world);
        }

        var look = inbox.Look();
        foreach (var waiting in look.Waiting)
        {
            _notes.Add(new(RecordFilesErrors.StillWritten, "it may still be growing and is left for the next run.", new(waiting.Name), waiting.Name));
        }

        var broken = new List<Issue>(look.Issues);
        foreach (var file in look.Complete)
        {
            cancellation.ThrowIfCancellationRequested();
            var asOf = files.AddsFileTime(entity);
            if (taken.Has(HashOf(file), file.ModifiedAt, asOf))
            {
                continue;
            }

            var archived = inbox.Archive(file, cancellation);

            if (Problem(FileBytes.FromPath(Path.Combine(archive, archived.ArchivePath), file.Name), files) is { } problem)
            {
                broken.Add(problem);
            }
            else
            {
                taken.Add(archived, file.ModifiedAt, now, asOf);
            }
        }

        return broken;
    }

    private static string HashOf(InboxFile file)
    {
        try
        {
            return WholeFile.Sha256(file.Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EtlException(new Issue(FileMappingErrors.InboxUnreadable, "the file cannot be read.", new(file.Name)), exception) { IsTransient = true };
        }
    }

    /// <summary>Reads the file once to its end: a cut or broken one shows before a single record of it is staged.</summary>
    private Issue? Problem(FileBytes file, RecordFileSettings files)
    {
        try
        {
            var without = 0;
            // What is left out is told of when records are staged.
            foreach (var record in FileRecordReader.Read(file, files, new FieldFilter(files.Drop, files.Keep, RecordFilesErrors.Dropped, new Notes())))
            {
                without += record.Key.Length == 0 ? 1 : 0;
                if (record.Key.Length == 0 && without == 1)
                {
                    _notes.Add(new(RecordFilesErrors.NoKey, "a record has no key; others may follow.", new(file.Name, record.Line), file.Name));
                }
            }

            return null;
        }
        catch (EtlException exception)
        {
            return exception.Issues[0];
        }
    }

    private bool IsThere(TakenFiles taken, TakenFile file)
    {
        if (taken.IsThere(file))
        {
            return true;
        }

        _notes.Add(new(RecordFilesErrors.ArchiveGone, "it was taken in and is not read again.", new(file.Name), file.Name));
        return false;
    }

    private static (int File, int Row) Resume(string? position, List<TakenFile> files)
    {
        // A walk that found nothing has no place to go on from.
        if (string.IsNullOrEmpty(position))
        {
            return (0, 0);
        }

        var parts = position.Split('@');
        var file = files.FindIndex(file => file.Id == parts[0]);
        return parts.Length == 2 && file >= 0 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            ? (file, row)
            : throw new EtlException(new Issue(RecordFilesErrors.BadResume, $"\"{position}\" names no file of this walk."));
    }

    private IEnumerable<RawRecord> Records(string entity, RecordFileSettings files, TakenFiles taken, TakenFile file)
    {
        var time = files.AddsFileTime(entity) ? TargetJson.Text(file.ModifiedAt) : null;
        var filter = new FieldFilter(files.Drop, files.Keep, RecordFilesErrors.Dropped, _notes);
        using var buffer = new MemoryStream();
        using var writer = new Utf8JsonWriter(buffer, Plain);
        foreach (var record in FileRecordReader.Read(taken.Bytes(file), files, filter))
        {
            buffer.SetLength(0);
            writer.Reset(buffer);
            writer.WriteStartObject();
            record.Write(writer);
            if (time is not null)
            {
                writer.WriteString(FileRecordReader.FileTime, time);
            }

            writer.WriteEndObject();
            writer.Flush();
            var line = record.Line.ToString(CultureInfo.InvariantCulture);
            var key = record.Key.Length > 0 ? record.Key : $"{file.Name}:{line}";
            yield return new(key, buffer.ToArray(), new(file.Name, record.Line, Record: key));
        }
    }
}
