using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>
/// Head of an order or invoice on its way to Visma Administration. Fields are named after the program's own (ADK_OOI_HEAD_…,
/// lower-case, without prefix), so that an agent maps them one to one. Lengths are the known ones; the installed version's
/// own can be set in the configuration.
/// </summary>
public abstract record ExchangeDocument
{
    [JsonPropertyName("customer_number"), MaxLength(16)]
    [About("The ERP's customer, or the collective customer of the shop.")]
    public required string CustomerNumber { get; init; }

    [JsonPropertyName("customer_order_number")]
    [About("The shop's order number: what a document is found by again.")]
    public required string CustomerOrderNumber { get; init; }

    [JsonPropertyName("document_date1")]
    [About("Order or invoice date.")]
    public required DateOnly DocumentDate1 { get; init; }

    [JsonPropertyName("document_date2")]
    [About("Delivery date of an order, due date of an invoice.")]
    public DateOnly? DocumentDate2 { get; init; }

    [JsonPropertyName("currency_code"), MaxLength(3)]
    public required string CurrencyCode { get; init; }

    [JsonPropertyName("including_vat")]
    [About("True when row prices include VAT: usual for private persons.")]
    public required bool IncludingVat { get; init; }

    [JsonPropertyName("customer_name"), MaxLength(50), Personal]
    public string? CustomerName { get; init; }

    [JsonPropertyName("mailing_address1"), Personal]
    public string? MailingAddress1 { get; init; }

    [JsonPropertyName("mailing_address2"), Personal]
    public string? MailingAddress2 { get; init; }

    [JsonPropertyName("zipcode"), Personal]
    public string? Zipcode { get; init; }

    [JsonPropertyName("city"), MaxLength(24), Personal]
    public string? City { get; init; }

    [JsonPropertyName("code_of_country"), MaxLength(2)]
    public string? CodeOfCountry { get; init; }

    [JsonPropertyName("delivery_name"), MaxLength(50), Personal]
    public string? DeliveryName { get; init; }

    [JsonPropertyName("delivery_mailing_address1"), Personal]
    public string? DeliveryMailingAddress1 { get; init; }

    [JsonPropertyName("delivery_mailing_address2"), Personal]
    public string? DeliveryMailingAddress2 { get; init; }

    [JsonPropertyName("delivery_zipcode"), Personal]
    public string? DeliveryZipcode { get; init; }

    [JsonPropertyName("delivery_city"), MaxLength(24), Personal]
    public string? DeliveryCity { get; init; }

    [JsonPropertyName("delivery_code_of_country"), MaxLength(2)]
    public string? DeliveryCodeOfCountry { get; init; }

    [JsonPropertyName("customer_reference_name"), Personal]
    public string? CustomerReferenceName { get; init; }

    [JsonPropertyName("our_reference_name")]
    public string? OurReferenceName { get; init; }

    [JsonPropertyName("customer_invoice_vat_number")]
    [About("The customer's VAT number, for reverse charge within the EU.")]
    public string? CustomerInvoiceVatNumber { get; init; }

    [JsonPropertyName("code_of_terms_of_payment")]
    [About("The ERP's code, per payment method.")]
    public string? CodeOfTermsOfPayment { get; init; }

    [JsonPropertyName("code_of_terms_of_delivery")]
    public string? CodeOfTermsOfDelivery { get; init; }

    [JsonPropertyName("code_of_way_of_delivery")]
    public string? CodeOfWayOfDelivery { get; init; }

    [JsonPropertyName("list_of_price_code")]
    public string? ListOfPriceCode { get; init; }

    [JsonPropertyName("seller_code")]
    public string? SellerCode { get; init; }

    [JsonPropertyName("profit_centre")]
    [About("Resultatenhet: usually one per shop.")]
    public string? ProfitCentre { get; init; }

    [JsonPropertyName("project_code")]
    public string? ProjectCode { get; init; }

    [JsonPropertyName("text1"), MaxLength(60)]
    public string? Text1 { get; init; }

    [JsonPropertyName("text2"), MaxLength(60)]
    public string? Text2 { get; init; }

    [JsonPropertyName("text3"), MaxLength(60)]
    public string? Text3 { get; init; }

    [JsonPropertyName("set_of_vat1")]
    [About("Percent behind VAT code 1 of this document; the program has four per document.")]
    public decimal? SetOfVat1 { get; init; }

    [JsonPropertyName("set_of_vat2")]
    public decimal? SetOfVat2 { get; init; }

    [JsonPropertyName("set_of_vat3")]
    public decimal? SetOfVat3 { get; init; }

    [JsonPropertyName("set_of_vat4")]
    public decimal? SetOfVat4 { get; init; }

    [JsonPropertyName("cargo_amount")]
    [About("Freight, when it is not sent as rows.")]
    public decimal? CargoAmount { get; init; }

    [JsonPropertyName("cargo_vat_code"), MaxLength(1)]
    public string? CargoVatCode { get; init; }

    [JsonPropertyName("dispatch_fee")]
    [About("Invoice fee, when it is not sent as a row. A customer can be set to get one by itself: do not send both.")]
    public decimal? DispatchFee { get; init; }

    [JsonPropertyName("vat_code_dispatch_fee"), MaxLength(1)]
    public string? VatCodeDispatchFee { get; init; }

    [JsonPropertyName("round_off")]
    [About("Rounding that makes the rows sum to the total.")]
    public decimal? RoundOff { get; init; }

    [JsonPropertyName("total_amount")]
    [About("VAT included: the agent compares it with what the ERP makes of the rows.")]
    public required decimal TotalAmount { get; init; }

    [JsonPropertyName("vat_amount")]
    public required decimal VatAmount { get; init; }

    [JsonPropertyName("rows")]
    public required IReadOnlyList<ExchangeDocumentRow> Rows { get; init; }
}

/// <summary>A row of an order or invoice (ADK_OOI_ROW_…). A row without article number is a text row.</summary>
public sealed record ExchangeDocumentRow
{
    [JsonPropertyName("article_number"), MaxLength(16)]
    public string? ArticleNumber { get; init; }

    [JsonPropertyName("text")]
    public required string Text { get; init; }

    [JsonPropertyName("quantity1")]
    [About("Delivered: for invoices and credits.")]
    public decimal? Quantity1 { get; init; }

    [JsonPropertyName("quantity2")]
    [About("Ordered.")]
    public decimal? Quantity2 { get; init; }

    [JsonPropertyName("unit"), MaxLength(4)]
    public string? Unit { get; init; }

    [JsonPropertyName("price_each_current_currency")]
    [About("With or without VAT, as the head's including_vat says.")]
    public decimal? PriceEachCurrentCurrency { get; init; }

    [JsonPropertyName("discount")]
    [About("Percent, or an amount when amount_discount_flag is true.")]
    public decimal? Discount { get; init; }

    [JsonPropertyName("amount_discount_flag")]
    public bool? AmountDiscountFlag { get; init; }

    [JsonPropertyName("amount_current_currency")]
    [About("Row amount: what quantity times price must come to.")]
    public decimal? AmountCurrentCurrency { get; init; }

    [JsonPropertyName("vat_code"), MaxLength(1)]
    [About("0 without VAT, 1 to 4 the head's rates.")]
    public string? VatCode { get; init; }

    [JsonPropertyName("account_number"), MaxLength(6)]
    public string? AccountNumber { get; init; }

    [JsonPropertyName("profit_centre")]
    public string? ProfitCentre { get; init; }

    [JsonPropertyName("project")]
    public string? Project { get; init; }
}
