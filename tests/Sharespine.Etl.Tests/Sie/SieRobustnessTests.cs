using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Tests.Sie;

/// <summary>Whatever bytes come, the reader answers with findings: it never throws and never hangs.</summary>
public sealed class SieRobustnessTests
{
    private static readonly string[] Pieces =
        [
            "#VER A 1 20260115 \"x\"", "#TRANS 1930 {} 9999999999999.99", "#TRANS 1580 {1 \"S\"} -1", "{", "}", "{}", "#KSUMMA", "#KSUMMA 1", "#RAR 0 20260101 20261231",
            "#RAR 0 99991231 00010101", "#IB 0 1930 1", "#UB 0 1930 1", "#RES 0 3001 1", "#OMFATTN 20261301", "#VALUTA SE", "#KONTO", "\"", "\\\"", "\\", " ", "\t", "\r",
            "\n", "\u0000", "\u001a", "å", "ÿ", "#", "#X", "-", "0", "99999999999999999999",
        ];

    [Fact]
    public void Random_sequences_of_records_and_rubbish_give_findings_only()
    {
        var random = new Random(20260301);
        for (var round = 0; round < 3000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => Pieces[random.Next(Pieces.Length)] + (random.Next(3) == 0 ? "" : "\n")));
            Answers(SieBytes.Raw(text), round);
        }
    }

    [Fact]
    public void A_file_with_any_bytes_changed_gives_findings_only()
    {
        var bytes = SieBytes.File("#IB 0 1580 10.00\n#UB 0 1580 15.00\n#VER A 1 20260115 \"Försäljning\"\n{\n   #TRANS 1580 {1 \"SE\"} 5.00 20260115 \"å\" 1 \"x\"\n   #TRANS 3001 {} -5.00\n}");
        var random = new Random(20260302);
        for (var round = 0; round < 3000; round++)
        {
            var changed = (byte[])bytes.Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            Answers(changed, round);
        }
    }

    [Fact]
    public void Sums_beyond_any_integer_are_still_compared()
    {
        var rows = string.Concat(Enumerable.Repeat("#TRANS 1930 {} 9999999999999.99\n", 20_000));

        Assert.Contains("The rows of voucher A 1 sum to 199999999999999800.00 instead of zero.", SieBytes.Findings(SieBytes.File($"#VER A 1 20260115 \"\" {{\n{rows}}}")), StringComparison.Ordinal);
    }

    private static void Answers(byte[] bytes, int round)
    {
        using var stream = new MemoryStream(bytes);
        var failure = Xunit.Record.Exception(() => SieLedger.Read(stream, "x.se", ["1580", "1930"], ["1930"]));

        Assert.True(failure is null, $"Round {round}: {failure}");
    }
}
