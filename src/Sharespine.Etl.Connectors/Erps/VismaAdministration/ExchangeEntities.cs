using System.Text.Json;
using System.Text.Json.Serialization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>An entity of the exchange: which record it is, and what its files and columns are called.</summary>
/// <param name="Name">order, invoice, credit, customer, article.</param>
/// <param name="HeadFile">orders; rows stand in <paramref name="RowFile"/>, joined by key.</param>
internal sealed record ExchangeEntity(string Name, Type Record, string HeadFile, string? RowFile)
{
    public IReadOnlyList<ExchangeColumn> Columns { get; } = ExchangeColumn.Of(Record);
}

internal static class ExchangeEntities
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    private static readonly ExchangeEntity[] All =
    [
        new("order", typeof(ExchangeOrder), "orders", "order_rows"),
        new("invoice", typeof(ExchangeInvoice), "invoices", "invoice_rows"),
        new("credit", typeof(ExchangeInvoice), "credits", "credit_rows"),
        new("customer", typeof(ExchangeCustomer), "customers", null),
        new("article", typeof(ExchangeArticle), "articles", null),
        new("payment", typeof(ExchangePayment), "payments", null),
    ];

    public static IReadOnlyList<ExchangeColumn> RowColumns { get; } = ExchangeColumn.Of(typeof(ExchangeDocumentRow));

    /// <summary>Every text field as entity.field; rows as order_row.field.</summary>
    public static IReadOnlyList<string> FieldNames { get; } =
        [.. All.SelectMany(entity => entity.Columns.Where(column => column.IsText).Select(column => $"{entity.Name}.{column.Name}")
            .Concat(entity.RowFile is null ? [] : RowColumns.Where(column => column.IsText).Select(column => $"{entity.Name}_row.{column.Name}")))];

    /// <exception cref="EtlException"><see cref="VismaAdministrationErrors.UnknownEntity"/>.</exception>
    public static ExchangeEntity Named(string name) =>
        All.FirstOrDefault(entity => entity.Name == name)
        ?? throw new EtlException(new Issue(VismaAdministrationErrors.UnknownEntity, $"\"{name}\" is not carried.", Try: Suggestion.For(name, All.Select(entity => entity.Name))));

    /// <summary>The record of a payload, or an issue; never with the payload's values, which may be personal.</summary>
    public static (object? Record, Issue? Issue) Parse(ExchangeEntity entity, FileRecord record)
    {
        try
        {
            var parsed = JsonSerializer.Deserialize(record.Payload.Span, entity.Record, Strict);
            return parsed is null ? (null, Bad("it is null")) : CheckType(entity, parsed);
        }
        catch (JsonException failure)
        {
            return (null, Bad(failure.Path is { Length: > 1 } path ? $"{path} is unknown, missing or of another kind" : "a required field is missing"));
        }

        (object?, Issue?) CheckType(ExchangeEntity wanted, object parsed) =>
            parsed is ExchangeInvoice invoice && (invoice.DocumentType == ExchangeInvoiceType.Credit) != (wanted.Name == "credit")
                ? (null, Bad($"$.document_type is not {wanted.Name}"))
                : (parsed, null);

        Issue Bad(string what) => new(VismaAdministrationErrors.BadPayload, $"The payload is no {entity.Record.Name}: {what}.", new SourcePosition(record.Key));
    }
}
