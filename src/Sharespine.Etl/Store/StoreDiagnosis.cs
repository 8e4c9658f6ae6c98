using System.Globalization;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Store;

/// <summary>What doctor says of a store.</summary>
/// <param name="Facts">What was found, for people and for whoever is asked for help.</param>
/// <param name="Faults">What keeps a night from going through.</param>
/// <param name="Notes">What could be better, with what to do.</param>
public sealed record StoreDiagnosis(IReadOnlyList<string> Facts, IReadOnlyList<Issue> Faults, IReadOnlyList<string> Notes)
{
    /// <summary>Less free space than this is a fault.</summary>
    public const long FreeWanted = 500L << 20;

    /// <summary>A number of bytes as people read it.</summary>
    public static string Size(long bytes) => bytes >= 10L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB");

    internal static StoreDiagnosis OfFile(string path, string integrity)
    {
        var free = new DriveInfo(path).AvailableFreeSpace;
        var faults = new List<Issue>();
        if (integrity != "ok")
        {
            faults.Add(new(RunErrors.Disk, $"the store is damaged: {integrity}. Restore the last backup.", new SourcePosition(path)));
        }

        if (free < FreeWanted)
        {
            faults.Add(new(RunErrors.Disk, $"only {Size(free)} are free.", new SourcePosition(path)));
        }

        return new([$"SQLite, {Size(new FileInfo(path).Length)}, {Size(free)} free beside it"], faults, []);
    }
}
