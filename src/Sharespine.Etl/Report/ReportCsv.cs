using System.Globalization;
using CsvHelper;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Sheets;

namespace Sharespine.Etl.Report;

/// <param name="Separator">Between fields.</param>
/// <param name="Decimals">The decimal sign of amounts: comma or point.</param>
public sealed record CsvStyle(char Separator, char Decimals)
{
    /// <summary>Semicolon in both languages; a decimal comma in Swedish, as Excel there wants it, a point in English.</summary>
    public static CsvStyle For(ReportLanguage language) => new(';', language == ReportLanguage.Swedish ? ',' : '.');
}

/// <summary>
/// The report's tables as CSV: UTF-8 with byte order mark, headings in the report's language, dates as yyyy-MM-dd, amounts
/// without thousands separators. Text that a spreadsheet would run as a formula gets a leading apostrophe.
/// </summary>
public static class ReportCsv
{
    public static void WriteLines(ReconciliationReport report, Stream target, ReportLanguage language, CsvStyle style) =>
        WriteLines(target, language, style, write =>
        {
            foreach (var line in report.Lines)
            {
                write(line);
            }
        });

    /// <summary>Writes the lines that <paramref name="walk"/> comes by.</summary>
    internal static void WriteLines(Stream target, ReportLanguage language, CsvStyle style, Action<Action<LineReport>> walk)
    {
        var texts = ReportTexts.For(language);
        using var csv = Open(target, style);
        csv.WriteHeader([texts.Payout, texts.PayoutDate, texts.FileLine, texts.Type, texts.DetailedType, texts.Order, texts.EventDate, texts.Amount, texts.Vat, texts.Currency, texts.Disposition, texts.Rule, texts.Settles, texts.LineDifference, texts.Comment]);
        walk(line =>
        {
            csv.WriteField(line.PayoutReference);
            csv.WriteField(line.PayoutDate);
            csv.WriteField(line.FileLine);
            csv.WriteField(texts.LineTypes[line.Type]);
            csv.WriteField(line.DetailedType);
            csv.WriteField(line.OrderReference);
            csv.WriteField(line.EventDate);
            Amount(csv, line.Amount);
            Amount(csv, line.Vat);
            csv.WriteField(line.Amount.Currency.Code);
            csv.WriteField(texts.Dispositions[line.Disposition]);
            csv.WriteField(line.Rule);
            csv.WriteField(LineSheet.Settles(line, texts));
            Amount(csv, line.Difference);
            csv.WriteField(line.Comment);
            csv.EndRecord();
        });
    }

    public static void WriteExceptions(ReconciliationReport report, Stream target, ReportLanguage language, CsvStyle style)
    {
        var texts = ReportTexts.For(language);
        using var csv = Open(target, style);
        csv.WriteHeader([texts.Cause, texts.IsNew, texts.Amount, texts.Currency, texts.Order, texts.Payout, texts.Voucher, texts.Date, texts.AgeDays, texts.Explanation, texts.Evidence, texts.Action, texts.IdHeading, texts.StateHeading]);
        foreach (var exception in ExceptionSheet.InOrder(report.Exceptions))
        {
            csv.WriteField(texts.Dispositions[exception.Cause]);
            csv.WriteField(exception.IsNew ? texts.IsNew : "");
            Amount(csv, exception.Amount);
            csv.WriteField(exception.Amount.Currency.Code);
            csv.WriteField(exception.OrderReference);
            csv.WriteField(exception.PayoutReference);
            csv.WriteField(exception.Voucher);
            csv.WriteField(exception.Date);
            csv.WriteField(exception.AgeDays);
            csv.WriteField(exception.Explanation);
            csv.WriteField(exception.Evidence);
            csv.WriteField(exception.Action);
            csv.WriteField(exception.Id);
            csv.WriteField(exception.State);
            csv.EndRecord();
        }
    }

    public static void WriteOpenItems(ReconciliationReport report, Stream target, ReportLanguage language, CsvStyle style)
    {
        var texts = ReportTexts.For(language);
        using var csv = Open(target, style);
        csv.WriteHeader([texts.Account, texts.Date, texts.Voucher, texts.Text, texts.Order, texts.Amount, texts.Settled, texts.Open, texts.Currency, texts.AgeDays, texts.Disposition]);
        foreach (var item in report.OpenItems)
        {
            csv.WriteField(item.Account);
            csv.WriteField(item.Date);
            csv.WriteField(item.Voucher);
            csv.WriteField(item.Text);
            csv.WriteField(item.OrderReference);
            Amount(csv, item.Amount);
            Amount(csv, item.Settled);
            Amount(csv, item.Open);
            csv.WriteField(item.Open.Currency.Code);
            csv.WriteField(item.AgeDays);
            csv.WriteField(texts.Dispositions[item.Disposition]);
            csv.EndRecord();
        }
    }

    public static void WritePayouts(ReconciliationReport report, Stream target, ReportLanguage language, CsvStyle style)
    {
        var texts = ReportTexts.For(language);
        using var csv = Open(target, style);
        csv.WriteHeader([texts.Payout, texts.Date, texts.Currency, texts.Status, texts.GrossSales, texts.Returns, texts.Fees, texts.FeeVat, texts.Holdbacks, texts.Other, texts.Net, texts.ProviderTotal, texts.Difference, texts.Remainder, texts.LineCount, texts.MatchedCount, texts.ExceptionCount, texts.BankStatus, texts.BankAmount, texts.BankDifference, texts.BankReference, texts.Voucher, texts.File]);
        foreach (var payout in report.Payouts)
        {
            csv.WriteField(payout.Reference);
            csv.WriteField(payout.Date);
            csv.WriteField(payout.Currency.Code);
            csv.WriteField(texts.PayoutStatuses[payout.Status]);
            foreach (var amount in new[] { payout.Sales, payout.Returns, payout.Fees, payout.FeeVat, payout.Holdbacks, payout.Other, payout.Net })
            {
                Amount(csv, amount);
            }

            Amount(csv, payout.ProviderTotal);
            Amount(csv, payout.Difference);
            Amount(csv, payout.Remainder);
            csv.WriteField(payout.LineCount);
            csv.WriteField(payout.MatchedCount);
            csv.WriteField(payout.ExceptionCount);
            csv.WriteField(payout.Bank is { } bank ? texts.BankStatuses[bank.Status] : null);
            Amount(csv, Waterfall.InBank(payout));
            Amount(csv, PayoutSheet.BankDifference(payout));
            csv.WriteField(PayoutSheet.BankLine(payout, texts));
            csv.WriteField(payout.VoucherReference);
            csv.WriteField(payout.FileName);
            csv.EndRecord();
        }
    }

    private static CsvWriter Open(Stream target, CsvStyle style) => CsvWriter.Create(
        target,
        new CsvWriterOptions
        {
            Separator = style.Separator,
            WriteByteOrderMark = true,
            Injection = CsvInjection.Escape,
            FormatProvider = new NumberFormatInfo { NumberDecimalSeparator = style.Decimals.ToString() },
        },
        leaveOpen: true);

    private static void Amount(CsvWriter csv, Money? amount)
    {
        if (amount is { } known)
        {
            csv.WriteField(known.Major, DecimalsOf(known.Currency));
        }
        else
        {
            csv.WriteField("");
        }
    }

    private static string DecimalsOf(Currency currency) => currency.Decimals switch { 0 => "F0", 3 => "F3", _ => "F2" };
}
