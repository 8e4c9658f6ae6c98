using System.Text;
using System.Text.RegularExpressions;
using Sharespine.Etl.Bank;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Bank;

public sealed class CamtReaderTests
{
    private const string Iban = "SE00 0000 0000 0000 0000 0001";
    private static readonly string Folder = Path.Combine(Repository.Root, "sample-files", "camt053");

    public static TheoryData<string> Samples => [.. Directory.GetFiles(Folder, "*.xml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_reads_as_its_golden_says(string sample)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, sample));
        var file = Read(bytes, sample, sample.StartsWith("batch", StringComparison.Ordinal) ? "500001234 " : Iban);

        Assert.Equal(File.ReadAllText(Path.Combine(Folder, sample + ".expected")), string.Concat(file.Statements.SelectMany(Say).Append($"pending {file.Pending}").Select(line => line + "\n")));
    }

    [Fact]
    public void All_versions_read_alike()
    {
        var text = Text("statement-v02.xml");
        var first = Read(Encoding.UTF8.GetBytes(text), "a.xml", null).Statements.SelectMany(Say).ToList();

        Assert.All(Enumerable.Range(2, 12), version =>
            Assert.Equal(first, Read(Encoding.UTF8.GetBytes(text.Replace("001.02", $"001.{version:00}", StringComparison.Ordinal)), "a.xml", null).Statements.SelectMany(Say)));
    }

    [Fact]
    public void Keys_are_unique_and_the_same_when_the_statement_comes_again()
    {
        var keys = Read(File.ReadAllBytes(Path.Combine(Folder, "batch-v04.xml")), "a.xml", null).Statements[0].Lines.Select(line => line.Key).ToList();
        var again = Read(File.ReadAllBytes(Path.Combine(Folder, "batch-v04.xml")), "b.xml", null).Statements[0].Lines.Select(line => line.Key);

        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Equal(keys, again);
    }

    [Theory]
    [InlineData("<Ntry>", "<Ntry2>", "BNK001")]
    [InlineData("</Document>", "", "BNK001")]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<!DOCTYPE d [<!ENTITY a \"b\">]>", "BNK001")]
    [InlineData("camt.053.001.02", "camt.054.001.02", "BNK001")]
    [InlineData("<BkToCstmrStmt>", "<Other><BkToCstmrStmt>", "BNK001")]
    [InlineData("8475.00", "8475,00", "BNK002")]
    [InlineData("8475.00", "8475.001", "BNK002")]
    [InlineData("8475.00", "-8475.00", "BNK002")]
    [InlineData("8475.00", "99999999999999999999", "BNK002")]
    [InlineData("<Amt Ccy=\"SEK\">8475.00</Amt>", "<Amt>8475.00</Amt>", "BNK002")]
    [InlineData("<Amt Ccy=\"SEK\">8475.00</Amt>", "<Amt Ccy=\"EUR\">8475.00</Amt>", "BNK002")]
    [InlineData("<Amt Ccy=\"SEK\">8475.00</Amt>", "", "BNK002")]
    [InlineData("<BookgDt><Dt>2026-11-04</Dt></BookgDt>\n        <ValDt><Dt>2026-11-04</Dt></ValDt>", "", "BNK002")]
    [InlineData("<BookgDt><Dt>2026-11-04</Dt></BookgDt>", "<BookgDt><Dt>2026-11-31</Dt></BookgDt>", "BNK002")]
    [InlineData("<CdtDbtInd>DBIT</CdtDbtInd>\n        <Sts>BOOK", "<CdtDbtInd>D</CdtDbtInd>\n        <Sts>BOOK", "BNK002")]
    [InlineData("<Cd>OPBD</Cd>", "<Cd>OPAV</Cd>", "BNK003")]
    [InlineData("<Cd>CLBD</Cd>", "<Cd>CLAV</Cd>", "BNK003")]
    [InlineData("21486.25", "21486.26", "BNK004")]
    [InlineData("<CdtDbtInd>DBIT</CdtDbtInd>\n        <Sts>BOOK", "<CdtDbtInd>CRDT</CdtDbtInd>\n        <Sts>BOOK", "BNK004")]
    public void What_contradicts_itself_or_cannot_be_read_is_refused_whole(string from, string to, string code)
    {
        var text = Text("statement-v02.xml");
        Assert.Contains(from, text, StringComparison.Ordinal);
        var damaged = new Regex(Regex.Escape(from)).Replace(text, to.Replace("$", "$$", StringComparison.Ordinal), 1);

        var refused = Assert.Throws<EtlException>(() => Read(Encoding.UTF8.GetBytes(damaged), "bank.xml", null));

        Assert.Equal(code, refused.Code.Code);
        Assert.StartsWith("bank.xml", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_amount_is_named_with_its_place()
    {
        var refused = Assert.Throws<EtlException>(() => Read(Encoding.UTF8.GetBytes(Text("statement-v02.xml").Replace("8475.00", "8 475.00", StringComparison.Ordinal)), "bank.xml", null));

        Assert.Equal("bank.xml:18: BNK002 Amt: \"8 475.00\" is not an amount in SEK.", refused.Message);
    }

    [Fact]
    public void Another_account_and_several_accounts_are_told_apart()
    {
        Assert.Equal("BNK005", Assert.Throws<EtlException>(() => Read(Encoding.UTF8.GetBytes(Text("statement-v02.xml")), "a.xml", "SE99")).Code.Code);
        Assert.Equal("BNK006", Assert.Throws<EtlException>(() => Read(Encoding.UTF8.GetBytes(Text("weekend-v08.xml")), "a.xml", null)).Code.Code);
    }

    [Fact]
    public void Every_truncation_is_refused_and_none_is_half_read()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, "statement-v02.xml"));
        for (var length = 0; length < bytes.Length - 12; length += 97)
        {
            Assert.Equal("BNK001", Assert.Throws<EtlException>(() => Read(bytes[..length], "a.xml", null)).Code.Code);
        }
    }

    private static CamtFile Read(byte[] bytes, string name, string? iban)
    {
        using var stream = new MemoryStream(bytes);
        return CamtReader.Read(stream, name, "1930", iban);
    }

    private static string Text(string sample) => File.ReadAllText(Path.Combine(Folder, sample)).ReplaceLineEndings("\n");

    // Keys made of content are shown as #: their hash says nothing to a reader.
    private static IEnumerable<string> Say(BankStatement statement) => statement.Lines
        .Select(line => $"  line {line.FileLine} {line.Date:yyyy-MM-dd} {line.Amount}{(line.OriginalAmount is { } original ? $" ({original})" : "")} {line.Label} [{Regex.Replace(line.Key, "[0-9a-f]{16}", "#")}] {string.Join(" | ", line.Texts)}")
        .Prepend($"statement {statement.Key} of {statement.Version}, {statement.Account} {statement.Currency}, {statement.CoversFrom:yyyy-MM-dd} to {statement.CoversTo:yyyy-MM-dd}, {statement.Opening} → {statement.Closing}");
}
