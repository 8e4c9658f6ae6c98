using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>Reads what a payout says of itself: reference, currency, date, total, kind and the file's other totals.</summary>
internal static class PayoutHead
{
    /// <summary>The payout without lines, or null with at least one issue on the row.</summary>
    internal static Payout? Read(Row row, PayoutRule rule, FileMapping mapping)
    {
        var reference = row.Required(rule.Reference);
        row.Record = reference is null ? null : "payout " + reference;
        var currency = row.Currency(rule.Currency);
        var date = row.RequiredDate(rule.Date);
        var kind = Kind(row, rule);
        if (reference is null || currency is not { } money || date is not { } day)
        {
            return null;
        }

        var decimals = money.Decimals;
        var total = row.Amount(rule.Total, money, decimals);
        var totals = Totals(row, rule, mapping, money, decimals);
        return row.Issues.Count > 0 ? null : new()
        {
            Reference = reference,
            MerchantId = row.Text(rule.Merchant, repeats: true) ?? "",
            Currency = money,
            Date = day,
            Total = total,
            Kind = kind,
            Totals = totals,
            Lines = [],
        };
    }

    /// <summary>Where every row carries its payout's facts, they have to be the same in all of them.</summary>
    internal static void Compare(Row row, PayoutRule rule, Payout payout)
    {
        Same(row, rule.Currency, row.Currency(rule.Currency)?.Code, payout.Currency.Code);
        Same(row, rule.Date, row.Date(rule.Date)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), payout.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Same(row, rule.Merchant, row.Text(rule.Merchant, repeats: true), payout.MerchantId);
        Same(row, rule.Total, row.Amount(rule.Total, payout.Currency, payout.Currency.Decimals)?.ToString(), payout.Total?.ToString());
    }

    private static void Same(Row row, FieldRule? rule, string? here, string? first)
    {
        if (rule is not null && here is not null && here != first)
        {
            row.Add(FileMappingErrors.StrayRow, rule, $"the row says {Row.Quote(here)}, the first row of its payout {Row.Quote(first ?? "")}");
        }
    }

    private static SettlementKind Kind(Row row, PayoutRule rule)
    {
        var word = row.Text(rule.Kind, repeats: true);
        if (word is null || rule.Kinds.TryGetValue(word, out var kind))
        {
            return word is null ? SettlementKind.Net : rule.Kinds[word];
        }

        row.Add(FileMappingErrors.UnknownKind, rule.Kind!, $"the settlement type {Row.Quote(word)} is not known", Suggestion.For(word, rule.Kinds.Keys));
        return kind;
    }

    /// <summary>Only the totals that the file states: an absent one is not zero.</summary>
    private static Dictionary<string, Money> Totals(Row row, PayoutRule rule, FileMapping mapping, Currency currency, int decimals)
    {
        var totals = new Dictionary<string, Money>();
        if (mapping.IsGrouped(rule))
        {
            return totals;
        }

        foreach (var total in mapping.Totals)
        {
            var cell = total.Value ?? new FieldRule(total.Column, total.Column, total.At, row.Layout.Section.IndexOf(total.Column));
            if (row.Amount(cell, currency, decimals) is { } amount)
            {
                totals[total.Column] = total.Sign < 0 ? -amount : amount;
            }
        }

        return totals;
    }
}
