using System.Text;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Tests.Sie;

/// <summary>Damaged files: each must be refused with a message that names the place, never read as something else.</summary>
public sealed class SieRefusalTests
{
    public static TheoryData<string, string> Damaged => new()
    {
        {
            "#VER A 1 20260115 \"x\"\n{\n#TRANS 1930 {} 100\n#TRANS 3001 {} -99.99\n}",
            "test.se:12: SIE009 The rows of voucher A 1 sum to 0.01 instead of zero."
        },
        {
            "#VER \"\" \"\" 20260115 \"x\"\n{\n#TRANS 1930 {} 100\n}",
            "test.se:12: SIE009 The rows of voucher without number sum to 100.00 instead of zero."
        },
        {
            "#VER A 1 20260115 \"x\"\n{\n#TRANS 1930 {} 100",
            "test.se:14: SIE007 The voucher of line 12 has no closing brace: the rest of the file is missing."
        },
        {
            "#VER A 1 20260115\n{\n#TRANS 1930 {} 0\n#VER A 2 20260115\n{\n#TRANS 1930 {} 0\n}",
            "test.se:15: SIE008 #VER stands inside the voucher of line 12, which has no closing brace."
        },
        {
            "#TRANS 1930 {} 0",
            "test.se:12: SIE008 #TRANS stands outside a voucher's braces."
        },
        {
            "{\n}",
            "test.se:12: SIE008 An opening brace without a #VER before it.\ntest.se:13: SIE008 A closing brace without an opening one."
        },
        {
            "#KONTO 1510 \"Kundfordringar",
            "test.se:12:13: SIE003 A text in #KONTO begins with a quotation mark and has none at its end."
        },
        {
            "#OIB 0 1930 {1 \"SE\" 100",
            "test.se:12:13: SIE008 The object list in #OIB has no closing brace."
        },
        {
            "#OIB 0 1930 {1 \"SE\" 6} 100",
            "test.se:12:14: SIE006 The objects \"1 \"SE\" 6\" are not pairs of dimension and object."
        },
        {
            "#OIB 0 1930 {ett \"SE\"} 100",
            "test.se:12:14: SIE006 \"ett\" is not the number of a dimension."
        },
        {
            "fortsättning på en text",
            "test.se:12: SIE002 The line \"forts\u0084ttning p\u0086 en text\" is no record.".Replace('\u0084', '·').Replace('\u0086', '·')
        },
        {
            "#VER A 1 20260231 \"x\"\n{\n}",
            "test.se:12:10: SIE005 \"20260231\" in #VER is not a date. Try: a date like 20260131\n"
        },
        {
            "#RAR 1 20270101",
            "test.se:12: SIE006 #RAR has no date."
        },
        {
            "#IB 0 1930",
            "test.se:12: SIE006 #IB has no amount."
        },
        {
            "#KONTO",
            "test.se:12: SIE006 #KONTO has no account."
        },
        {
            "#IB x 1930 1",
            "test.se:12:5: SIE006 \"x\" in #IB is not a year number. Try: a whole number"
        },
        {
            "#IB 0 1930 1\n#IB 0 1930 2",
            "test.se:13: SIE014 #IB of account 1930 is 2.00 here and 1.00 earlier."
        },
        {
            "#RAR 0 20250101 20251231",
            "test.se:12: SIE014 Fiscal year 0 is 2025-01-01 to 2025-12-31 here and 2026-01-01 to 2026-12-31 earlier."
        },
        {
            "#VALUTA JPY",
            "test.se:12: SIE015 #VALUTA is \"JPY\"."
        },
        {
            "#VER A 1 20260115\n{\n#TRANS 1930 {} 5\n#TRANS 3001 {} -5\n}\n#IB 0 1930 10\n#UB 0 1930 20",
            "test.se: SIE010 Account 1930: #IB 10.00 and movements 5.00 make 15.00, but #UB says 20.00."
        },
        {
            "#IB 0 1930 0\n#UB 0 1580 5\n#RES 0 3001 -6\n#VER A 1 20260115\n{\n#TRANS 1580 {} 5\n#TRANS 3001 {} -5\n}",
            "test.se: SIE010 Account 3001: movements -5.00, but #RES says -6.00."
        },
        {
            "#PROSA \"a\u0000b\"",
            "test.se:12:10: SIE012 The line has the control character 0."
        },
        {
            "#PROSA \"a\u0001b\"",
            "test.se:12:10: SIE012 The line has the control character 1."
        },
        {
            "#KSUMMA 5",
            "test.se:12: SIE011 #KSUMMA has a value, but no #KSUMMA stands at the top of the file."
        },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void A_damaged_file_is_refused_with_its_place(string body, string expected)
    {
        var bytes = SieBytes.File(body);

        Assert.True(SieBytes.Read(bytes).Result.IsRefused);
        Assert.Equal(expected.TrimEnd(), SieBytes.Findings(bytes));
    }

    public static TheoryData<byte[], string> NotSie => new()
    {
        { [], "test.se: SIE001 The file has no records." },
        { Encoding.UTF8.GetBytes("\n\n  \n"), "test.se: SIE001 The file has no records." },
        { Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?>\n<Sie/>\n"), "test.se:1: SIE001 The first line is \"<?xml version=\"1.0\"?>\", not a record such as #FLAGGA." },
        { Encoding.UTF8.GetBytes("Konto;Namn\n1510;Kund\n"), "test.se:1: SIE001 The first line is \"Konto;Namn\", not a record such as #FLAGGA." },
        { Encoding.Unicode.GetBytes("#FLAGGA 0\n"), "test.se:1:2: SIE012 The line has the control character 0: the file looks like UTF-16." },
        { Encoding.ASCII.GetBytes("#FLAGGA 0\r#PROGRAM x 1\r"), "test.se:1:10: SIE012 The line has the control character 13: its lines end with CR alone, LF is wanted." },
    };

    [Theory]
    [MemberData(nameof(NotSie))]
    public void A_file_that_is_no_SIE_file_is_refused(byte[] bytes, string expected) =>
        Assert.Equal(expected, SieBytes.Findings(bytes));

    [Fact]
    public void A_file_cut_anywhere_is_never_taken_for_a_whole_ledger()
    {
        // Balances stand before the vouchers, so that a cut at a voucher's end shows in them.
        var bytes = SieBytes.File("""
            #IB 0 1930 10.00
            #UB 0 1930 13.00
            #UB 0 1580 0.00
            #RES 0 3001 -3.00
            #VER A 1 20260115 "ett"
            {
               #TRANS 1930 {} 1.00
               #TRANS 3001 {} -1.00
            }
            #VER A 2 20260116 "två"
            {
               #TRANS 1930 {} 2.00
               #TRANS 3001 {} -2.00
            }
            """);
        Assert.Empty(SieBytes.Findings(bytes));

        for (var length = 0; length < bytes.Length - 3; length++)
        {
            using var cut = new MemoryStream(bytes[..length]);
            var ledger = SieLedger.Read(cut, "cut.se", ["1580"], ["1930"]);
            Assert.True(ledger.IsRefused || ledger.Banks[0].Entries.Count == 0, $"Cut at byte {length} was accepted with vouchers.");
        }
    }

    [Fact]
    public void A_line_or_field_beyond_the_limits_stops_the_reading()
    {
        var options = new SieReadOptions { MaxLineLength = 1000, MaxFieldLength = 100 };

        Assert.Equal("test.se:12: SIE013 The line is longer than 1000 bytes.", SieBytes.Findings(SieBytes.File("#PROSA \"" + new string('x', 5000) + "\""), options));
        Assert.Equal("test.se:12:9: SIE013 A field in #PROSA is longer than 100 bytes.", SieBytes.Findings(SieBytes.File("#PROSA \"" + new string('x', 101) + "\""), options));
        Assert.Equal("test.se:12:136: SIE013 #PROSA has more than 64 fields.", SieBytes.Findings(SieBytes.File("#PROSA " + string.Join(' ', Enumerable.Repeat("x", 65))), options));
    }

    [Fact]
    public void A_line_without_any_end_is_not_gathered_in_memory()
    {
        using var endless = new EndlessStream(100_000_000);

        var (result, _) = SieReader.ReadAll(endless, "test.se", new() { Encoding = SieEncoding.CodePage437 });

        Assert.Equal("test.se:1: SIE013 The line is longer than 65536 bytes.", Assert.Single(result.Issues).ToString());
        Assert.True(endless.Position < 2_000_000);
    }

    [Fact]
    public void Many_findings_of_one_kind_are_counted_beyond_the_limit()
    {
        var body = string.Join('\n', Enumerable.Range(1, 30).Select(day => $"#VER A 1 202601{day:00} \"x\" {{\n#TRANS 1930 {{}} 0\n}}"));

        var issues = SieBytes.Read(SieBytes.File(body), new() { MaxIssues = 10 }).Result.Issues;

        Assert.Equal(11, issues.Count);
        Assert.Equal("test.se: SIE111 19 more findings are not listed.", issues[^1].ToString());
    }

    [Fact]
    public void What_is_odd_but_not_wrong_is_noted_and_the_file_is_used()
    {
        var bytes = SieBytes.Raw("""
            #PROGRAM x 1
            #SIETYP 4
            #GEN igår
            #RAR 0 20260101 20261231
            #VER A 2 20260115 ""
            {
            #TRANS 1930 {} 0 2026 "t" 1,5
            }
            #VER A 1 20270115 ""
            {
            }
            #VER A 2 20260115 ""
            {
            #TRANS 1930 {} 0
            }

            """);

        Assert.False(SieBytes.Read(bytes).Result.IsRefused);
        Assert.Equal("""
            test.se:1: SIE102 The file does not begin with #FLAGGA.
            test.se:3:6: SIE108 "igår" in #GEN is not a date; it was left out.
            test.se:7:18: SIE108 "2026" in #TRANS is not a date; it was left out.
            test.se:7:27: SIE108 "1,5" in #TRANS is not a quantity; it was left out.
            test.se:9: SIE106 Voucher A 1 stands behind number 2.
            test.se:9: SIE109 Voucher A 1 is dated 2027-01-15, outside 2026-01-01 to 2026-12-31.
            test.se:9: SIE110 Voucher A 1 has no rows.
            test.se:12: SIE105 Voucher A 2 stands in the file more than once.
            test.se: SIE102 The file has no #FORMAT.
            test.se: SIE102 The file has no #FNAMN.
            """.ReplaceLineEndings("\n"), SieBytes.Findings(bytes));
    }

    private sealed class EndlessStream(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = (int)Math.Min(count, length - Position);
            buffer.AsSpan(offset, given).Fill((byte)'x');
            Position += given;
            return given;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
