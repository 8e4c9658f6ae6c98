using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Bank;

/// <summary>A camt.053 file as the reconciliation wants it.</summary>
/// <param name="Statements">Of the account asked for; those of other accounts are left out.</param>
/// <param name="Pending">Entries that the bank has not booked yet: not read, they come again booked.</param>
public sealed record CamtFile(IReadOnlyList<BankStatement> Statements, int Pending);

/// <summary>
/// Reads ISO 20022 bank statements, camt.053.001.02 to .13, by local names: what the versions add does not matter. Entry by
/// entry, without DTDs and without anything from outside the file. Each statement has to prove itself: opening balance and
/// booked entries make the closing balance.
/// </summary>
public static class CamtReader
{
    /// <param name="fileName">For messages.</param>
    /// <param name="account">The ledger account that the lines are given, e.g. 1930.</param>
    /// <param name="iban">The account wanted, blanks and case do not matter; null when the file holds only one.</param>
    /// <exception cref="EtlException"><c>BNK001</c> to <c>BNK006</c>: nothing of the file may be used.</exception>
    public static CamtFile Read(Stream stream, string fileName, string account, string? iban)
    {
        try
        {
            using var reader = XmlReader.Create(stream, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true, IgnoreComments = true, IgnoreProcessingInstructions = true });
            return Chosen(Statements(reader, fileName), fileName, account, iban);
        }
        catch (XmlException exception)
        {
            throw new EtlException(new Issue(BankErrors.NotStatement, "the file is not whole XML, or holds a document type declaration.", new(fileName, exception.LineNumber, exception.LinePosition)), exception);
        }
    }

    private static List<CamtStatement> Statements(XmlReader reader, string fileName)
    {
        var statements = new List<CamtStatement>();
        if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "Document" || !reader.NamespaceURI.Contains("camt.053.", StringComparison.Ordinal) && reader.NamespaceURI.Length > 0)
        {
            throw new EtlException(new Issue(BankErrors.NotStatement, $"the file is a {Shown(reader.NamespaceURI.Length > 0 ? reader.NamespaceURI : reader.LocalName)}, not a camt.053.", new(fileName)));
        }

        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "Stmt", Depth: 2 })
            {
                statements.Add(Statement(reader, fileName));
            }
        }

        return statements.Count > 0 ? statements : throw new EtlException(new Issue(BankErrors.NotStatement, "the file holds no statement (BkToCstmrStmt/Stmt).", new(fileName)));
    }

    /// <summary>The small parts come first by the schema; entries are turned into lines one by one.</summary>
    private static CamtStatement Statement(XmlReader reader, string fileName)
    {
        var statement = new CamtStatement(fileName, LineOf(reader));
        using var inside = reader.ReadSubtree();
        inside.Read();
        inside.Read();
        while (!inside.EOF)
        {
            if (inside.NodeType != XmlNodeType.Element)
            {
                inside.Read();
                continue;
            }

            var line = LineOf(reader);
            // ReadFrom stands behind the element already.
            statement.Take((XElement)XNode.ReadFrom(inside), line);
        }

        return statement;
    }

    private static CamtFile Chosen(List<CamtStatement> statements, string fileName, string account, string? iban)
    {
        var wanted = iban is null ? null : CamtStatement.Plain(iban);
        var accounts = statements.Select(statement => statement.Account).Distinct(StringComparer.Ordinal).ToList();
        if (wanted is null && accounts.Count > 1)
        {
            throw new EtlException(new Issue(BankErrors.SeveralAccounts, string.Create(CultureInfo.InvariantCulture, $"the file holds statements of {accounts.Count} accounts."), new(fileName), "iban"));
        }

        var chosen = statements.Where(statement => wanted is null || statement.Account == wanted).ToList();
        if (chosen.Count == 0)
        {
            throw new EtlException(new Issue(BankErrors.OtherAccount, "no statement in the file is of the configured iban.", new(fileName), "iban"));
        }

        return new([.. chosen.Select(statement => statement.Make(account))], chosen.Sum(statement => statement.Pending));
    }

    private static int LineOf(XmlReader reader) => ((IXmlLineInfo)reader).LineNumber;

    private static string Shown(string text) => "\"" + string.Concat(text.Take(60).Select(character => char.IsControl(character) ? '?' : character)) + "\"";
}
