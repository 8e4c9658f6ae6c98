using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Sharespine.Etl.Mappings.Files.Tables;

/// <summary>Which styles of a workbook show a number as a date.</summary>
internal sealed class DateFormats
{
    private readonly bool[] _isDate;

    internal DateFormats(WorkbookStylesPart? part)
    {
        var sheet = part?.Stylesheet;
        var codes = new Dictionary<uint, string>();
        foreach (var format in sheet?.NumberingFormats?.Elements<NumberingFormat>() ?? [])
        {
            codes[format.NumberFormatId?.Value ?? 0] = format.FormatCode?.Value ?? "";
        }

        _isDate = [.. (sheet?.CellFormats?.Elements<CellFormat>() ?? []).Select(format => format.NumberFormatId?.Value ?? 0)
            .Select(id => codes.TryGetValue(id, out var code) ? IsDate(code) : IsBuiltIn(id))];
    }

    internal bool IsDate(uint style) => style < _isDate.Length && _isDate[style];

    /// <summary>Numbers that every workbook has without saying so: days and times, those of East Asian languages included.</summary>
    private static bool IsBuiltIn(uint id) => id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);

    /// <summary>A code with a day, month, year, hour or second in it. Quoted and escaped letters are text; [h] counts hours and is no date.</summary>
    internal static bool IsDate(string code)
    {
        for (var i = 0; i < code.Length && code[i] != ';'; i++)
        {
            switch (code[i])
            {
                case '"':
                    i = EndOf(code, i, '"');
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '[':
                    var end = EndOf(code, i, ']');
                    if (code[(i + 1)..end].ToUpperInvariant() is "H" or "HH" or "M" or "MM" or "S" or "SS")
                    {
                        return false;
                    }

                    i = end;
                    break;
                case 'd' or 'D' or 'm' or 'M' or 'y' or 'Y' or 'h' or 'H' or 's' or 'S':
                    return true;
            }
        }

        return false;
    }

    private static int EndOf(string code, int from, char mark) => code.IndexOf(mark, from + 1) is var end and >= 0 ? end : code.Length;
}
