using System.Globalization;
using Sharespine.Etl.Mappings.Files.Tables;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>
/// A settlement file in words, one fact per line: what examples expect, goldens hold and a person reads. The same for the
/// same facts, whatever the layout of the file was.
/// </summary>
public static class SettlementText
{
    /// <summary>Format, payouts with their lines, refused payouts, issues and notes, each on a line of its own.</summary>
    public static IReadOnlyList<string> Lines(SettlementFile file)
    {
        var lines = new List<string>
        {
            $"file {file.Name} by {file.Mapping}: {Format(file.Format)}",
            string.Create(CultureInfo.InvariantCulture, $"rows {file.Rows.Read}: {file.Rows.Taken} taken, {file.Rows.Filtered} filtered, {file.Rows.Refused} refused"),
        };
        for (var i = 0; i < file.Payouts.Count; i++)
        {
            lines.AddRange(Payout(file.Payouts[i], file.Controls[i]));
        }

        lines.AddRange(file.Refused.Select(refused => $"refused payout {(refused.Reference.Length == 0 ? "without reference" : refused.Reference)}, which begins in {refused.At}"));
        lines.AddRange(file.Issues.Select(issue => $"issue {issue}"));
        lines.AddRange(file.Notes.Select(note => $"note {note}"));
        return lines;
    }

    private static string Format(ReadFormat format) => format.Container switch
    {
        FileContainer.Xlsx => $"workbook, sheet \"{format.Sheet}\"",
        FileContainer.Json => "JSON",
        _ => $"{format.Encoding}, delimiter {FileSniffer.Show(format.Delimiter)}, decimal {(format.Decimal == DecimalMark.Point ? "point" : "comma")}",
    };

    private static IEnumerable<string> Payout(Payout payout, PayoutControl control)
    {
        var merchant = payout.MerchantId.Length == 0 ? "" : $" of {payout.MerchantId}";
        yield return $"payout {payout.Reference}{merchant}, {Day(payout.Date)}, {payout.Currency}, {(payout.Kind switch { SettlementKind.Net => "net", SettlementKind.Gross => "gross", _ => "gross fee" })}, total {(payout.Total is { } total ? total.AmountText : "not stated")}";
        foreach (var (name, amount) in payout.Totals.Where(pair => !pair.Value.IsZero))
        {
            yield return $"  {name} {amount.AmountText}";
        }

        foreach (var line in payout.Lines)
        {
            yield return "  " + Line(line);
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"  sum of {control.LineCount} lines {control.Sum.AmountText}: {Verdict(control)}");
    }

    private static string Verdict(PayoutControl control) => control switch
    {
        { Difference: null } => "not provable, the file states no total",
        { OutOfBalance: true } => $"out of balance by {control.Difference!.Value.AmountText}",
        _ => "in balance",
    };

    private static string Line(SettlementLine line)
    {
        var place = line.FromTotal ? $"from {line.ProviderType}" : string.Create(CultureInfo.InvariantCulture, $"line {line.FileLine}");
        var vat = line.Vat.IsZero ? "" : $", VAT {line.Vat.AmountText}";
        var rate = line.VatRate is { } percent ? string.Create(CultureInfo.InvariantCulture, $" ({percent:0.####} %)") : "";
        var words = line.FromTotal ? [line.DetailedType] : new[] { line.ProviderType, line.DetailedType };
        return $"{place}: {line.Type} {line.Amount.AmountText}{vat}{rate}, {string.Join(' ', words.Where(word => word.Length > 0))}"
            + Part("order", line.OrderReference)
            + Part("also", line.OtherReferences.Count == 0 ? null : string.Join(" ", line.OtherReferences))
            + Part("provider order", line.ProviderOrderId)
            + Part("capture", line.CaptureId)
            + Part("refund", line.RefundId)
            + Part("sold", line.SaleDate is { } sold ? Day(sold) : null)
            + Part("event", line.EventDate is { } day ? Day(day) : null)
            + Part("paid by", line.PaymentMethod)
            + Part("key", line.Key);
    }

    private static string Part(string name, string? value) => value is null ? "" : $", {name} {value}";

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
