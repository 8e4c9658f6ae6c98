using System.Globalization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Posting;

/// <summary>Which customer payments a payout still lacks: per line and invoice what should be paid less what was sent.</summary>
internal static class PaymentPlanner
{
    public static IReadOnlyList<CustomerPayment> Plan(PostingInput payout, IReadOnlyList<PaymentPart> wanted, ReconciliationSettings settings, BookingRules rules, DateOnly date)
    {
        var company = Currency.Parse(settings.Currency);
        var clearing = rules.Clearing[payout.Currency.Code];
        var sent = payout.Paid.ToLookup(payment => (payment.LineId, payment.EntryId));
        var parts = wanted.ToLookup(part => (LineId: part.Line.Id, part.Part.EntryId));
        var used = payout.Paid.GroupBy(payment => Base(settings, payout, payment.Invoice)).ToDictionary(group => group.Key, group => group.Count());
        var payments = new List<CustomerPayment>();
        foreach (var key in parts.Select(group => group.Key).Concat(sent.Select(group => group.Key)).Distinct())
        {
            var minor = parts[key].Sum(part => part.Minor) - sent[key].Sum(payment => payment.Amount.Minor);
            var booked = parts[key].Sum(part => part.Booked) - sent[key].Sum(payment => payment.Booked.Minor);
            if (minor == 0)
            {
                continue;
            }

            var first = parts[key].FirstOrDefault();
            var earlier = sent[key].FirstOrDefault();
            var invoice = first?.Part.Invoice ?? earlier!.Invoice;
            var number = used[Base(settings, payout, invoice)] = used.GetValueOrDefault(Base(settings, payout, invoice)) + 1;
            payments.Add(new()
            {
                Reference = number == 1 ? Base(settings, payout, invoice) : string.Create(CultureInfo.InvariantCulture, $"{Base(settings, payout, invoice)}/{number}"),
                Date = date,
                LineId = key.LineId,
                EntryId = key.EntryId,
                Account = first?.Part.Account ?? earlier!.Account,
                Clearing = clearing,
                Invoice = invoice,
                OrderReference = first?.Line.Line.OrderReference ?? earlier?.OrderReference,
                Amount = new(minor, payout.Currency),
                Booked = new(booked, company),
            });
        }

        return payments;
    }

    private static string Base(ReconciliationSettings settings, PostingInput payout, string invoice) =>
        $"{payout.ReferenceStart(settings.Connection)}/p/{string.Concat(invoice.Select(letter => char.IsLetterOrDigit(letter) || letter == '_' ? letter : '-'))}";
}
