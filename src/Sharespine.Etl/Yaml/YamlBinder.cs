using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Yaml;

/// <summary>
/// Fills a settings record from a YAML map, strictly: kebab-case keys, every unknown key, wrong type and missing required
/// setting is an issue with its place, all at once. Knows text, whole numbers, decimals, true/false, enums (kebab-case),
/// dates, durations ("30 s", "5 min", "2 h", "7 d"), lists, dictionaries, nested records and raw nodes.
/// </summary>
public sealed class YamlBinder(ICollection<Issue> issues, Func<YamlScalar, string?>? resolve = null)
{
    /// <summary>The record, or null when something in it was wrong (then issues were added).</summary>
    public T? Bind<T>(YamlNode node)
        where T : class
        => (T?)Value(node, typeof(T), typeof(T).Name);

    public object? Bind(YamlNode node, Type type) => Value(node, type, type.Name);

    /// <summary>orderStatuses and OrderStatuses are written order-statuses.</summary>
    public static string Kebab(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    internal static bool IsRequired(PropertyInfo property) =>
        property.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null;

    internal static IEnumerable<PropertyInfo> Settings(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private object? Value(YamlNode node, Type type, string key)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (typeof(YamlNode).IsAssignableFrom(type))
        {
            return node;
        }

        if (ElementOfDictionary(type) is { } element)
        {
            return node is YamlMap map ? Dictionary(map, element) : Wrong(node, key, "a block of names with settings");
        }

        if (ElementOfList(type) is { } item)
        {
            return node switch
            {
                YamlList list => List(list, item, key),
                YamlScalar { IsNothing: false } single => List(new YamlList([single], single.At), item, key),
                _ => Wrong(node, key, "a list ([a, b] or one item a line behind a dash)"),
            };
        }

        if (IsLeaf(type))
        {
            return node is YamlScalar scalar ? Leaf(scalar, type, key) : Wrong(node, key, "a single value");
        }

        return node is YamlMap settings ? Record(settings, type) : Wrong(node, key, "a block of settings");
    }

    private object? Record(YamlMap map, Type type)
    {
        var before = issues.Count;
        var instance = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
        if (type.GetConstructor(Type.EmptyTypes) is { } constructor)
        {
            instance = constructor.Invoke(null);
        }

        var properties = Settings(type).ToDictionary(property => Kebab(property.Name));
        foreach (var entry in map.Entries)
        {
            if (!properties.TryGetValue(entry.Key, out var property))
            {
                issues.Add(new(BindErrors.UnknownKey, "there is no such setting here.", entry.KeyAt, entry.Key,
                    Suggestion.For(entry.Key, properties.Keys) ?? "known here: " + string.Join(", ", properties.Keys.Order(StringComparer.Ordinal)) + "."));
            }
            else if (entry.Value is YamlScalar { IsNothing: true } nothing)
            {
                issues.Add(new(BindErrors.WrongValue, "nothing is written behind the colon.", nothing.At, entry.Key, "write a value or take the line out."));
            }
            else if (property.GetCustomAttribute<SecretAttribute>() is not null && entry.Value is YamlScalar secret && !secret.Text.StartsWith("${", StringComparison.Ordinal))
            {
                issues.Add(new(BindErrors.OpenSecret, "a secret stands in the file itself.", secret.At, entry.Key, "put it in the environment and write ${NAME}, or in a file and write ${file:path}."));
            }
            else if (entry.Value is YamlScalar asWritten && property.GetCustomAttribute<AsWrittenAttribute>() is not null)
            {
                property.SetValue(instance, asWritten.Text);
            }
            else if (Value(entry.Value, property.PropertyType, entry.Key) is { } value)
            {
                property.SetValue(instance, value);
            }
        }

        foreach (var (name, property) in properties)
        {
            if (IsRequired(property) && map.Find(name) is null)
            {
                issues.Add(new(BindErrors.Missing, $"the setting \"{name}\" is missing.{About(property)}", map.At, name));
            }
        }

        return issues.Count == before ? instance : null;
    }

    private object Dictionary(YamlMap map, Type element)
    {
        var result = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), element))!;
        foreach (var entry in map.Entries)
        {
            if (Value(entry.Value, element, entry.Key) is { } value)
            {
                result[entry.Key] = value;
            }
        }

        return result;
    }

    private object List(YamlList list, Type item, string key)
    {
        var result = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        foreach (var node in list.Items)
        {
            if (Value(node, item, key) is { } value)
            {
                result.Add(value);
            }
        }

        return result;
    }

    private object? Leaf(YamlScalar scalar, Type type, string key)
    {
        var text = scalar.Text;
        if (resolve is not null)
        {
            if (resolve(scalar) is not { } resolved)
            {
                return null;
            }

            text = resolved;
        }

        if (type == typeof(string))
        {
            return text;
        }

        if (type == typeof(bool))
        {
            return text switch { "true" or "yes" => true, "false" or "no" => false, _ => Wrong(scalar, key, "true or false") };
        }

        if (type == typeof(int))
        {
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : Wrong(scalar, key, "a whole number");
        }

        if (type == typeof(decimal))
        {
            return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? number
                : Wrong(scalar, key, "a number with a decimal point");
        }

        if (type == typeof(DateOnly))
        {
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : Wrong(scalar, key, "a date such as 2026-01-31");
        }

        if (type == typeof(TimeSpan))
        {
            return Duration(text) ?? Wrong(scalar, key, "a duration such as 30 s, 5 min, 2 h or 7 d");
        }

        if (type == typeof(Currency))
        {
            return Currency.TryParse(text, out var currency) ? currency : Wrong(scalar, key, "a currency such as SEK");
        }

        return EnumValue(scalar, text, type, key);
    }

    private object? EnumValue(YamlScalar scalar, string text, Type type, string key)
    {
        var names = Enum.GetNames(type);
        if (names.FirstOrDefault(name => Kebab(name) == text) is { } found)
        {
            return Enum.Parse(type, found);
        }

        var words = names.Select(Kebab).ToList();
        return Wrong(scalar, key, "one of " + string.Join(", ", words), Suggestion.For(text, words));
    }

    internal static TimeSpan? Duration(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        return parts[1] switch
        {
            "ms" => TimeSpan.FromMilliseconds(count),
            "s" => TimeSpan.FromSeconds(count),
            "min" => TimeSpan.FromMinutes(count),
            "h" => TimeSpan.FromHours(count),
            "d" or "days" or "day" => TimeSpan.FromDays(count),
            _ => null,
        };
    }

    internal static bool IsLeaf(Type type) => type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(int)
        || type == typeof(decimal) || type == typeof(DateOnly) || type == typeof(TimeSpan) || type == typeof(Currency);

    internal static Type? ElementOfDictionary(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) ? type.GetGenericArguments()[1] : null;

    internal static Type? ElementOfList(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static string About(PropertyInfo property) =>
        property.GetCustomAttribute<AboutAttribute>() is { } about ? $" It says: {about.Text}" : "";

    private object? Wrong(YamlNode node, string key, string wanted, string? suggestion = null)
    {
        var found = node is YamlScalar scalar ? $"\"{Shorten(scalar.Text)}\" is not" : "this is not";
        issues.Add(new(BindErrors.WrongValue, $"{found} {wanted}.", node.At, key, suggestion));
        return null;
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
