using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile;

/// <summary>
/// How the lines of a payout are booked. The first rule that takes a line holds; a line without a rule goes to the
/// suspense account and is an exception.
/// </summary>
public sealed record BookingRules
{
    [About("The provider's clearing account per currency: what the payout is worth until the bank has it.")]
    public required IReadOnlyDictionary<string, string> Clearing { get; init; }

    [About("Where amounts go that a person has to look at, e.g. 2999.")]
    public required string Suspense { get; init; }

    [About("Öresavrundning, e.g. 3740.")]
    public required string Rounding { get; init; }

    [About("Input VAT that the settlement file shows on fees, e.g. 2641.")]
    public required string FeeVat { get; init; }

    [About("Exchange gains between sale and payout of a payout in another currency.")]
    public string ExchangeGain { get; init; } = "3960";

    [About("Exchange losses between sale and payout.")]
    public string ExchangeLoss { get; init; } = "7960";

    [About("Credited by a settlement that is the provider's fee invoice (fees of a gross merchant), e.g. 2440. Without it the clearing account, as for every payout that the merchant pays.")]
    public string? FeeInvoice { get; init; }

    public required IReadOnlyList<BookingRule> Rules { get; init; }

    /// <summary>The rule for a line, or null: then it is an exception.</summary>
    public BookingRule? For(SettlementLine line) => For(LineFacts.Of(line));

    public BookingRule? For(LineFacts line)
    {
        foreach (var rule in Rules)
        {
            if (rule.Takes(line))
            {
                return rule;
            }
        }

        return null;
    }

    public BookingRule? For(LineType type, string detailedType) => For(new LineFacts(type, detailedType));

    /// <summary>Changes with any account or rule: stored with each voucher, so that one can tell which rules made it.</summary>
    public string Hash()
    {
        var text = new StringBuilder();
        foreach (var (currency, account) in Clearing.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{currency}={account};");
        }

        text.Append(CultureInfo.InvariantCulture, $"{Suspense};{Rounding};{FeeVat};{ExchangeGain};{ExchangeLoss};{FeeInvoice}\n");
        foreach (var rule in Rules)
        {
            text.Append(CultureInfo.InvariantCulture, $"{rule.Name};{string.Join(',', rule.Types)};{string.Join(',', rule.DetailedTypes)};{rule.Receivable};");
            text.Append(CultureInfo.InvariantCulture, $"{string.Join(',', rule.PaymentMethods)};{string.Join(',', rule.VatRates)};{string.Join(',', rule.Currencies)};{rule.Sign};{rule.Text};");
            text.Append(CultureInfo.InvariantCulture, $"{rule.Account};{rule.Vat};{rule.ReverseCharge};{string.Join(',', rule.Objects)}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

public sealed record BookingRule
{
    [About("Stands in the voucher row's text.")]
    public required string Name { get; init; }

    [About("Line types: sale, return, fee, fee-refund, holdback …")]
    public required IReadOnlyList<LineType> Types { get; init; }

    [About("The provider's own sub-types, * for any end: PURCHASE_FEE_*. Empty: all.")]
    public IReadOnlyList<string> DetailedTypes { get; init; } = [];

    [About("The provider's payment methods, * for any end. Empty: all.")]
    public IReadOnlyList<string> PaymentMethods { get; init; } = [];

    [About("VAT rates in percent as the file states them on fees. Empty: all, and lines without a rate.")]
    public IReadOnlyList<decimal> VatRates { get; init; } = [];

    [About("Currencies of the payout. Empty: all.")]
    public IReadOnlyList<string> Currencies { get; init; } = [];

    [About("positive (money to the merchant) or negative. Absent: both.")]
    public LineSign? Sign { get; init; }

    [About("The row's text; {order}, {payout}, {type}, {date}, {voucher}, {method}, {detail}, {line} and {provider} are filled in where the row has only one. Absent: what the granularity calls for.")]
    public string? Text { get; init; }

    [About("True: the line settles what is booked on the receivable account.")]
    public bool Receivable { get; init; }

    [About("The account of a line that settles nothing: a fee, a holdback.")]
    public string? Account { get; init; }

    [About("VAT on a fee: as-file, exempt, reverse-charge or separate-invoice.")]
    public FeeVatTreatment Vat { get; init; } = FeeVatTreatment.AsFile;

    public ReverseCharge? ReverseCharge { get; init; }

    [About("Dimensions of the row as \"dimension:object\", e.g. 1:WEB.")]
    public IReadOnlyList<string> Objects { get; init; } = [];

    public bool Takes(LineType type, string detailedType) => Takes(new LineFacts(type, detailedType));

    public bool Takes(LineFacts line) =>
        Types.Contains(line.Type)
        && (DetailedTypes.Count == 0 || DetailedTypes.Any(pattern => IsMatch(pattern, line.DetailedType)))
        && (PaymentMethods.Count == 0 || PaymentMethods.Any(pattern => IsMatch(pattern, line.PaymentMethod ?? "")))
        && (VatRates.Count == 0 || line.VatRate is { } rate && VatRates.Contains(rate))
        && (Currencies.Count == 0 || Currencies.Contains(line.Currency))
        && (Sign is null || Sign == (line.IsNegative ? LineSign.Negative : LineSign.Positive));

    internal static bool IsMatch(string pattern, string detailedType) => pattern.EndsWith('*')
        ? detailedType.AsSpan().StartsWith(pattern.AsSpan(..^1), StringComparison.OrdinalIgnoreCase)
        : string.Equals(pattern, detailedType, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What a rule chooses by.</summary>
/// <param name="VatRate">Percent.</param>
public readonly record struct LineFacts(LineType Type, string DetailedType, string? PaymentMethod = null, decimal? VatRate = null, string Currency = "", bool IsNegative = false)
{
    public static LineFacts Of(SettlementLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new(line.Type, line.DetailedType, line.PaymentMethod, line.VatRate, line.Amount.Currency.Code, line.Amount.Minor < 0);
    }
}

/// <summary>As the amount enters the payout.</summary>
public enum LineSign
{
    Positive,
    Negative,
}

public enum FeeVatTreatment
{
    /// <summary>Input VAT exactly as the settlement file shows it.</summary>
    AsFile,

    /// <summary>A financial service without VAT; VAT that the file shows all the same is part of the cost.</summary>
    Exempt,

    /// <summary>A foreign provider's service: VAT computed and booked both ways, with the base pair that the VAT return needs.</summary>
    ReverseCharge,

    /// <summary>The provider's invoice is booked by itself: the account takes the fee with its VAT and settles that invoice.</summary>
    SeparateInvoice,
}

/// <param name="Rate">Percent.</param>
/// <param name="InputVat">Debited, e.g. 2645.</param>
/// <param name="OutputVat">Credited, e.g. 2614.</param>
/// <param name="BaseDebit">The base of the VAT return, debited, e.g. 4535.</param>
/// <param name="BaseCredit">Its counter-account, e.g. 4598.</param>
public sealed record ReverseCharge(decimal Rate, string InputVat, string OutputVat, string BaseDebit, string BaseCredit);
