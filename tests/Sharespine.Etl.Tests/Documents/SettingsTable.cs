using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Tests.Documents;

/// <summary>A block of settings as the configuration's page has to tell it: a row a setting, made from the record that reads it.</summary>
/// <param name="Id">company, flows.orders, woocommerce.transport: stands in backticks at the end of the block's heading.</param>
internal sealed record SettingsTable(string Id, IReadOnlyList<SettingsRow> Rows)
{
    /// <summary>The blocks of the configuration file and of every connection type.</summary>
    public static IReadOnlyList<SettingsTable> All(IReadOnlyList<ConnectionType> types) =>
        [.. Of("etl.yaml", typeof(EtlConfiguration)), .. types.SelectMany(type => Of(type.Name, type.Settings))];

    private static IEnumerable<SettingsTable> Of(string id, Type type)
    {
        var defaults = Activator.CreateInstance(type)!;
        var properties = type.GetProperties().Where(property => property.CanWrite).ToList();
        yield return new(id, [.. properties.Select(property => new SettingsRow(
            YamlBinder.Kebab(property.Name),
            Kind(property.PropertyType),
            property.IsDefined(typeof(RequiredMemberAttribute)) ? "required" : Default(property, defaults),
            property.GetCustomAttribute<AboutAttribute>()?.Text))]);
        foreach (var property in properties)
        {
            if (Block(property.PropertyType) is { } block)
            {
                foreach (var inner in Of((id == "etl.yaml" ? "" : id + ".") + YamlBinder.Kebab(property.Name), block))
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>The record behind a block, a list of blocks or blocks by name; null for single values.</summary>
    private static Type? Block(Type type)
    {
        var item = ElementOfDictionary(type) ?? ElementOfList(type) ?? type;
        item = Nullable.GetUnderlyingType(item) ?? item;
        return IsSingle(item) || ElementOfList(item) is not null || typeof(YamlNode).IsAssignableFrom(item) ? null : item;
    }

    private static bool IsSingle(Type type) =>
        type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(decimal) || type == typeof(DateOnly) || type == typeof(TimeSpan) || type == typeof(Currency);

    private static Type? ElementOfDictionary(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) ? type.GetGenericArguments()[1] : null;

    private static Type? ElementOfList(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static string Kind(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ElementOfDictionary(type) is { } element)
        {
            return "by name: " + Kind(element);
        }

        if (ElementOfList(type) is { } item)
        {
            return "list: " + Kind(item);
        }

        return type.IsEnum ? string.Join(" or ", Enum.GetNames(type).Select(name => $"`{YamlBinder.Kebab(name)}`"))
            : type == typeof(string) ? "text"
            : type == typeof(bool) ? "`true` or `false`"
            : type == typeof(int) ? "whole number"
            : type == typeof(decimal) ? "number"
            : type == typeof(DateOnly) ? "date"
            : type == typeof(TimeSpan) ? "duration"
            : type == typeof(Currency) ? "currency"
            : "block";
    }

    private static string Default(PropertyInfo property, object defaults) => Block(property.PropertyType) is null ? Written(property.GetValue(defaults)) : "";

    private static string Written(object? value) => value switch
    {
        null or "" => "",
        TimeSpan span => $"`{Duration(span)}`",
        bool flag => flag ? "`true`" : "`false`",
        Enum name => $"`{YamlBinder.Kebab(name.ToString())}`",
        string text => $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`",
        DateOnly date => $"`{date:yyyy-MM-dd}`",
        IDictionary pairs => string.Join(", ", pairs.Keys.Cast<object>().Select(key => $"`{key}: {Convert.ToString(pairs[key], CultureInfo.InvariantCulture)}`")),
        IEnumerable items => string.Join(", ", items.Cast<object>().Select(Written)),
        _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };

    private static string Duration(TimeSpan span) =>
        span.Ticks % TimeSpan.TicksPerDay == 0 ? Counted(span.Days, "d")
        : span.Ticks % TimeSpan.TicksPerHour == 0 ? Counted((int)(span.Ticks / TimeSpan.TicksPerHour), "h")
        : span.Ticks % TimeSpan.TicksPerMinute == 0 ? Counted((int)(span.Ticks / TimeSpan.TicksPerMinute), "min")
        : Counted((int)(span.Ticks / TimeSpan.TicksPerSecond), "s");

    private static string Counted(int count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count} {unit}");
}

/// <param name="About">What the code says of it; null where the page says it in its own words.</param>
internal sealed record SettingsRow(string Name, string Kind, string Default, string? About)
{
    /// <summary>The row up to its meaning, which every page has to have.</summary>
    public string Start => $"| `{Name}` | {Kind} | {Default} | ".Replace("|  |", "| |", StringComparison.Ordinal);

    public string Whole => Start + (About ?? "…").Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "\\<", StringComparison.Ordinal) + " |";
}
