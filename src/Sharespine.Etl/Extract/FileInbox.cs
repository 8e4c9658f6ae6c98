using System.Globalization;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Extract;

/// <summary>Where settlement and ledger files come in and where their originals are kept.</summary>
/// <param name="Folder">The folder that the transport fills. Only its own files are looked at, not those of folders within.</param>
/// <param name="Archive">Kept seven years: nothing here ever deletes from it.</param>
/// <param name="Pattern">File names wanted, with * and ?, without regard to case; several with a semicolon between.</param>
public sealed record InboxOptions(string Folder, string Archive, string Pattern = "*")
{
    /// <summary>A file whose size and time were seen unchanged this long, or that is this old, is complete.</summary>
    public TimeSpan StableFor { get; init; } = TimeSpan.FromSeconds(30);
}

/// <param name="Size">Bytes.</param>
/// <param name="ModifiedAt">UTC.</param>
public sealed record InboxFile(string Path, long Size, DateTimeOffset ModifiedAt)
{
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>A file's bytes, kept.</summary>
/// <param name="Sha256">64 small hex digits. The engine records it: the same bytes are processed once.</param>
/// <param name="ArchivePath">Relative to the archive, with forward slashes: 2025/0a1b2c3d4e5f-name.csv.</param>
public sealed record ArchivedFile(string Name, string Sha256, string ArchivePath, long Size);

/// <summary>One look at the inbox.</summary>
/// <param name="Complete">By name.</param>
/// <param name="Waiting">Not at rest yet: a later look takes them.</param>
/// <param name="Issues">Files that are never taken as they are.</param>
public sealed record InboxLook(IReadOnlyList<InboxFile> Complete, IReadOnlyList<InboxFile> Waiting, IReadOnlyList<Issue> Issues);

/// <summary>
/// Takes files only when they are complete: under their final name, and with size and time unchanged between two looks or
/// older than <see cref="InboxOptions.StableFor"/>. Knows no database; whether bytes were processed before is the engine's to say.
/// </summary>
public sealed class FileInbox(InboxOptions options, World world)
{
    private static readonly string[] HalfWritten = [".tmp", ".part", ".partial", ".filepart", ".crdownload", ".writing"];
    private readonly Dictionary<string, (InboxFile File, DateTimeOffset SeenAt)> _seen = [];

    /// <summary>Lists the folder. Throws <see cref="EtlException"/> when it cannot be read.</summary>
    public InboxLook Look()
    {
        var now = world.UtcNow;
        var (complete, waiting, issues) = (new List<InboxFile>(), new List<InboxFile>(), new List<Issue>());
        foreach (var file in Wanted())
        {
            if (SafeName(file.Name) is null)
            {
                issues.Add(new(FileMappingErrors.BadFileName, $"the file name {Shown(file.Name)} holds characters that are not accepted.", new(options.Folder), Try: "rename it."));
            }
            else
            {
                (IsComplete(file, now) ? complete : waiting).Add(file);
            }
        }

        return new(complete, waiting, issues);
    }

