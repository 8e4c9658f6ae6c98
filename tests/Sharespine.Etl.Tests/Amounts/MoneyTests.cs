using FsCheck.Fluent;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Amounts;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("123.45 SEK", 12345)]
    [InlineData("-0.05 SEK", -5)]
    [InlineData("100 JPY", 100)]
    [InlineData("1.234 KWD", 1234)]
    public void Text_is_read_in_the_currencys_own_decimals(string text, long minor)
    {
        Assert.True(Money.TryParse(text, out var money));
        Assert.Equal(minor, money.Minor);
    }

    [Theory]
    [InlineData("123.456 SEK")]
    [InlineData("1,5 SEK")]
    [InlineData("1.5")]
    [InlineData("1.5 kr")]
    [InlineData("SEK")]
    [InlineData("1 000.00 SEK")]
    [InlineData("1.5 JPY")]
    [InlineData("99999999999999999999.00 SEK")]
    public void Text_that_is_not_exactly_an_amount_is_refused(string text) => Assert.False(Money.TryParse(text, out _));

    [Fact]
    public void What_is_written_reads_back_as_the_same_amount() => FsCheck.Check.One(FsCheck.Config.QuickThrowOnFailure, Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<bool>(), (minor, yen) =>
        {
            var money = new Money(minor, Currency.Parse(yen ? "JPY" : "SEK"));
            return Money.TryParse(money.ToString(), out var read) && read == money;
        }));

    [Fact]
    public void Two_currencies_cannot_be_put_together()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new Money(1, Currency.Sek) + new Money(1, Currency.Eur));
        Assert.Equal("0.01 SEK and 0.01 EUR are of different currencies and cannot be put together.", exception.Message);
    }

    [Fact]
    public void Half_an_ore_rounds_away_from_zero()
    {
        Assert.Equal(13, Money.Round(0.125m, Currency.Sek).Minor);
        Assert.Equal(-13, Money.Round(-0.125m, Currency.Sek).Minor);
    }

    [Fact]
    public void More_decimals_than_the_currency_has_are_never_cut_silently() =>
        Assert.Throws<ArgumentException>(() => Money.Exact(0.125m, Currency.Sek));

    [Fact]
    public void An_amount_too_large_to_hold_throws_instead_of_wrapping() =>
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue, Currency.Sek) + new Money(1, Currency.Sek));
}
