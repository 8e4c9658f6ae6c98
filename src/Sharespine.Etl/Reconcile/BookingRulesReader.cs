using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Reconcile;

/// <summary>Reads a booking rules file strictly: every finding at once, each with its place and, where we can tell, what to write.</summary>
public static class BookingRulesReader
{
    private static readonly string[] RootKeys = ["accounts", "rules"];
    private static readonly string[] AccountKeys = ["clearing", "suspense", "rounding", "fee-vat", "exchange-gain", "exchange-loss", "fee-invoice"];
    private static readonly string[] RuleKeys =
    [
        "name", "types", "detailed-types", "payment-methods", "vat-rates", "currencies", "sign", "receivable", "account", "text", "vat", "reverse-charge", "objects",
    ];
    private static readonly string[] ReverseChargeKeys = ["rate", "input-vat", "output-vat", "base-debit", "base-credit"];

    private static readonly Dictionary<string, LineType> LineTypes = Enum.GetValues<LineType>()
        .Where(type => type != LineType.Unknown)
        .ToDictionary(type => Kebab(type.ToString()));

    private static readonly Dictionary<string, LineSign> Signs = Enum.GetValues<LineSign>().ToDictionary(value => Kebab(value.ToString()));

    private static readonly Dictionary<string, FeeVatTreatment> Treatments = Enum.GetValues<FeeVatTreatment>().ToDictionary(value => Kebab(value.ToString()));

    /// <summary>The rules, or null with at least one issue added.</summary>
    /// <param name="file">Named in the findings.</param>
    public static BookingRules? Read(string text, string file, ICollection<Issue> issues)
    {
        var findings = new List<Issue>();
        var rules = YamlReader.Read(text, file, findings) is { } root ? Root(new(findings), root) : null;
        foreach (var issue in findings)
        {
            issues.Add(issue);
        }

        return findings.Count == 0 ? rules : null;
    }

    private static BookingRules? Root(YamlFields fields, YamlNode node)
    {
        if (fields.Map(node, "the file", RootKeys) is not { } root)
        {
            return null;
        }

        var accounts = fields.Required(root, "accounts") is { } value ? fields.Map(value, "accounts", AccountKeys) : null;
        var rules = fields.Required(root, "rules") is { } list ? Rules(fields, list) : [];
        if (accounts is null)
        {
            return null;
        }

        var defaults = new BookingRules { Clearing = new Dictionary<string, string>(), Suspense = "", Rounding = "", FeeVat = "", Rules = [] };
        return defaults with
        {
            Clearing = fields.Required(accounts, "clearing") is { } clearing ? Clearing(fields, clearing) : new Dictionary<string, string>(),
            Suspense = fields.Account(accounts, "suspense"),
            Rounding = fields.Account(accounts, "rounding"),
            FeeVat = fields.Account(accounts, "fee-vat"),
            ExchangeGain = Optional(fields, accounts, "exchange-gain") ?? defaults.ExchangeGain,
            ExchangeLoss = Optional(fields, accounts, "exchange-loss") ?? defaults.ExchangeLoss,
            FeeInvoice = Optional(fields, accounts, "fee-invoice"),
            Rules = rules,
        };
    }

    private static string? Optional(YamlFields fields, YamlMap map, string key) => map.Find(key) is { } entry ? fields.AccountOf(entry.Value, key) : null;

    private static Dictionary<string, string> Clearing(YamlFields fields, YamlNode node)
    {
        var found = new Dictionary<string, string>();
        if (fields.Map(node, "accounts.clearing", null) is not { } map)
        {
            return found;
        }

        foreach (var entry in map.Entries)
        {
            if (!Currency.TryParse(entry.Key, out var currency) || currency.Code != entry.Key)
            {
                fields.Bad(entry.KeyAt, entry.Key, $"\"{entry.Key}\" is not a currency: three capital letters, such as SEK, are wanted.");
                continue;
            }

            found[currency.Code] = fields.AccountOf(entry.Value, entry.Key);
        }

        return found;
    }

