using System.Text;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Tests.Sie;

public sealed class SieChecksumTests
{
    // CRC-32 of "#PROGRAMx1#FNAMNA\"B" computed beside: labels and field characters, nothing between them.
    private static readonly uint Expected = Crc32("#PROGRAMx1#FNAMNA\"B#TRANS1930" + "1SE" + "5.00");

    private static byte[] File(string value) =>
        Encoding.ASCII.GetBytes($"#FLAGGA 0\n#KSUMMA\n#PROGRAM \t \"x\"  1\r\n\n#FNAMN \"A\\\"B\"\n"
            + "#TRANS 1930 { 1 \"SE\" } 5.00\n" + $"#KSUMMA {value}\n");

    [Fact]
    public void The_sum_is_over_labels_and_field_characters_only()
    {
        var (result, _) = SieBytes.Read(File(Expected.ToString()));

        Assert.True(result.ChecksumVerified);
        Assert.DoesNotContain(result.Issues, issue => issue.Code == SieErrors.ChecksumWrong);
    }

    [Fact]
    public void A_changed_file_is_refused_with_both_sums()
    {
        var changed = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(File(Expected.ToString())).Replace("5.00", "6.00", StringComparison.Ordinal));
        var sum = Crc32("#PROGRAMx1#FNAMNA\"B#TRANS1930" + "1SE" + "6.00");

        Assert.Contains($"test.se:7: SIE011 The content sums to {sum}, #KSUMMA says {Expected}.", SieBytes.Findings(changed), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sum_that_is_announced_and_missing_means_a_cut_file()
    {
        var findings = SieBytes.Findings(Encoding.ASCII.GetBytes("#FLAGGA 0\n#KSUMMA\n#PROGRAM x 1\n#FORMAT PC8\n#GEN 20260101\n#SIETYP 4\n#FNAMN AB\n"));

        Assert.Equal("test.se:7: SIE007 The file begins with #KSUMMA and must end with its value; the value is missing.", findings);
    }

    [Fact]
    public void A_sum_that_is_no_number_is_refused() =>
        Assert.Contains("SIE011 \"abc\" is not a check sum.", SieBytes.Findings(File("abc")), StringComparison.Ordinal);

    /// <summary>Bit by bit, as the standard describes it: another way than the one under test.</summary>
    private static uint Crc32(string text)
    {
        var state = 0xFFFFFFFFu;
        foreach (var value in Encoding.ASCII.GetBytes(text))
        {
            state ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                state = (state & 1) == 1 ? (state >> 1) ^ 0xEDB88320 : state >> 1;
            }
        }

        return ~state;
    }
}
