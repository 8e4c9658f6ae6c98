using System.Globalization;
using System.Text;
using System.Xml;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Sie;

/// <summary>
/// Writes vouchers as a SIE 5 import file (<c>SieEntry</c>): the same vouchers in the same order as <see cref="SieWriter"/>, UTF-8,
/// with our reference as the entry's <c>referenceId</c> and in its text. The file has no flag, no voucher numbers and no signature.
/// Accounts are left to the receiver's chart: the format wants their kind, which we do not know.
/// </summary>
public static class SieEntryWriter
{
    public const string Namespace = "http://www.sie.se/sie5";

    /// <summary>One file per fiscal year that has vouchers, oldest first; none without vouchers.</summary>
    /// <exception cref="EtlException">A voucher does not balance, lies in no fiscal year, or cannot be carried; all such are named and nothing is written.</exception>
    public static IReadOnlyList<SieOutput> Write(SieFile file) =>
        [.. SieWriter.Years(file).Select(year => new SieOutput(year.Year, Year(file, year.Vouchers), year.Vouchers, []))];

    private static ReadOnlyMemory<byte> Year(SieFile file, IReadOnlyList<Voucher> vouchers)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, NewLineChars = "\r\n", CheckCharacters = true }))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("SieEntry", Namespace);
            Head(xml, file);
            Dimensions(xml, file, vouchers);
            foreach (var journal in vouchers.GroupBy(voucher => voucher.Series, StringComparer.Ordinal))
            {
                Start(xml, "Journal", ("id", journal.Key));
                foreach (var voucher in journal)
                {
                    Entry(xml, file, voucher);
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
            xml.WriteEndDocument();
        }

        return bytes.ToArray();
    }

    private static void Head(XmlWriter xml, SieFile file)
    {
        Start(xml, "FileInfo");
        Empty(xml, "SoftwareProduct", ("name", file.ProgramName), ("version", file.ProgramVersion));
        Empty(xml, "FileCreation", ("time", Day(file.GeneratedOn) + "T00:00:00Z"), ("by", file.ProgramName));
        // The format's own number for a company that has none.
        Empty(xml, "Company", ("organizationId", file.OrganisationNumber is { Length: > 0 } number ? number : "000000-0000"), ("name", file.CompanyName));
        Empty(xml, "AccountingCurrency", ("currency", file.Currency.Code));
        xml.WriteEndElement();
    }

    private static void Dimensions(XmlWriter xml, SieFile file, IReadOnlyList<Voucher> vouchers)
    {
        var objects = vouchers.SelectMany(voucher => voucher.Rows).SelectMany(row => row.Objects ?? []).Select(pair => new SieObject(pair.Dimension, pair.Object)).Distinct()
            .OrderBy(item => item.Dimension).ThenBy(item => item.Id, StringComparer.Ordinal).ToList();
        if (objects.Count == 0)
        {
            return;
        }

        Start(xml, "Dimensions");
        foreach (var dimension in objects.GroupBy(item => item.Dimension))
        {
            Start(xml, "Dimension", ("id", Number(dimension.Key)), ("name", SieWriter.NameOf(dimension.Key, file)));
            foreach (var item in dimension)
            {
                Empty(xml, "Object", ("id", item.Id), ("name", file.ObjectNames.GetValueOrDefault(item) ?? item.Id));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Entry(XmlWriter xml, SieFile file, Voucher voucher)
    {
        Start(xml, "JournalEntry", ("journalDate", Day(voucher.Date)), ("text", Text(SieWriter.TextOf(voucher))), ("referenceId", Text(voucher.Reference)));
        Empty(xml, "OriginalEntryInfo", ("date", Day(file.GeneratedOn)), ("by", file.ProgramName));
        foreach (var row in voucher.Rows)
        {
            Start(xml, "LedgerEntry", ("accountId", row.Account), ("amount", SieNumbers.Amount(row.Amount.Minor)), ("text", Text(row.Text)));
            foreach (var (dimension, id) in row.Objects ?? [])
            {
                Empty(xml, "ObjectReference", ("dimId", Number(dimension)), ("objectId", id));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Start(XmlWriter xml, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name, Namespace);
        foreach (var (attribute, value) in attributes)
        {
            xml.WriteAttributeString(attribute, value);
        }
    }

    private static void Empty(XmlWriter xml, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(xml, name, attributes);
        xml.WriteEndElement();
    }

    /// <summary>Without the characters that XML cannot carry.</summary>
    private static string Text(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value is < 0x20 or 0xFFFE or 0xFFFF ? " " : rune.ToString()));

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
