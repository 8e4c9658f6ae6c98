using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>Names that may stand in a file name on every system.</summary>
internal static class SafeName
{
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "LPT1", "LPT2", "LPT3"];

    public static bool Is(string name) =>
        name.Length is > 0 and <= 120
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && name[0] != '.' && name[^1] != '.'
        && !name.Contains("..", StringComparison.Ordinal)
        && !Devices.Contains(name.Split('.')[0], StringComparer.OrdinalIgnoreCase);

    /// <exception cref="EtlException">It may not. <see cref="VismaAdministrationErrors.UnsafeName"/>.</exception>
    public static string Need(string name) => Is(name)
        ? name
        : throw new EtlException(new Issue(VismaAdministrationErrors.UnsafeName, $"\"{string.Concat(name.Take(60).Select(c => char.IsControl(c) ? '·' : c))}\" cannot be part of a file name."));
}
