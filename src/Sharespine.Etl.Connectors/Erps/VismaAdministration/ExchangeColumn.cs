using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>A column of an exchange file: a property of the record, by the name it has in JSON.</summary>
internal sealed class ExchangeColumn
{
    private readonly PropertyInfo _property;

    private ExchangeColumn(PropertyInfo property, string name)
    {
        _property = property;
        Name = name;
        MaxLength = property.GetCustomAttribute<MaxLengthAttribute>()?.Length;
        IsText = property.PropertyType == typeof(string);
    }

    public string Name { get; }

    public int? MaxLength { get; }

    /// <summary>True for text from the shop: guarded against formulas, checked for length and characters.</summary>
    public bool IsText { get; }

    /// <summary>All columns of a record type in their written order, the base record's first; lists are not columns.</summary>
    public static IReadOnlyList<ExchangeColumn> Of(Type record) =>
        [.. record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .OrderBy(property => property.DeclaringType == record ? 1 : 0)
            .ThenBy(property => property.MetadataToken)
            .Select(property => (property, property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name))
            .Where(pair => pair.Name is not null && pair.property.PropertyType != typeof(IReadOnlyList<ExchangeDocumentRow>))
            .Select(pair => new ExchangeColumn(pair.property, pair.Name!))];

    /// <summary>The value as the file has it: dates yyyy-MM-dd, "." for decimals, 1 and 0 for yes and no; empty when absent.</summary>
    public string Read(object record) => _property.GetValue(record) switch
    {
        null => "",
        bool flag => flag ? "1" : "0",
        decimal number => Plain(number),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ExchangeInvoiceType type => type == ExchangeInvoiceType.Credit ? "credit" : "invoice",
        var text => (string)text,
    };

    /// <summary>An exact decimal without superfluous zeros: 10.50 and 10.5 are one number, and one batch is always the same bytes.</summary>
    public static string Plain(decimal number) => (number == 0 ? 0 : number).ToString("0.############################", CultureInfo.InvariantCulture);
}
