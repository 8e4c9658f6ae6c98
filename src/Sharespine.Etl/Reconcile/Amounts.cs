using System.Globalization;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Reconcile;

/// <summary>Amounts as people type them: "1234.50", "1 234,50".</summary>
public static class Amounts
{
    /// <summary>Throws <c>REC041</c>.</summary>
    public static decimal Parse(string text)
    {
        var plain = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))).Replace('−', '-');
        // One comma and no point is a decimal comma; anything else with a comma could mean two things.
        if (plain.Count(letter => letter == ',') == 1 && !plain.Contains('.', StringComparison.Ordinal))
        {
            plain = plain.Replace(',', '.');
        }

        return decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : throw new EtlException(new Issue(ReconcileErrors.BadAmount, $"\"{text.Trim()}\" is not an amount; write it as 1234.50."));
    }
}
