namespace Sharespine.Etl.Benchmarks.Generate;

/// <summary>Invented Swedish organisation numbers: a series no company has, with the right check digit (Luhn).</summary>
public static class OrganisationNumber
{
    /// <param name="serial">0 to 999; the number is 559999-<i>serial</i> and its check digit.</param>
    public static string Invented(int serial)
    {
        var digits = "559999" + serial.ToString("000", System.Globalization.CultureInfo.InvariantCulture);
        return $"{digits[..6]}-{digits[6..]}{CheckDigit(digits)}";
    }

    private static int CheckDigit(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var product = (digits[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += (product / 10) + (product % 10);
        }

        return (10 - (sum % 10)) % 10;
    }
}