    private static List<BookingRule> Rules(YamlFields fields, YamlNode node)
    {
        if (node is not YamlList list)
        {
            fields.Bad(node.At, "rules", "a list is wanted: each rule starts with a dash.");
            return [];
        }

        var found = new List<BookingRule>();
        foreach (var item in list.Items)
        {
            if (fields.Map(item, "rule", RuleKeys) is { } map && Rule(fields, map) is { } rule)
            {
                CheckReachable(fields, found, rule, item.At);
                found.Add(rule);
            }
        }

        if (!found.Any(rule => rule.Receivable && rule.Types.Contains(LineType.Sale)) || !found.Any(rule => rule.Receivable && rule.Types.Contains(LineType.Return)))
        {
            fields.Issues.Add(new(ReconcileErrors.NoRule, "no rule with receivable: true takes both sales and returns.", list.At, "rules", "- name: Sales and returns\n  types: [sale, return]\n  receivable: true"));
        }

        return found;
    }

    private static BookingRule? Rule(YamlFields fields, YamlMap map)
    {
        var before = fields.Issues.Count;
        var rule = new BookingRule
        {
            Name = fields.Text(map, "name"),
            Types = fields.Required(map, "types") is { } types ? fields.Words(types, "types", LineTypes) : [],
            DetailedTypes = map.Find("detailed-types") is { } detailed ? fields.Texts(detailed.Value, "detailed-types") : [],
            PaymentMethods = map.Find("payment-methods") is { } methods ? fields.Texts(methods.Value, "payment-methods") : [],
            VatRates = map.Find("vat-rates") is { } rates ? Rates(fields, rates.Value) : [],
            Currencies = map.Find("currencies") is { } currencies ? Currencies(fields, currencies.Value) : [],
            Sign = map.Find("sign") is { } sign ? fields.Word(sign.Value, "sign", Signs) : null,
            Text = map.Find("text") is { } text ? Template(fields, text.Value) : null,
            Receivable = map.Find("receivable") is { } receivable && fields.Flag(receivable.Value, "receivable"),
            Account = map.Find("account") is { } account ? fields.AccountOf(account.Value, "account") : null,
            Vat = map.Find("vat") is { } vat ? fields.Word(vat.Value, "vat", Treatments) : FeeVatTreatment.AsFile,
            ReverseCharge = map.Find("reverse-charge") is { } reverse ? ReverseCharge(fields, reverse.Value) : null,
            Objects = map.Find("objects") is { } objects ? Objects(fields, objects.Value) : [],
        };
        if (fields.Issues.Count == before)
        {
            CheckTogether(fields, map, rule);
        }

        return fields.Issues.Count == before ? rule : null;
    }

    private static void CheckTogether(YamlFields fields, YamlMap map, BookingRule rule)
    {
        if (rule.Receivable && rule.Account is not null)
        {
            fields.Bad(map.Find("account")!.KeyAt, "account", "a rule with receivable: true takes its account from the voucher that is settled.", "take account out, or receivable.");
        }

        if (!rule.Receivable && rule.Account is null)
        {
            fields.Issues.Add(new(ReconcileErrors.MissingKey, $"the rule \"{rule.Name}\" has neither account nor receivable: true.", map.At, "account"));
        }

        if (rule.Receivable && rule.Types.FirstOrDefault(type => type is not (LineType.Sale or LineType.Return or LineType.Reversal), LineType.Sale) is var odd and not LineType.Sale)
        {
            fields.Bad(map.Find("types")!.KeyAt, "types", $"{Kebab(odd.ToString())} does not settle a receivable; only sale, return and reversal can.");
        }

        if (rule.Vat == FeeVatTreatment.ReverseCharge != (rule.ReverseCharge is not null))
        {
            fields.Issues.Add(new(ReconcileErrors.MissingKey, $"the rule \"{rule.Name}\" needs vat: reverse-charge and reverse-charge: together.", map.At, "reverse-charge"));
        }

        if (map.Find("vat") is { } vat && rule.Types.Any(type => type is not (LineType.Fee or LineType.FeeRefund)))
        {
            fields.Bad(vat.KeyAt, "vat", "only rules for fee and fee-refund have VAT.", "make a rule of its own for the fees.");
        }
    }

