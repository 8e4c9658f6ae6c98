using System.Text.Json.Serialization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>An order for the order register.</summary>
public sealed record ExchangeOrder : ExchangeDocument
{
    [JsonPropertyName("do_not_create_backorder")]
    public bool? DoNotCreateBackorder { get; init; }
}

/// <summary>An invoice or a credit invoice. Amounts are positive on both; the type says the direction.</summary>
public sealed record ExchangeInvoice : ExchangeDocument
{
    [JsonPropertyName("document_type")]
    [About("invoice or credit.")]
    public required ExchangeInvoiceType DocumentType { get; init; }

    [JsonPropertyName("credits_key")]
    [About("On a credit: our key of the document that it credits; the agent knows its number.")]
    public string? CreditsKey { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<ExchangeInvoiceType>))]
public enum ExchangeInvoiceType
{
    [JsonStringEnumMemberName("invoice")]
    Invoice,

    [JsonStringEnumMemberName("credit")]
    Credit,
}
