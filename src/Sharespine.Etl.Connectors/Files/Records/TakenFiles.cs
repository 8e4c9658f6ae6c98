using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Files;
using Sharespine.Etl.Mappings.Files;

namespace Sharespine.Etl.Connectors.Files.Records;

/// <summary>A file that was found whole and readable, kept in the archive.</summary>
/// <param name="ArchivePath">Relative to the archive.</param>
/// <param name="SeenAt">Start of the walk that found it: what cursors are compared with.</param>
/// <param name="ModifiedAt">The file's own time.</param>
internal sealed record TakenFile(string Name, string Sha256, string ArchivePath, DateTimeOffset SeenAt, DateTimeOffset ModifiedAt)
{
    /// <summary>Names it in resume positions.</summary>
    public string Id => Sha256[..16] + "." + ModifiedAt.UtcTicks.ToString("x", CultureInfo.InvariantCulture);
}

/// <summary>
/// The files of one entity: their bytes in the archive, and beside them a note of each (<c>taken/&lt;entity&gt;</c>). The
/// archive is the source's memory. It holds what was found, never how far a job has come: that is the job's cursor, so that
/// a dry run, or another store, takes nothing from the night.
/// </summary>
internal sealed class TakenFiles(string archive, string entity)
{
    private readonly string _notes = Path.Combine(archive, "taken", entity);

    /// <summary>In the order in which they are read: as they were found, of one look the older first.</summary>
    public IReadOnlyList<TakenFile> All() => !Directory.Exists(_notes) ? [] :
    [
        .. Directory.EnumerateFiles(_notes, "*.json").Select(path => JsonSerializer.Deserialize<TakenFile>(File.ReadAllBytes(path))!)
            .OrderBy(file => file.SeenAt).ThenBy(file => file.ModifiedAt).ThenBy(file => file.Name, StringComparer.Ordinal),
    ];

    public bool IsThere(TakenFile file) => File.Exists(Path.Combine(archive, file.ArchivePath));

    public FileBytes Bytes(TakenFile file) => FileBytes.FromPath(Path.Combine(archive, file.ArchivePath), file.Name);

    /// <summary>
    /// Notes a file. The same bytes are noted once; where records hold as of the file's time, bytes that come again at a later
    /// time say something new.
    /// </summary>
    public void Add(ArchivedFile file, DateTimeOffset modifiedAt, DateTimeOffset now, bool holdsAsOfItsTime)
    {
        if (!Has(file.Sha256, modifiedAt, holdsAsOfItsTime))
        {
            WholeFile.Write(NoteOf(file.Sha256, modifiedAt, holdsAsOfItsTime), JsonSerializer.SerializeToUtf8Bytes(new TakenFile(file.Name, file.Sha256, file.ArchivePath, now, modifiedAt)));
        }
    }

    public bool Has(string sha256, DateTimeOffset modifiedAt, bool holdsAsOfItsTime) => File.Exists(NoteOf(sha256, modifiedAt, holdsAsOfItsTime));

    private string NoteOf(string sha256, DateTimeOffset modifiedAt, bool holdsAsOfItsTime) => Path.Combine(_notes,
        (holdsAsOfItsTime ? string.Create(CultureInfo.InvariantCulture, $"{sha256}-{modifiedAt.UtcDateTime:yyyyMMddHHmmss}") : sha256) + ".json");
}