    /// <summary>
    /// Copies the file into the archive under <c>yyyy/sha12-name</c>, where it appears whole, and leaves the original where it
    /// is. Archiving the same bytes again changes nothing. Throws <see cref="EtlException"/> when the file changes meanwhile.
    /// </summary>
    public ArchivedFile Archive(InboxFile file, CancellationToken cancellation = default)
    {
        var name = SafeName(file.Name) ?? throw new EtlException(new Issue(FileMappingErrors.BadFileName, $"the file name {Shown(file.Name)} holds characters that are not accepted.", new(options.Folder), Try: "rename it."));
        var year = world.UtcNow.Year.ToString("0000", CultureInfo.InvariantCulture);
        var folder = Path.Combine(options.Archive, year);
        Directory.CreateDirectory(folder);
        // Always the same name: what a killed run left behind is written over and gone.
        var temporary = Path.Combine(folder, $".{name}.writing");
        try
        {
            var (sha256, size) = Copy(file.Path, temporary, cancellation);
            if (size != file.Size || Stat(file.Path) != (file.Size, file.ModifiedAt))
            {
                throw new EtlException(new Issue(FileMappingErrors.ChangedWhileArchived, "the file changed while it was being archived.", new(file.Name))) { IsTransient = true };
            }

            var path = Existing(sha256) ?? Path.Combine(folder, $"{sha256[..12]}-{name}");
            if (!File.Exists(path))
            {
                FaultPoints.Pass("file: before archive rename");
                File.Move(temporary, path);
                FaultPoints.Pass("file: after archive rename");
            }

            return new(file.Name, sha256, Path.GetRelativePath(options.Archive, path).Replace('\\', '/'), size);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EtlException(new Issue(FileMappingErrors.InboxUnreadable, "the file cannot be copied into the archive.", new(file.Name), Try: "see that it is still there and that the program may write to the archive."), exception) { IsTransient = true };
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>False for names that programs use while they write: .tmp, .part and their kind, hidden and backup files.</summary>
    public static bool IsFinalName(string name) =>
        !name.StartsWith('.') && !name.EndsWith('~') && !HalfWritten.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name with nothing in it that could lead elsewhere or mislead: letters, digits, blank, and . _ - + ( ) @ =. Null when there is no such reading.</summary>
    public static string? SafeName(string name)
    {
        // One form for letters with marks: some systems send å as a and a ring.
        name = name.Normalize(NormalizationForm.FormC);
        var isSafe = name.Length is > 0 and <= 180
            && name[0] is not ('.' or '-' or ' ')
            && name[^1] is not ('.' or ' ')
            && name.All(character => char.IsLetterOrDigit(character) || " ._-+()@=".Contains(character, StringComparison.Ordinal))
            && !IsDevice(name);
        return isSafe ? name : null;
    }

    /// <summary>Names that Windows takes for devices, whatever follows the point.</summary>
    private static bool IsDevice(string name)
    {
        var stem = name.Split('.')[0].TrimEnd(' ').ToUpperInvariant();
        return stem is "CON" or "PRN" or "AUX" or "NUL" || (stem.Length == 4 && stem[..3] is "COM" or "LPT" && char.IsDigit(stem[3]));
    }

    private IEnumerable<InboxFile> Wanted()
    {
        if (!Directory.Exists(options.Folder))
        {
            throw new EtlException(new Issue(FileMappingErrors.InboxUnreadable, "the inbox folder does not exist.", new(options.Folder), Try: "create it, or correct the connection's folder."));
        }

        try
        {
            return [.. new DirectoryInfo(options.Folder).EnumerateFiles().Where(IsWanted).OrderBy(file => file.Name, StringComparer.Ordinal).Select(Describe)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EtlException(new Issue(FileMappingErrors.InboxUnreadable, "the inbox folder cannot be read.", new(options.Folder)), exception) { IsTransient = exception is IOException };
        }
    }

    /// <summary>Final names only. A link is not followed: it could lead out of the folder.</summary>
    private bool IsWanted(FileInfo file) =>
        IsFinalName(file.Name)
        && (file.Attributes & (FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint)) == 0
        && options.Pattern.Split(';', StringSplitOptions.TrimEntries).Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, file.Name, ignoreCase: true));

    private static InboxFile Describe(FileInfo file) => new(file.FullName, file.Length, new(file.LastWriteTimeUtc, TimeSpan.Zero));

    private bool IsComplete(InboxFile file, DateTimeOffset now)
    {
        if (!_seen.TryGetValue(file.Path, out var before) || before.File != file)
        {
            _seen[file.Path] = before = (file, now);
        }

        return now - before.SeenAt >= options.StableFor || now - file.ModifiedAt >= options.StableFor;
    }

    /// <summary>The bytes under whatever name and year they were archived before.</summary>
    private string? Existing(string sha256) => Directory.EnumerateFiles(options.Archive, sha256[..12] + "-*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .FirstOrDefault(path => HashOf(path) == sha256);

    private static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static (string Sha256, long Size) Copy(string from, string to, CancellationToken cancellation)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        using var target = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.None);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[1 << 16];
        long size = 0;
        for (int length; (length = source.Read(block)) > 0; size += length)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(block, 0, length);
            target.Write(block, 0, length);
        }

        // On the disk before it gets its name: a power cut leaves no half file under a whole name.
        target.Flush(flushToDisk: true);
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), size);
    }

    private static (long Size, DateTimeOffset ModifiedAt) Stat(string path)
    {
        var file = new FileInfo(path);
        return (file.Length, new(file.LastWriteTimeUtc, TimeSpan.Zero));
    }

    /// <summary>A name from outside, with what could not be shown replaced.</summary>
    private static string Shown(string name) => "\"" + string.Concat(name.Take(60).Select(character => char.IsControl(character) ? '?' : character)) + "\"";
}
