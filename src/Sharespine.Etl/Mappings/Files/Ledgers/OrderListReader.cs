using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files.Ledgers;

/// <summary>Reads a list of orders by a mapping of <c>kind: order-list</c>, whole or not at all.</summary>
public static class OrderListReader
{
    /// <exception cref="EtlException">The file cannot be told apart from another kind, or is no table.</exception>
    public static MappedOrders Read(FileBytes file, OrderListMapping mapping, Currency currency, CancellationToken cancellation = default)
    {
        var scan = new TableScan(file, mapping);
        var orders = new List<ListedOrder>();
        var sum = Money.Zero(currency);
        var (leftOut, isProven) = (0, false);
        scan.Run((section, row) =>
        {
            if (mapping.Totals.Taking(section, row) is { } total)
            {
                isProven = true;
                if (total.Amount.Read(row, currency) is { } stated && stated.Amount != sum)
                {
                    scan.Fault(new(LedgerErrors.TotalBroken, $"the total is {stated.Amount.AmountText}, and the orders before it sum to {sum.AmountText}; rule: {total.At}.", new(file.Name, row.Line)));
                }
            }
            else if (row.Issues.Count == 0 && mapping.Orders.FirstOrDefault(rule => rule.From == section.Name && (rule.When is null || row.Answer(rule.When) == true)) is { } rule)
            {
                if (Order(rule, row, currency) is { } order)
                {
                    orders.Add(order);
                    sum += order.Amount.Currency == currency ? order.Amount : Money.Zero(currency);
                }
            }
            else
            {
                leftOut++;
            }
        }, cancellation);
        if (orders.Count == 0 && scan.Issues.Count == 0)
        {
            scan.Fault(new(LedgerErrors.NoRows, "no row of the file is an order.", new(file.Name)));
        }

        if (leftOut > 0)
        {
            scan.Note(new(LedgerErrors.LeftOut, string.Create(CultureInfo.InvariantCulture, $"{leftOut} {(leftOut == 1 ? "row is" : "rows are")} taken by no rule of {mapping.Name}."), new(file.Name)));
        }

        if (!isProven)
        {
            scan.Note(new(LedgerErrors.NoProof, "no total proves that the file is whole.", new(file.Name)));
        }

        return new(scan.Issues.Count == 0 ? ListedOrder.Numbered(orders) : [], scan.Issues, scan.Notes);
    }

    internal static IReadOnlyList<string> Say(FileExample example, OrderListMapping mapping) => Lines(Read(FileExamples.Given(example), mapping, Currency.Sek));

    /// <summary>A list in words: what examples expect and goldens hold.</summary>
    public static IReadOnlyList<string> Lines(MappedOrders read) =>
    [
        .. read.Orders.Select(order => string.Create(CultureInfo.InvariantCulture, $"line {order.Line}: order {order.Key}, {order.Date:yyyy-MM-dd}, {order.Amount}")
            + Part("number", order.Number) + Part("by", order.PaymentMethod) + Part("of", order.Provider) + Part("provider reference", order.ProviderReference) + Part("voucher", order.Voucher) + Part("also", string.Join(" ", order.References))),
        .. read.Faults.Select(issue => $"issue {issue}"),
        .. read.Notes.Select(issue => $"note {issue}"),
    ];

    private static string Part(string name, string? value) => string.IsNullOrEmpty(value) ? "" : $", {name} {value}";

    private static ListedOrder? Order(OrderRule rule, Row row, Currency books)
    {
        var number = row.Required(rule.Number);
        var date = row.RequiredDate(rule.Date);
        var currency = rule.Currency is not null && row.Text(rule.Currency, repeats: true) is not null ? row.Currency(rule.Currency) : books;
        var amount = currency is { } own ? rule.Amount.Read(row, own) : null;
        return number is null || date is null || amount is null || row.Issues.Count > 0 ? null : new()
        {
            Key = "",
            Number = number,
            Date = date.Value,
            Amount = amount.Value.Amount,
            PaymentMethod = row.Text(rule.PaymentMethod, repeats: true),
            Provider = row.Text(rule.Provider, repeats: true),
            ProviderReference = row.Text(rule.ProviderReference),
            Voucher = row.Text(rule.Voucher, repeats: true),
            References = [.. rule.References.Select(reference => row.Text(reference)).OfType<string>().Distinct(StringComparer.Ordinal)],
            Line = row.Line,
        };
    }
}

public sealed record MappedOrders(IReadOnlyList<ListedOrder> Orders, IReadOnlyList<Issue> Faults, IReadOnlyList<Issue> Notes);
