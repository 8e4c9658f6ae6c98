namespace Sharespine.Etl.Model;

/// <summary>An ISO 4217 currency code with its number of decimals (JPY and ISK have none, so 100 JPY is 100 minor units).</summary>
public readonly record struct Currency
{
    private static readonly HashSet<string> NoDecimals = ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"];
    private static readonly HashSet<string> ThreeDecimals = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

    private readonly string? _code;

    private Currency(string code) => _code = code;

    public static Currency Sek { get; } = new("SEK");

    public static Currency Eur { get; } = new("EUR");

    /// <summary>Three capital letters.</summary>
    public string Code => _code ?? throw new InvalidOperationException("A currency was used before it was set.");

    public int Decimals => Code is "SEK" or "EUR" ? 2 : NoDecimals.Contains(Code) ? 0 : ThreeDecimals.Contains(Code) ? 3 : 2;

    public decimal MinorPerMajor => Decimals switch { 0 => 1m, 3 => 1000m, _ => 100m };

    /// <summary>Throws <see cref="FormatException"/> unless the text is three letters.</summary>
    public static Currency Parse(string code) => TryParse(code, out var currency)
        ? currency
        : throw new FormatException($"\"{code}\" is not a currency: three letters of ISO 4217, such as SEK, are wanted.");

    public static bool TryParse(string? code, out Currency currency)
    {
        // Nearly every amount there is; a million are parsed in a night.
        if (code == "SEK")
        {
            currency = Sek;
            return true;
        }

        currency = default;
        if (code is not { Length: 3 } || !code.All(char.IsAsciiLetter))
        {
            return false;
        }

        currency = new(code.ToUpperInvariant());
        return true;
    }

    public override string ToString() => _code ?? "???";
}
