using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Sie;

/// <summary>
/// Writes SIE 4I: voucher numbers are left empty for the receiver to assign. Same input, same bytes: vouchers stand by date,
/// series and reference, code page 437, CRLF.
/// </summary>
public static class SieWriter
{
    private static readonly Dictionary<int, string> ReservedDimensions = new()
    {
        [1] = "Resultatenhet",
        [2] = "Kostnadsbärare",
        [6] = "Projekt",
        [7] = "Anställd",
        [8] = "Kund",
        [9] = "Leverantör",
        [10] = "Faktura",
    };

    /// <summary>One file per fiscal year that has vouchers, oldest first; none without vouchers.</summary>
    /// <exception cref="EtlException">
    /// A voucher does not balance, lies in no fiscal year, or is not one SIE can carry; all such are named and nothing is written.
    /// </exception>
    public static IReadOnlyList<SieOutput> Write(SieFile file) => [.. Years(file).Select(year => WriteYear(file, year.Year, year.Vouchers))];

    /// <summary>The vouchers of each fiscal year that has any, in order, once all of them can be carried.</summary>
    internal static IEnumerable<(SieFiscalYear Year, IReadOnlyList<Voucher> Vouchers)> Years(SieFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var issues = file.Vouchers.SelectMany(voucher => SieWriterChecks.Check(voucher, file)).ToList();
        if (issues.Count > 0)
        {
            throw new EtlException(issues);
        }

        return file.Vouchers
            .GroupBy(voucher => file.FiscalYears.First(year => year.Holds(voucher.Date)))
            .OrderBy(group => group.Key.Start)
            .Select(group => (group.Key, (IReadOnlyList<Voucher>)[.. InOrder(group)]));
    }

    /// <summary>
    /// The text a voucher gets: its own, with the reference put in front unless it is there already. In front, because an ERP
    /// that shortens a text cuts its end, and the reference is how we know our voucher again.
    /// </summary>
    public static string TextOf(Voucher voucher)
    {
        ArgumentNullException.ThrowIfNull(voucher);
        return voucher.Text.Contains(voucher.Reference, StringComparison.Ordinal) ? voucher.Text : $"{voucher.Reference} {voucher.Text}".TrimEnd();
    }

    internal static IEnumerable<Voucher> InOrder(IEnumerable<Voucher> vouchers) => vouchers
        .OrderBy(voucher => voucher.Date)
        .ThenBy(voucher => voucher.Series, StringComparer.Ordinal)
        .ThenBy(voucher => voucher.Reference, StringComparer.Ordinal);

    private static SieOutput WriteYear(SieFile file, SieFiscalYear year, IReadOnlyList<Voucher> vouchers)
    {
        var writer = new SieRecordWriter();
        WriteHead(writer, file, year);
        WriteChart(writer, file, vouchers);
        foreach (var voucher in vouchers)
        {
            WriteVoucher(writer, voucher);
        }

        writer.EndChecksum();
        return new(year, writer.Content, vouchers, writer.Issues);
    }

    private static void WriteHead(SieRecordWriter writer, SieFile file, SieFiscalYear year)
    {
        writer.Line("#FLAGGA 0");
        if (file.WithChecksum)
        {
            writer.BeginChecksum();
        }

        Texts(writer, "#PROGRAM", file.ProgramName, file.ProgramVersion);
        Words(writer, "#FORMAT", "PC8");
        Words(writer, "#GEN", SieNumbers.Date(file.GeneratedOn));
        Words(writer, "#SIETYP", "4");
        if (file.OrganisationNumber is { Length: > 0 } number)
        {
            Texts(writer, "#ORGNR", number);
        }

        Texts(writer, "#FNAMN", file.CompanyName);
        Words(writer, "#RAR", "0", SieNumbers.Date(year.Start), SieNumbers.Date(year.End));
        if (file.ChartType is { Length: > 0 } chart)
        {
            Texts(writer, "#KPTYP", chart);
        }

        Words(writer, "#VALUTA", file.Currency.Code);
    }

    private static void WriteChart(SieRecordWriter writer, SieFile file, IReadOnlyList<Voucher> vouchers)
    {
        var rows = vouchers.SelectMany(voucher => voucher.Rows).ToList();
        foreach (var account in rows.Select(row => row.Account).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (file.AccountNames.TryGetValue(account, out var name) && name.Length > 0)
            {
                Named(writer, "#KONTO", [account], name);
            }
        }

        var objects = rows.SelectMany(row => row.Objects ?? []).Select(pair => new SieObject(pair.Dimension, pair.Object)).Distinct()
            .OrderBy(item => item.Dimension).ThenBy(item => item.Id, StringComparer.Ordinal).ToList();
        foreach (var dimension in objects.Select(item => item.Dimension).Distinct())
        {
            Named(writer, "#DIM", [Number(dimension)], NameOf(dimension, file));
        }

        foreach (var item in objects)
        {
            writer.Begin("#OBJEKT");
            writer.Bare(Number(item.Dimension));
            writer.Quoted(item.Id);
            writer.Quoted(file.ObjectNames.GetValueOrDefault(item) ?? item.Id);
            writer.End();
        }
    }

    private static void WriteVoucher(SieRecordWriter writer, Voucher voucher)
    {
        writer.Record = voucher.Reference;
        writer.Begin("#VER");
        writer.Quoted(voucher.Series);
        writer.Quoted("");
        writer.Bare(SieNumbers.Date(voucher.Date));
        writer.Quoted(TextOf(voucher));
        writer.End();
        writer.Line("{");
        foreach (var row in voucher.Rows)
        {
            writer.Begin("#TRANS", indent: "   ");
            writer.Bare(row.Account);
            writer.Objects(row.Objects ?? []);
            writer.Bare(SieNumbers.Amount(row.Amount.Minor));
            writer.Quoted("");
            writer.Quoted(row.Text);
            writer.End();
        }

        writer.Line("}");
        writer.Record = null;
    }

    internal static string NameOf(int dimension, SieFile file) =>
        file.DimensionNames.GetValueOrDefault(dimension) ?? ReservedDimensions.GetValueOrDefault(dimension) ?? $"Dimension {Number(dimension)}";

    private static void Words(SieRecordWriter writer, string label, params ReadOnlySpan<string> words)
    {
        writer.Begin(label);
        foreach (var word in words)
        {
            writer.Bare(word);
        }

        writer.End();
    }

    private static void Texts(SieRecordWriter writer, string label, params ReadOnlySpan<string> texts)
    {
        writer.Begin(label);
        foreach (var text in texts)
        {
            writer.Quoted(text);
        }

        writer.End();
    }

    private static void Named(SieRecordWriter writer, string label, ReadOnlySpan<string> words, string name)
    {
        writer.Begin(label);
        foreach (var word in words)
        {
            writer.Bare(word);
        }

        writer.Quoted(name);
        writer.End();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
