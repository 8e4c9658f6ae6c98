using Sharespine.Etl.Errors;
using Sharespine.Etl.Reconcile.Posting;

namespace Sharespine.Etl.Tests.Reconcile;

public sealed class ExchangeRatesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("etl-rates-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_newest_rate_on_or_before_the_day_and_near_enough_is_taken()
    {
        var rates = Read("date;currency;rate;source\n2026-11-02;EUR;11,25;rb\n2026-10-30;EUR;11.00;rb\n2026-11-04;EUR;11.90;rb\n2026-11-02;NOK;0.98;rb\n");
        Assert.Equal(new ExchangeRate(11.25m, "rates.csv 2026-11-02", false), rates.For("EUR", new(2026, 11, 3), 7));
        Assert.Equal(11.90m, rates.For("EUR", new(2026, 11, 4), 7)!.Rate);
        Assert.Equal(11.90m, rates.For("EUR", new(2026, 11, 11), 7)!.Rate);
        Assert.Null(rates.For("EUR", new(2026, 11, 12), 7));
        Assert.Null(rates.For("EUR", new(2026, 10, 29), 7));
        Assert.Null(rates.For("DKK", new(2026, 11, 3), 7));
    }

    [Theory]
    [InlineData("day;currency;rate\n", "rates.csv:1")]
    [InlineData("date;currency;rate\n2026-11-02;EUR;11.25\n02/11;EUR;1\n", "rates.csv:3")]
    [InlineData("date;currency;rate\n2026-11-02;EUR;0\n", "rates.csv:2")]
    [InlineData("date;currency;rate\n2026-11-02;EURO;1\n", "rates.csv:2")]
    [InlineData("date;currency;rate\n2026-11-02;EUR\n", "rates.csv:2")]
    public void A_file_with_a_bad_line_is_not_used(string text, string place)
    {
        var failure = Assert.Throws<EtlException>(() => Read(text));
        Assert.StartsWith($"{place}: REC018", Assert.Single(failure.Issues).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_is_named() => Assert.Equal("REC018", Assert.Throws<EtlException>(() => ExchangeRates.Read(Path.Combine(_folder, "none.csv"))).Code.Code);

    private ExchangeRates Read(string text)
    {
        var path = Path.Combine(_folder, "rates.csv");
        File.WriteAllText(path, text);
        return ExchangeRates.Read(path);
    }
}
