using System.Text.Json;
using Sharespine.Etl.Benchmarks;
using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Benchmarks.Measure;

namespace Sharespine.Etl.Tests.Samples;

public sealed class GeneratorPartsTests
{
    [Fact]
    public void The_number_source_gives_the_published_sequence()
    {
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL], [random.NextUInt64(), random.NextUInt64(), random.NextUInt64()]);
    }

    [Fact]
    public void The_check_number_is_the_common_crc_32()
    {
        var checksum = new SieChecksum();
        checksum.Add("123456789"u8);
        Assert.Equal(0xCBF43926u, checksum.Value);
    }

    [Fact]
    public void Invented_organisation_numbers_have_their_check_digit()
    {
        Assert.Equal("559999-0008", OrganisationNumber.Invented(0));
        Assert.Equal("559999-1006", OrganisationNumber.Invented(100));
    }

    [Fact]
    public void Orders_for_mapping_have_the_number_of_lines_asked_for()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "orders.ndjson");
        OrderLines.Write(path, count: 7, lines: 5);
        var orders = File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(7, orders.Count);
        Assert.All(orders, order => Assert.Equal(5, order.GetProperty("line_items").GetArrayLength()));
    }

    [Fact]
    public void A_measurement_prints_rows_time_and_peak_memory()
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        new BareInsert().Run(new(folder.Path, new(["--rows", "25000"]), output));
        Assert.Matches(@"^bare prepared insert, SQLite, 10 columns +25,000 rows +\d+\.\d\d s +[\d,]+ rows/s +\d+ MB peak\s*$", output.ToString());
    }

    [Fact]
    public void Options_and_words_are_told_apart()
    {
        var arguments = new Arguments(["scale", "somewhere", "--lines", "10,000"]);
        Assert.Equal("somewhere", arguments.Word(1));
        Assert.Equal(10_000, arguments.Number("lines", 1));
        Assert.Equal(5, arguments.Number("orders", 5));
    }
}
