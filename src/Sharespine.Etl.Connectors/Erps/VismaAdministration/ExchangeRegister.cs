using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>A customer for the customer register (ADK_CUSTOMER_…).</summary>
public sealed record ExchangeCustomer
{
    [JsonPropertyName("number"), MaxLength(16)]
    [About("Empty: the ERP gives the next number and the acknowledgement carries it back.")]
    public string? Number { get; init; }

    [JsonPropertyName("name"), MaxLength(50), Personal]
    public required string Name { get; init; }

    [JsonPropertyName("mailing_address"), Personal]
    public string? MailingAddress { get; init; }

    [JsonPropertyName("mailing_address2"), Personal]
    public string? MailingAddress2 { get; init; }

    [JsonPropertyName("zipcode"), Personal]
    public string? Zipcode { get; init; }

    [JsonPropertyName("city"), MaxLength(24), Personal]
    public string? City { get; init; }

    [JsonPropertyName("code_of_country"), MaxLength(2)]
    public string? CodeOfCountry { get; init; }

    [JsonPropertyName("telephone"), Personal]
    public string? Telephone { get; init; }

    [JsonPropertyName("email"), Personal]
    public string? Email { get; init; }

    [JsonPropertyName("reference"), Personal]
    public string? Reference { get; init; }

    [JsonPropertyName("organisation_number")]
    [About("Of a company. The ERP checks it; a VAT number does not belong here.")]
    public string? OrganisationNumber { get; init; }

    [JsonPropertyName("vat_number")]
    public string? VatNumber { get; init; }

    [JsonPropertyName("code_of_terms_of_payment")]
    public string? CodeOfTermsOfPayment { get; init; }

    [JsonPropertyName("code_of_currency"), MaxLength(3)]
    public string? CodeOfCurrency { get; init; }

    [JsonPropertyName("category")]
    public string? Category { get; init; }

    [JsonPropertyName("price_list")]
    public string? PriceList { get; init; }

    [JsonPropertyName("export")]
    [About("Outside the EU: chooses the article's export sales account.")]
    public bool? Export { get; init; }

    [JsonPropertyName("eu_customer")]
    [About("In the EU with a VAT number: chooses the article's EU sales account.")]
    public bool? EuCustomer { get; init; }

    [JsonPropertyName("wscustomer")]
    [About("Came from a web shop.")]
    public bool? WsCustomer { get; init; }
}

/// <summary>An article for the article register (ADK_ARTICLE_…). The program has no variants: a shop's variant is an article.</summary>
public sealed record ExchangeArticle
{
    [JsonPropertyName("number"), MaxLength(16)]
    public required string Number { get; init; }

    [JsonPropertyName("name"), MaxLength(30)]
    public required string Name { get; init; }

    [JsonPropertyName("name_x"), MaxLength(30)]
    [About("A second name line.")]
    public string? NameX { get; init; }

    [JsonPropertyName("group"), MaxLength(6)]
    public string? Group { get; init; }

    [JsonPropertyName("accounting_code")]
    [About("Article account code: sales and VAT accounts hang on it.")]
    public string? AccountingCode { get; init; }

    [JsonPropertyName("stock_goods")]
    public bool? StockGoods { get; init; }

    [JsonPropertyName("unit_code"), MaxLength(4)]
    public string? UnitCode { get; init; }

    [JsonPropertyName("bar_code")]
    public string? BarCode { get; init; }

    [JsonPropertyName("price_list")]
    public string? PriceList { get; init; }

    [JsonPropertyName("price")]
    public decimal? Price { get; init; }

    [JsonPropertyName("webshop")]
    [About("Shown in the web shop.")]
    public bool? Webshop { get; init; }
}