    private static void CheckReachable(YamlFields fields, List<BookingRule> earlier, BookingRule rule, SourcePosition at)
    {
        var covering = rule.Types.Select(type => earlier.FirstOrDefault(other => Covers(other, rule, type))).ToList();
        if (covering.Count > 0 && covering.All(other => other is not null))
        {
            fields.Issues.Add(new(ReconcileErrors.UnreachableRule, $"the rule \"{rule.Name}\" is never used: \"{covering[0]!.Name}\" takes its lines first.", at, "rules", "move the narrower rule above the wider one."));
        }
    }

    private static bool Covers(BookingRule other, BookingRule rule, LineType type) =>
        other.Types.Contains(type)
        && Covers(other.DetailedTypes, rule.DetailedTypes, Covers)
        && Covers(other.PaymentMethods, rule.PaymentMethods, Covers)
        && Covers(other.VatRates, rule.VatRates, (wide, narrow) => wide == narrow)
        && Covers(other.Currencies, rule.Currencies, (wide, narrow) => wide == narrow)
        && (other.Sign is null || other.Sign == rule.Sign);

    private static bool Covers<T>(IReadOnlyList<T> wider, IReadOnlyList<T> narrower, Func<T, T, bool> covers) =>
        wider.Count == 0 || narrower.Count > 0 && narrower.All(value => wider.Any(other => covers(other, value)));

    private static bool Covers(string pattern, string narrower) =>
        (pattern.EndsWith('*') || !narrower.EndsWith('*')) && BookingRule.IsMatch(pattern, narrower.TrimEnd('*'));

    private static ReverseCharge? ReverseCharge(YamlFields fields, YamlNode node)
    {
        if (fields.Map(node, "reverse-charge", ReverseChargeKeys) is not { } map)
        {
            return null;
        }

        var rate = map.Find("rate") is { } entry ? Rate(fields, entry.Value, "rate") : 0m;
        if (rate == 0m)
        {
            fields.Bad(map.Find("rate")?.Value.At ?? map.At, "rate", "reverse charge needs a rate in percent above zero, such as 25.");
        }

        return new(rate, fields.Account(map, "input-vat"), fields.Account(map, "output-vat"), fields.Account(map, "base-debit"), fields.Account(map, "base-credit"));
    }

    private static decimal Rate(YamlFields fields, YamlNode node, string field)
    {
        var text = fields.TextOf(node, field);
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 100)
        {
            return rate;
        }

        fields.Bad(node.At, field, $"\"{text}\" is not a rate in percent, such as 25.");
        return 1m;
    }

    private static IReadOnlyList<decimal> Rates(YamlFields fields, YamlNode node) => node is YamlList list
        ? [.. list.Items.Select(item => Rate(fields, item, "vat-rates"))]
        : [Rate(fields, node, "vat-rates")];

    private static IReadOnlyList<string> Currencies(YamlFields fields, YamlNode node)
    {
        var found = fields.Texts(node, "currencies");
        foreach (var text in found.Where(text => !Currency.TryParse(text, out var currency) || currency.Code != text))
        {
            fields.Bad(node.At, "currencies", $"\"{text}\" is not a currency: three capital letters, such as SEK, are wanted.");
        }

        return found;
    }

    private static string Template(YamlFields fields, YamlNode node)
    {
        var text = fields.TextOf(node, "text");
        foreach (var name in RowText.Names(text).Where(name => !RowText.Known.Contains(name)))
        {
            fields.Bad(node.At, "text", $"{{{name}}} is not known in a text.", Suggestion.For(name, RowText.Known) ?? $"one of {string.Join(", ", RowText.Known)}.");
        }

        return text;
    }

    private static IReadOnlyList<string> Objects(YamlFields fields, YamlNode node)
    {
        var found = fields.Texts(node, "objects");
        foreach (var text in found.Where(text => text.Split(':') is not [{ Length: > 0 } dimension, { Length: > 0 }] || !dimension.All(char.IsAsciiDigit)))
        {
            fields.Bad(node.At, "objects", $"\"{text}\" is not a dimension's number and an object, such as 1:WEB.");
        }

        return found;
    }

    internal static string Kebab(string name) =>
        string.Concat(name.Select((letter, index) => char.IsUpper(letter) ? (index == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));
}
