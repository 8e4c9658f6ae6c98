using System.Globalization;
using System.Xml.Linq;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Bank;

/// <summary>Values as ISO 20022 writes them; whatever is written otherwise is refused with its place.</summary>
internal sealed class CamtValues(string fileName)
{
    private const int LongestAmount = 19;

    /// <summary>Amt with CdtDbtInd: credit is money in.</summary>
    public Money Signed(XElement owner, int at)
    {
        var amount = Amount(owner.Part("Amt") ?? throw Bad("the amount is missing.", at, "Amt"), at);
        return Sign(owner.Text("CdtDbtInd"), at) < 0 ? -amount : amount;
    }

    /// <summary>Without sign, in the currency of its attribute.</summary>
    public Money Amount(XElement element, int at)
    {
        var text = element.Value.Trim();
        var currency = Currency(element.Attribute("Ccy")?.Value ?? "", at);
        if (text.Length > LongestAmount || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var major)
            || major * currency.MinorPerMajor is var minor && (minor != decimal.Truncate(minor) || minor > long.MaxValue))
        {
            throw Bad($"\"{Short(text)}\" is not an amount in {currency}.", at, "Amt");
        }

        return Money.Exact(major, currency);
    }

    public Currency Currency(string code, int at) =>
        Model.Currency.TryParse(code.Trim(), out var currency) ? currency : throw Bad($"\"{Short(code)}\" is not a currency.", at, "Ccy");

    public int Sign(string? indicator, int at) => indicator switch
    {
        "CRDT" => 1,
        "DBIT" => -1,
        _ => throw Bad($"\"{Short(indicator ?? "")}\" says neither credit (CRDT) nor debit (DBIT).", at, "CdtDbtInd"),
    };

    /// <summary>Dt or DtTm below the element; null when there is none. A time keeps the day that the bank wrote.</summary>
    public DateOnly? Date(XElement? element, int at) => (element?.Text("Dt") ?? element?.Text("DtTm")) is { } text ? Date(text, at) : null;

    public DateOnly Date(string text, int at) =>
        text.Length >= 10 && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && (text.Length == 10 || text[10] is 'T' or 'Z' or '+' or '-')
            ? date
            : throw Bad($"\"{Short(text)}\" is not a date.", at, "Dt");

    public EtlException Bad(string message, int at, string field) => new(new Issue(BankErrors.BadValue, message, new(fileName, at), field));

    private static string Short(string text) => string.Concat(text.Take(30).Select(character => char.IsControl(character) ? '?' : character));
}

/// <summary>Elements by local name: the versions of the message differ in namespace.</summary>
internal static class CamtElements
{
    public static IEnumerable<XElement> Parts(this XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name);

    public static XElement? Part(this XElement element, params string[] path) =>
        path.Aggregate((XElement?)element, (at, name) => at?.Parts(name).FirstOrDefault());

    /// <summary>Trimmed text of a leaf; null when it is not there, empty, or not a leaf.</summary>
    public static string? Text(this XElement element, params string[] path) =>
        element.Part(path) is { HasElements: false } leaf && leaf.Value.Trim() is { Length: > 0 } text ? text : null;
}
