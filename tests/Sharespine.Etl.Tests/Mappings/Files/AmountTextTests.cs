using System.Globalization;
using System.Text;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Mappings.Files;

public sealed class AmountTextTests
{
    [Theory]
    [InlineData("100.00", "100.00")]
    [InlineData("-100.00", "-100.00")]
    [InlineData("+1", "1")]
    [InlineData("100.00-", "-100.00")]
    [InlineData("\u2212100.00", "-100.00")]
    [InlineData("- 5", "-5")]
    [InlineData(" 7.5 ", "7.5")]
    [InlineData("\u00A07.5\u00A0", "7.5")]
    [InlineData("1 234.50", "1234.50")]
    [InlineData("1\u00A0234\u00A0567.00", "1234567.00")]
    [InlineData("1\u202F234", "1234")]
    [InlineData("1'234.50", "1234.50")]
    [InlineData("1,234,567.89", "1234567.89")]
    [InlineData(".5", "0.5")]
    [InlineData("0", "0")]
    [InlineData("42949672.96", "42949672.96")]
    [InlineData("-999999999999999.99", "-999999999999999.99")]
    public void An_amount_with_a_decimal_point_is_read_exactly(string cell, string expected)
    {
        Assert.True(AmountText.TryDecimal(Encoding.UTF8.GetBytes(cell), DecimalMark.Point, out var number));
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("12,34")]
    [InlineData("1,2345.00")]
    [InlineData("12 34.00")]
    [InlineData("1 234,567.00")]
    [InlineData("1,234 567")]
    [InlineData("1.2.3")]
    [InlineData("1.")]
    [InlineData("1e5")]
    [InlineData("--5")]
    [InlineData("-5-")]
    [InlineData("5 kr")]
    [InlineData("(5)")]
    [InlineData("１２")]
    [InlineData("1234567890123456789")]
    public void What_is_not_surely_an_amount_is_not_read(string cell) =>
        Assert.False(AmountText.TryDecimal(Encoding.UTF8.GetBytes(cell), DecimalMark.Point, out _));

    [Theory]
    [InlineData("100.00", NumberEvidence.Point)]
    [InlineData("1,234.5", NumberEvidence.Point)]
    [InlineData("1,234,567", NumberEvidence.Point)]
    [InlineData("0,50", NumberEvidence.Comma)]
    [InlineData("1.234,50", NumberEvidence.Comma)]
    [InlineData("1 234,567", NumberEvidence.Comma)]
    [InlineData("1.234", NumberEvidence.Ambiguous)]
    [InlineData("-1,234", NumberEvidence.Ambiguous)]
    [InlineData("1234", NumberEvidence.None)]
    [InlineData("1 234", NumberEvidence.None)]
    [InlineData("a.b", NumberEvidence.None)]
    [InlineData("", NumberEvidence.None)]
    public void A_cell_shows_its_decimal_mark_only_when_no_other_reading_is_possible(string cell, NumberEvidence expected) =>
        Assert.Equal(expected, AmountText.Judge(Encoding.UTF8.GetBytes(cell)));

    [Theory]
    [InlineData("10", "SEK", 1000)]
    [InlineData("10.5", "SEK", 1050)]
    [InlineData("10.500", "SEK", 1050)]
    [InlineData("10.00", "JPY", 10)]
    [InlineData("1.234", "KWD", 1234)]
    public void Money_is_exact_in_the_minor_units_of_its_currency(string cell, string currency, long minor)
    {
        var money = Currency.Parse(currency);

        Assert.True(AmountText.TryMoney(Encoding.UTF8.GetBytes(cell), DecimalMark.Point, money, money.Decimals, out var read));
        Assert.Equal(new Money(minor, money), read);
    }

    [Theory]
    [InlineData("10.005", "SEK")]
    [InlineData("10.5", "JPY")]
    [InlineData("999999999999999999", "SEK")]
    public void Money_with_more_decimals_or_digits_than_there_are_is_not_read(string cell, string currency)
    {
        var money = Currency.Parse(currency);

        Assert.False(AmountText.TryMoney(Encoding.UTF8.GetBytes(cell), DecimalMark.Point, money, money.Decimals, out _));
    }
}
