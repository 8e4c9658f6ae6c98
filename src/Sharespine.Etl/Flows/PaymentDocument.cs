using System.Text.Json;
using System.Text.Json.Serialization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Posting;

namespace Sharespine.Etl.Flows;

/// <summary>A customer payment on its way to the ERP, as it stands in the outbox.</summary>
public sealed record PaymentDocument
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    /// <summary>Our key: has to stand in the text of what the ERP books.</summary>
    public required string Reference { get; init; }

    public required DateOnly Date { get; init; }

    public required string Invoice { get; init; }

    public string? Order { get; init; }

    public required string Payout { get; init; }

    /// <summary>Major units; positive settles an invoice, negative a credit invoice.</summary>
    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    /// <summary>What the clearing account is debited with.</summary>
    public required decimal BookedAmount { get; init; }

    public required string BookedCurrency { get; init; }

    /// <summary>The clearing account.</summary>
    public required string Account { get; init; }

    public static PaymentDocument Of(PayoutPayment item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var payment = item.Payment;
        return new()
        {
            Reference = payment.Reference,
            Date = payment.Date,
            Invoice = payment.Invoice,
            Order = payment.OrderReference,
            Payout = item.Payout,
            Amount = payment.Amount.Major,
            Currency = payment.Amount.Currency.Code,
            BookedAmount = payment.Booked.Major,
            BookedCurrency = payment.Booked.Currency.Code,
            Account = payment.Clearing,
        };
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static PaymentDocument Parse(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<PaymentDocument>(json, Json) ?? throw new JsonException("The payment is null.");
}
