using System.Text;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Tests.Sie;

public sealed class SieEncodingTests
{
    private const string Text = SieBytes.Head + "#PROSA \"Räksmörgås på Ängö\"\n";

    public static TheoryData<Encoding, SieEncoding> Sets => new()
    {
        { SieBytes.Dos, SieEncoding.CodePage437 },
        { SieBytes.Windows, SieEncoding.Windows1252 },
        { Encoding.Latin1, SieEncoding.Windows1252 },
        { new UTF8Encoding(false), SieEncoding.Utf8 },
    };

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_bytes_decide_the_character_set_whatever_FORMAT_says(Encoding written, SieEncoding expected)
    {
        var (result, records) = SieBytes.Read(SieBytes.Raw(Text, written));

        Assert.Equal(expected, result.Encoding);
        Assert.Equal("Räksmörgås på Ängö", records.OfType<SieRecord.Remark>().Single().Text);
        Assert.Empty(result.Issues);
    }

    [Fact]
    public void Without_any_letter_beyond_ascii_the_standard_decides()
    {
        var (result, _) = SieBytes.Read(Encoding.ASCII.GetBytes("#FLAGGA 0\n#PROGRAM x 1\n#FORMAT PC8\n#GEN 20260101\n#SIETYP 4\n#FNAMN AB\n"));

        Assert.Equal(SieEncoding.CodePage437, result.Encoding);
        Assert.Empty(result.Issues);
    }

    [Fact]
    public void A_path_in_windows_letters_inside_a_dos_file_is_read_right_and_noted_once()
    {
        byte[] bytes = [
            .. SieBytes.Raw(Text),
            .. SieBytes.Raw("#FNR \"C:\\SPCS\\Företag\\Ovnbol\"\n#PROSA \"C:\\Företag\"\n", SieBytes.Windows)];

        var (result, records) = SieBytes.Read(bytes);

        Assert.Equal("C:\\SPCS\\Företag\\Ovnbol", records.OfType<SieRecord.CompanyId>().Single().Id);
        Assert.Equal("test.se:13: SIE103 This text is in Windows-1252, the file in code page 437.", Assert.Single(result.Issues).ToString());
    }

    [Theory]
    [InlineData(SieEncoding.Windows1252)]
    [InlineData(SieEncoding.CodePage437)]
    public void One_text_in_utf_8_inside_another_file_is_read_right(SieEncoding file)
    {
        var encoding = file == SieEncoding.Windows1252 ? SieBytes.Windows : SieBytes.Dos;
        byte[] bytes = [.. SieBytes.Raw(Text, encoding), .. SieBytes.Raw("#FNR \"Malmö\"\n", Encoding.UTF8)];

        var (result, records) = SieBytes.Read(bytes);

        Assert.Equal(file, result.Encoding);
        Assert.Equal("Malmö", records.OfType<SieRecord.CompanyId>().Single().Id);
    }

    [Fact]
    public void Code_page_850_is_read_when_the_configuration_says_so()
    {
        var bytes = SieBytes.Raw(SieBytes.Head + "#PROSA \"Sørensen på Ängö § 3\"\n", SieBytes.Dos850);

        var (_, records) = SieBytes.Read(bytes, new() { DosEncoding = SieEncoding.CodePage850 });

        Assert.Equal("Sørensen på Ängö § 3", records.OfType<SieRecord.Remark>().Single().Text);
    }

    [Fact]
    public void Letters_lost_before_the_file_came_here_are_noted()
    {
        var findings = SieBytes.Findings(SieBytes.Raw(SieBytes.Head + "#PROSA \"R\uFFFDksm\uFFFDrg\uFFFDs\"\n", Encoding.UTF8));

        Assert.Equal("test.se:12: SIE104 The text \"R\uFFFDksm\uFFFDrg\uFFFDs\" has lost letters.", findings);
    }

    [Fact]
    public void A_utf_8_letter_across_the_edge_of_the_read_buffer_does_not_change_the_verdict()
    {
        for (var shift = 0; shift < 3; shift++)
        {
            var padding = string.Concat(Enumerable.Repeat("#PROSA \"" + new string('x', 1000) + "\"\n", 140)) + new string(' ', shift);
            var letters = string.Concat(Enumerable.Repeat("#PROSA \"åäöåäöåäö€\"\n", 9000));

            var (result, _) = SieBytes.Read(Encoding.UTF8.GetBytes(SieBytes.Head + padding + letters));

            Assert.Equal(SieEncoding.Utf8, result.Encoding);
            Assert.Empty(result.Issues);
        }
    }
}
