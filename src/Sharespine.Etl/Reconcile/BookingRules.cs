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

    public required IReadOnlyList<BookingRule> Rules { get; init; }

    /// <summary>The rule for a line, or null: then it is an exception.</summary>
    public BookingRule? For(SettlementLine line) => For(line.Type, line.DetailedType);

    public BookingRule? For(LineType type, string detailedType) => Rules.FirstOrDefault(rule => rule.Takes(type, detailedType));

    /// <summary>Changes with any account or rule: stored with each voucher, so that one can tell which rules made it.</summary>
    public string Hash()
    {
        var text = new StringBuilder();
        foreach (var (currency, account) in Clearing.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{currency}={account};");
        }

        text.Append(CultureInfo.InvariantCulture, $"{Suspense};{Rounding};{FeeVat}\n");
        foreach (var rule in Rules)
        {
            text.Append(CultureInfo.InvariantCulture, $"{rule.Name};{string.Join(',', rule.Types)};{string.Join(',', rule.DetailedTypes)};{rule.Receivable};");
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

    [About("True: the line settles what is booked on the receivable account.")]
    public bool Receivable { get; init; }

    [About("The account of a line that settles nothing: a fee, a holdback.")]
    public string? Account { get; init; }

    [About("VAT on a fee: as-file, exempt, reverse-charge or separate-invoice.")]
    public FeeVatTreatment Vat { get; init; } = FeeVatTreatment.AsFile;

    public ReverseCharge? ReverseCharge { get; init; }

    [About("Dimensions of the row as \"dimension:object\", e.g. 1:WEB.")]
    public IReadOnlyList<string> Objects { get; init; } = [];

    public bool Takes(LineType type, string detailedType) =>
        Types.Contains(type) && (DetailedTypes.Count == 0 || DetailedTypes.Any(pattern => IsMatch(pattern, detailedType)));

    internal static bool IsMatch(string pattern, string detailedType) => pattern.EndsWith('*')
        ? detailedType.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
        : string.Equals(pattern, detailedType, StringComparison.OrdinalIgnoreCase);
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
