using System.Globalization;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>Turns the row at hand into a settlement line by the mapping's rules and sign table.</summary>
internal static class LineReading
{
    /// <summary>The line, or null with at least one issue on the row.</summary>
    internal static SettlementLine? Read(Row row, LineRule rule, PayoutBuilder payout)
    {
        var currency = payout.Currency;
        var decimals = payout.Decimals;
        var type = row.Required(rule.Type, repeats: true);
        var written = row.RequiredAmount(rule.Amount, currency, decimals);
        CheckCurrency(row, rule, currency);
        if (type is null || written is not { } amount)
        {
            // Tell what else is wrong with the row in the same go.
            row.Date(rule.SaleDate);
            row.Date(rule.EventDate);
            return null;
        }

        var detailed = row.Text(rule.DetailedType, repeats: true) ?? "";
        var tally = payout.TallyOf(type, detailed);
        var sign = tally.Rule?.Sign ?? 0;
        var line = new SettlementLine
        {
            Key = Key(row, rule, payout, sign),
            FileLine = row.Line,
            Type = tally.Rule?.Is ?? LineType.Unknown,
            ProviderType = type,
            DetailedType = detailed,
            Amount = Signed(amount, sign),
            Vat = Vat(row, rule, payout, tally, type),
            VatRate = tally.Rule is { HasVat: true } ? row.Percent(rule.VatRate) : null,
            RegistrationVat = tally.Rule is { HasVat: true } ? Registered(row, rule, payout, tally.Rule.Sign) : null,
            OrderReference = row.Text(rule.OrderReference),
            OtherReferences = Others(row, rule),
            ProviderOrderId = row.Text(rule.ProviderOrderId),
            CaptureId = row.Text(rule.CaptureId),
            RefundId = row.Text(rule.RefundId),
            SaleDate = row.Date(rule.SaleDate),
            EventDate = row.Date(rule.EventDate),
            PaymentMethod = row.Text(rule.PaymentMethod, repeats: true),
        };
        return row.Issues.Count == 0 ? line : null;
    }

    private static void CheckCurrency(Row row, LineRule rule, Currency currency)
    {
        if (rule.Currency is not { } field || row.Text(field, repeats: true) is not { } text || string.Equals(text, currency.Code, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        row.Add(FileMappingErrors.BadCurrency, field, Currency.TryParse(text, out var other)
            ? $"the row is in {other}, the payout in {currency}"
            : $"cannot read {Row.Quote(text)} as a currency of three letters");
    }

    private static Money Signed(Money amount, int sign) => sign == 0 ? amount : sign > 0 ? amount.Abs() : -amount.Abs();

    private static Money Vat(Row row, LineRule rule, PayoutBuilder payout, TypeTally tally, string type)
    {
        var vat = row.Amount(rule.Vat, payout.Currency, payout.Decimals);
        if (vat is not { } amount || tally.Rule is { HasVat: true })
        {
            return vat is null ? Money.Zero(payout.Currency) : Signed(vat.Value, tally.Rule!.Sign);
        }

        if (!amount.IsZero)
        {
            payout.Report(row.Issue(FileMappingErrors.UnexpectedVat, rule.Vat!, $"the {type} row carries VAT of {amount}, which its type does not have"));
        }

        return Money.Zero(payout.Currency);
    }

    /// <summary>VAT in the currency of registration, with the line's sign; null where the row has none or names no currency.</summary>
    private static Money? Registered(Row row, LineRule rule, PayoutBuilder payout, int sign)
    {
        if (rule.RegistrationCurrency is not { } field || row.Text(field, repeats: true) is not { } text)
        {
            return null;
        }

        if (!Currency.TryParse(text, out var currency))
        {
            row.Add(FileMappingErrors.BadCurrency, field, $"cannot read {Row.Quote(text)} as a currency of three letters");
            return null;
        }

        return row.Amount(rule.RegistrationVat, currency, currency == payout.Currency ? payout.Decimals : currency.Decimals) is { } amount ? Signed(amount, sign) : null;
    }

    private static string[] Others(Row row, LineRule rule)
    {
        List<string>? found = null;
        foreach (var field in rule.OtherReferences)
        {
            if (row.Text(field) is { } text)
            {
                (found ??= []).Add(text);
            }
        }

        return found is null ? [] : [.. found];
    }

    private static string Key(Row row, LineRule rule, PayoutBuilder payout, int sign)
    {
        var keys = payout.Keys;
        keys.Begin();
        foreach (var part in rule.Key)
        {
            AddKeyPart(row, part, payout, sign);
        }

        return keys.End();
    }

    private static void AddKeyPart(Row row, FieldRule part, PayoutBuilder payout, int sign)
    {
        switch (KindOf(row, part))
        {
            case CellKind.Amount or CellKind.Minor when row.Amount(part, payout.Currency, payout.Decimals) is { } amount:
                payout.Keys.AddAmount(sign == 0 ? amount : amount.Abs(), payout.Decimals);
                break;
            case CellKind.Date when row.Date(part) is { } date:
                payout.Keys.AddText(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case CellKind.Text when part.Expression is null:
                payout.Keys.AddText(row.Cell(part.Column).Trim(" \t"u8));
                break;
            default:
                payout.Keys.AddText(row.Text(part) ?? "");
                break;
        }
    }

    private static CellKind KindOf(Row row, FieldRule part) => part.Expression?.Type.Kind switch
    {
        null => row.Layout.Section.Columns[part.Column].Kind,
        TypeKind.Number => CellKind.Amount,
        TypeKind.Date => CellKind.Date,
        _ => CellKind.Text,
    };
}
