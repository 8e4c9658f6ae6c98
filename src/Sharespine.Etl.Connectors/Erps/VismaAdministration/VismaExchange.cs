using CsvHelper;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>
/// Writes batches into the exchange folder for the agent beside Visma Administration and reads what the agent answers. The
/// contract is in docs/visma-administration.md.
/// </summary>
public sealed class VismaExchange : IFileTarget
{
    private readonly string _root;
    private readonly ExchangeFiles _files;

    public VismaExchange(VismaAdministrationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _root = settings.Exchange;
        _files = new(settings);
    }

    /// <summary>
    /// What keeps a record out of the files: text too long, characters the ERP lacks, a payload of another kind. The load plan
    /// asks this first and rejects such records one by one; <see cref="Write(FileBatch)"/> refuses a batch that has one.
    /// </summary>
    public IReadOnlyList<Issue> Examine(string entity, FileRecord record) => _files.Examine(ExchangeEntities.Named(entity), record);

    /// <inheritdoc/>
    /// <exception cref="EtlException">A record cannot be written, the batch was handed over earlier with other content, or the folder cannot be used.</exception>
    public IReadOnlyList<WrittenFile> Write(FileBatch batch) => Write(batch, ExchangeKind.Delta);

    /// <summary>As <see cref="Write(FileBatch)"/>, for a batch that holds all records there are.</summary>
    public IReadOnlyList<WrittenFile> Write(FileBatch batch, ExchangeKind kind)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var entity = ExchangeEntities.Named(batch.Entity);
        var files = _files.Make(entity, batch, kind);
        return ExchangeFolder.Guard(_root, () =>
        {
            if (!IsHandedOver(files[^1], batch.Id))
            {
                WriteAll(files);
            }

            return files.Select(file => new WrittenFile(file.Name, file.Sha256, file.Bytes.Length)).ToList();
        });
    }

    /// <inheritdoc/>
    /// <remarks>Files that are gone without an answer count as taken: they may have been imported.</remarks>
    /// <exception cref="EtlException">The folder cannot be read. Transient.</exception>
    public BatchReceipt Check(FileBatchRef batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var entity = ExchangeEntities.Named(batch.Entity);
        return ExchangeFolder.Guard(_root, () => Look(entity, batch.Id));
    }

    private BatchReceipt Look(ExchangeEntity entity, string batch)
    {
        if (Exists(ExchangeNames.In, ExchangeNames.AckDone(batch)))
        {
            return Acknowledged(entity, batch);
        }

        if (Marker(ExchangeNames.Error, entity, batch) is not null)
        {
            return new(BatchState.Refused, [], Refusal(batch));
        }

        return new(Marker(ExchangeNames.Out, entity, batch) is not null ? BatchState.Written : BatchState.Taken, []);
    }

    private BatchReceipt Acknowledged(ExchangeEntity entity, string batch)
    {
        var path = PathOf(ExchangeNames.In, ExchangeNames.Ack(batch));
        if (!File.Exists(path))
        {
            var name = ExchangeNames.Ack(batch);
            return new(BatchState.Taken, [], new(VismaAdministrationErrors.BadReceipt, $"The marker is there, {name} is not.", new SourcePosition(name)));
        }

        var (records, issue) = ExchangeReceipt.Read(path, Keys(entity, batch));
        return issue is null ? new(BatchState.Acknowledged, records) : new(BatchState.Taken, [], issue);
    }

    private Issue Refusal(string batch)
    {
        var reason = PathOf(ExchangeNames.Error, ExchangeNames.Reason(batch));
        var text = File.Exists(reason) ? ExchangeReceipt.Plain(File.ReadLines(reason).FirstOrDefault() ?? "") : "";
        return new(VismaAdministrationErrors.BatchRefused, text.Length > 0 ? text : "The agent gave no reason.", new SourcePosition(batch));
    }

    /// <summary>The keys of a batch from its head file, wherever it lies now.</summary>
    private HashSet<string>? Keys(ExchangeEntity entity, string batch)
    {
        string[] folders = [ExchangeNames.Taken, ExchangeNames.Out, ExchangeNames.Error];
        var path = folders
            .SelectMany(folder => Enum.GetValues<ExchangeKind>().Select(kind => PathOf(folder, ExchangeNames.Head(entity, kind, batch))))
            .FirstOrDefault(File.Exists);
        if (path is null)
        {
            return null;
        }

        using var csv = CsvReader.FromFile(path, new() { Separator = ';' });
        var keys = new HashSet<string>();
        while (csv.Read())
        {
            keys.Add(ExchangeFiles.Unguard(csv.GetString("key")));
        }

        return keys;
    }

    /// <summary>True when the batch's marker is anywhere, or it was answered: then nothing may be written again.</summary>
    private bool IsHandedOver(ExchangeFile marker, string batch)
    {
        string[] folders = [ExchangeNames.Out, ExchangeNames.Taken, ExchangeNames.Error];
        var there = folders.Select(folder => PathOf(folder, marker.Name)).FirstOrDefault(File.Exists);
        if (there is not null && !marker.Bytes.AsSpan().SequenceEqual(File.ReadAllBytes(there)))
        {
            throw new EtlException(new Issue(VismaAdministrationErrors.BatchChanged, "The files that were handed over have other content than these would have.", new SourcePosition(marker.Name)));
        }

        return there is not null || Exists(ExchangeNames.In, ExchangeNames.AckDone(batch));
    }

    private void WriteAll(IReadOnlyList<ExchangeFile> files)
    {
        foreach (var folder in new[] { ExchangeNames.Out, ExchangeNames.Taken, ExchangeNames.In, ExchangeNames.Error })
        {
            Directory.CreateDirectory(Path.Combine(_root, folder));
        }

        foreach (var file in files)
        {
            ExchangeFolder.Write(Path.Combine(_root, ExchangeNames.Out), file.Name, file.Bytes);
        }
    }

    private string? Marker(string folder, ExchangeEntity entity, string batch) =>
        Enum.GetValues<ExchangeKind>().Select(kind => PathOf(folder, ExchangeNames.Done(entity, kind, batch))).FirstOrDefault(File.Exists);

    private bool Exists(string folder, string name) => File.Exists(PathOf(folder, name));

    private string PathOf(string folder, string name) => Path.Combine(_root, folder, name);
}
