using System.Globalization;
using System.Text.RegularExpressions;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Posting;

namespace Sharespine.Etl.Reconcile;

/// <summary>What an exception's sentences are written from. Numbers, references and file places only: nothing about a person.</summary>
public sealed record ExceptionFacts
{
    public required Reason Reason { get; init; }

    public required Money Amount { get; init; }

    public string? OrderReference { get; init; }

    public string? PayoutReference { get; init; }

    public string? Voucher { get; init; }

    public required DateOnly Date { get; init; }

    /// <summary>Vouchers, lines or amounts, as the reason has them.</summary>
    public IReadOnlyList<string> Related { get; init; } = [];
}

/// <summary>Every sentence that a reconciliation writes, in one language.</summary>
public abstract partial class ReconcileTexts
{
    private static readonly Dictionary<string, ReconcileTexts> Languages = new() { ["sv"] = new SwedishTexts(), ["en"] = new EnglishTexts() };

    /// <summary>Swedish for anything but "en": <see cref="ReconciliationCheck"/> has named an unknown language before.</summary>
    public static ReconcileTexts For(string language) => Languages.GetValueOrDefault(language, Languages["sv"]);

    /// <summary>How amounts stand in sentences.</summary>
    protected abstract NumberFormatInfo Numbers { get; }

    /// <summary>What is wrong, one sentence.</summary>
    public abstract string Explain(ExceptionFacts facts);

    /// <summary>What to do now, one sentence.</summary>
    public abstract string Act(ExceptionFacts facts);

    /// <summary>The name of a matching pass.</summary>
    public abstract string Rule(string rule);

    /// <summary>A remark on a line or entry that needs nobody.</summary>
    public abstract string? Remark(Reason reason);

    /// <summary>Leads with our reference: a ledger that cuts long texts still lets us find our voucher.</summary>
    /// <param name="realDate">The payout's date when the voucher carries another.</param>
    /// <param name="follows">The reference of the voucher that this one corrects.</param>
    public abstract string VoucherText(string provider, string payout, string reference, DateOnly? realDate, string? follows);

    public abstract string PayoutRow(string payout);

    public abstract string CorrectionRow(string payout);

    /// <summary>Of an amount that no rule or allocation explains: its name and where it is from.</summary>
    public abstract string SuspenseRow(Reason reason, string? orderReference, int fileLine);

    /// <summary>What a part of the remainder is called.</summary>
    public abstract string Remainder(Reason reason);

    /// <summary>Behind the voucher's text: the rate with its source, and the provider's documents.</summary>
    public abstract string VoucherBasis(ExchangeRate? rate, Currency currency, IReadOnlyList<string> documents);

    public abstract string BankText(string provider, string payout, string reference, string bankLine);

    public abstract string WriteOffRow(string? orderReference, string exceptionId);

    /// <summary>Of a voucher that writes an entry off, or takes that back.</summary>
    public abstract string WriteOffText(string provider, string reference, string entry, string? follows);

    /// <summary>What a person decided about a line or an exception, for its comment.</summary>
    /// <param name="target">The vouchers or the account.</param>
    public abstract string Decided(ResolutionKind kind, string? target, string by, DateOnly on, string reason);

    public abstract string RoundingRow { get; }

    /// <summary>Exchange gain or loss.</summary>
    public abstract string ExchangeRow { get; }

    /// <summary>What converting each amount by itself leaves.</summary>
    public abstract string ConversionRow { get; }

    public abstract string FeeVatRow { get; }

    public abstract string ReverseChargeRow { get; }

    protected static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    protected static string RateText(ExchangeRate rate) => rate.Rate.ToString("0.0#####", CultureInfo.InvariantCulture);

    /// <summary>"1 234,50 SEK"; a number does not break over two lines.</summary>
    protected string Write(Money money) => money.Major.ToString("N" + money.Currency.Decimals.ToString(CultureInfo.InvariantCulture), Numbers) + " " + money.Currency;

    protected string List(ExceptionFacts facts) => string.Join(", ", facts.Related.Select(Said));

    protected string First(ExceptionFacts facts) => facts.Related.Count > 0 ? Said(facts.Related[0]) : "";

    protected string Rest(ExceptionFacts facts) => string.Join(", ", facts.Related.Skip(1).Select(Said));

    // Amounts among them are kept as our JSON has them: "12931.60 SEK 2026-10-14 (C 9)".
    private string Said(string related) => AmountInside().Replace(related, found => Money.TryParse(found.Value, out var money) ? Write(money) : found.Value);

    [GeneratedRegex(@"(?<=^|[ (])-?\d+\.\d+ [A-Z]{3}\b")]
    private static partial Regex AmountInside();
}
