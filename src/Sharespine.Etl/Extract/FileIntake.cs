using System.Globalization;
using System.Text;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Files;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Extract;

/// <summary>Takes files from a folder that others write into: only finished ones, known by their content, kept in an archive.</summary>
public static class FileIntake
{
    // Written longer ago than this and not growing: finished. Who writes slower than this writes under a temporary name.
    private static readonly TimeSpan StillFor = TimeSpan.FromSeconds(10);
    private static readonly string[] Unfinished = [".tmp", ".part", ".partial", ".filepart", ".crdownload", ".writing"];

    /// <summary>The finished files of that pattern, by name; a folder that is not there is empty.</summary>
    public static IncomingFiles List(string folder, string pattern)
    {
        if (!Directory.Exists(folder))
        {
            return new([], []);
        }

        var files = new List<IncomingFile>();
        var notYet = new List<Issue>();
        foreach (var path in Directory.GetFiles(folder, pattern, new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive }).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (name.StartsWith('.') || Unfinished.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            if (Take(path, name) is { } file)
            {
                files.Add(file);
            }
            else
            {
                notYet.Add(new(ExtractErrors.BeingWritten, "it is still being written; the next run takes it.", new(name)));
            }
        }

        return new(files, notYet);
    }

    /// <summary>Keeps the bytes under archive/year/ with the beginning of their hash in the name; harmless when they are there.</summary>
    public static ArchivedFile Archive(IncomingFile file, string archive, int year)
    {
        var path = Path.Combine(archive, year.ToString("0000", CultureInfo.InvariantCulture), $"{file.Sha256[..12]}-{SafeName(file.Name)}");
        if (!File.Exists(path) || WholeFile.Sha256(path) != file.Sha256)
        {
            var (sha256, _) = WholeFile.Write(path, target =>
            {
                using var source = File.OpenRead(file.Path);
                source.CopyTo(target);
            });
            if (sha256 != file.Sha256)
            {
                File.Delete(path);
                throw new EtlException(new Issue(ExtractErrors.BeingWritten, "it changed while it was read; the next run takes it.", new SourcePosition(file.Name))) { IsTransient = true };
            }
        }

        return new(path);
    }

    private static IncomingFile? Take(string path, string name)
    {
        try
        {
            var before = new FileInfo(path);
            var still = TimeProvider.System.GetUtcNow() - before.LastWriteTimeUtc >= StillFor || CanBeHeldAlone(path);
            if (!still)
            {
                return null;
            }

            var sha256 = WholeFile.Sha256(path);
            var after = new FileInfo(path);
            return after.Length == before.Length && after.LastWriteTimeUtc == before.LastWriteTimeUtc ? new(name, path, sha256) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    // Nobody else has it open: where the system knows (Windows), a young file is finished too.
    private static bool CanBeHeldAlone(string path)
    {
        try
        {
            using var alone = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // A name from outside keeps its letters, digits, dots and dashes, and never leaves the folder.
    private static string SafeName(string name)
    {
        var safe = new StringBuilder(name.Length);
        foreach (var letter in name.Normalize(NormalizationForm.FormC))
        {
            safe.Append(char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '_');
        }

        return safe.ToString().TrimStart('.') is { Length: > 0 } rest ? rest[..Math.Min(rest.Length, 120)] : "file";
    }
}

/// <param name="Files">Finished, by name.</param>
/// <param name="NotYet">One issue for each that is still being written.</param>
public sealed record IncomingFiles(IReadOnlyList<IncomingFile> Files, IReadOnlyList<Issue> NotYet);

/// <param name="Name">Without folder, as its sender named it.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record IncomingFile(string Name, string Path, string Sha256);

public sealed record ArchivedFile(string Path);
