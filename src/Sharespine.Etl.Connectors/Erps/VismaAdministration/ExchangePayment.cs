using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>A payment of one invoice in the customer ledger (ADK_CUSTOMERPAYMENT_…).</summary>
public sealed record ExchangePayment
{
    [JsonPropertyName("invoice_number")]
    [About("The invoice that it settles, or the credit invoice when the amount is negative.")]
    public required string InvoiceNumber { get; init; }

    [JsonPropertyName("date")]
    public required DateOnly Date { get; init; }

    [JsonPropertyName("amount_currency")]
    [About("In the invoice's currency.")]
    public required decimal AmountCurrency { get; init; }

    [JsonPropertyName("currency_code"), MaxLength(3)]
    public required string CurrencyCode { get; init; }

    [JsonPropertyName("amount_kr")]
    [About("What the account is debited with.")]
    public required decimal AmountKr { get; init; }

    [JsonPropertyName("account_number"), MaxLength(6)]
    [About("The provider's clearing account: the agent chooses the way of payment (payment_code) that debits it.")]
    public required string AccountNumber { get; init; }

    [JsonPropertyName("text")]
    [About("Our reference: has to stand in the text of the voucher that the program books.")]
    public required string Text { get; init; }

    [JsonPropertyName("customer_order_number")]
    public string? CustomerOrderNumber { get; init; }
}
