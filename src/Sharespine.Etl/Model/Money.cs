using System.Globalization;

namespace Sharespine.Etl.Model;

/// <summary>
/// A charged, booked or paid amount: integer minor units (öre, cent) and the currency it cannot lose.
/// Arithmetic across currencies throws. Unit prices, quantities and rates are not money: they are <see cref="decimal"/>.
/// </summary>
public readonly record struct Money(long Minor, Currency Currency) : IComparable<Money>
{
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>The amount in major units (kronor, euro), exact.</summary>
    public decimal Major => Minor / Currency.MinorPerMajor;

    public bool IsZero => Minor == 0;

    public Money Abs() => this with { Minor = Math.Abs(Minor) };

    /// <summary>
    /// Money of an exact amount in major units. Throws <see cref="ArgumentException"/> when it has more decimals than
    /// the currency: rounding is a decision, made once, where a document is assembled (<see cref="Round"/>).
    /// </summary>
    public static Money Exact(decimal major, Currency currency)
    {
        var minor = major * currency.MinorPerMajor;
        if (minor != decimal.Truncate(minor))
        {
            throw new ArgumentException($"{major.ToString(CultureInfo.InvariantCulture)} has more decimals than {currency} has.", nameof(major));
        }

        return new(decimal.ToInt64(minor), currency);
    }

    /// <summary>Rounds to the currency's minor unit, half away from zero (as Swedish invoices do).</summary>
    public static Money Round(decimal major, Currency currency) =>
        new(decimal.ToInt64(Math.Round(major * currency.MinorPerMajor, 0, MidpointRounding.AwayFromZero)), currency);

    /// <summary>Reads "123.45 SEK", the form that <see cref="ToString()"/> writes and our JSON carries.</summary>
    public static bool TryParse(string? text, out Money money)
    {
        money = default;
        var space = text?.LastIndexOf(' ') ?? -1;
        if (space <= 0
            || !Currency.TryParse(text![(space + 1)..], out var currency)
            || !decimal.TryParse(text.AsSpan(0, space), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var major))
        {
            return false;
        }

        var minor = major * currency.MinorPerMajor;
        if (minor != decimal.Truncate(minor) || Math.Abs(minor) > long.MaxValue)
        {
            return false;
        }

        money = new(decimal.ToInt64(minor), currency);
        return true;
    }

    public static Money operator +(Money left, Money right) => new(left.Minor + Same(left, right).Minor, left.Currency);

    public static Money operator -(Money left, Money right) => new(left.Minor - Same(left, right).Minor, left.Currency);

    public static Money operator -(Money money) => new(-money.Minor, money.Currency);

    public static bool operator <(Money left, Money right) => left.Minor < Same(left, right).Minor;

    public static bool operator >(Money left, Money right) => left.Minor > Same(left, right).Minor;

    public static bool operator <=(Money left, Money right) => left.Minor <= Same(left, right).Minor;

    public static bool operator >=(Money left, Money right) => left.Minor >= Same(left, right).Minor;

    public int CompareTo(Money other) => Minor.CompareTo(Same(this, other).Minor);

    /// <summary>The bare number with the currency's decimals and a point: "123.45".</summary>
    public string AmountText => Major.ToString(Currency.Decimals switch { 0 => "F0", 3 => "F3", _ => "F2" }, CultureInfo.InvariantCulture);

    public override string ToString() => $"{AmountText} {Currency}";

    private static Money Same(Money left, Money right) => left.Currency == right.Currency
        ? right
        : throw new InvalidOperationException($"{left} and {right} are of different currencies and cannot be put together.");
}
