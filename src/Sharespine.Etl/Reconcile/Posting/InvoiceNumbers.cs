using System.Text.RegularExpressions;

namespace Sharespine.Etl.Reconcile.Posting;

/// <summary>Finds the number of the invoice that a ledger entry is: payments are sent for invoices, not for vouchers.</summary>
internal sealed class InvoiceNumbers
{
    private readonly Regex? _pattern;

    private InvoiceNumbers(Regex? pattern) => _pattern = pattern;

    public static InvoiceNumbers For(PostingSettings settings) =>
        new(settings.Mode == PostingMode.Payments ? Patterns.Compile(settings.InvoicePattern, "posting.invoicePattern") : null);

    /// <summary>False where invoices are not paid.</summary>
    public bool AreWanted => _pattern is not null;

    /// <summary>From the row's text, the voucher's, or the number of an entry without series; null where none tells.</summary>
    public string? Find(string series, string number, string voucherText, string rowText)
    {
        if (_pattern is not { } pattern)
        {
            return null;
        }

        foreach (var text in new[] { rowText, voucherText })
        {
            var found = Patterns.Guard(pattern, text, () => pattern.Match(text));
            if (found.Success && found.Groups["ref"] is { Success: true, Length: > 0 } reference)
            {
                return reference.Value;
            }
        }

        return series.Length == 0 ? number : null;
    }
}
