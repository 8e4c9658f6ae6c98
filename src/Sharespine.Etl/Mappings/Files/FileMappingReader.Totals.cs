using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Files;

public static partial class FileMappingReader
{
    private sealed partial class Reading
    {
        private Dictionary<string, TypeRule> Types(YamlNode? node, SourcePosition at)
        {
            var types = new Dictionary<string, TypeRule>();
            foreach (var entry in new FileMappingBlock(node, at, "types", _findings).Entries)
            {
                var what = "type " + entry.Key;
                var block = new FileMappingBlock(entry.Value, entry.KeyAt, what, _findings, "is", "sign", "vat", "text");
                block.Need("is");
                block.Need("sign");
                var rule = new TypeRule(entry.Key, block.Word("is", AllTypes) ?? LineType.Unknown, block.Word("sign", Signs) ?? 0, block.Word("vat", YesNo) ?? false, entry.KeyAt, block.Text("text")?.Text ?? "");
                CheckUnknown(rule, block);
                if (entry.Key != entry.Key.Trim() || types.ContainsKey(entry.Key))
                {
                    _findings.Add(new(FileMappingErrors.Unreachable, $"{what} can never be met: types are compared without blanks around them.", entry.KeyAt));
                }

                types[entry.Key] = rule;
            }

            CheckDetailed(types);
            return types;
        }

        /// <summary>Unknown is for what the provider cannot tell, and says what that is.</summary>
        private void CheckUnknown(TypeRule rule, FileMappingBlock block)
        {
            if (rule.Is == LineType.Unknown && block.Text("is")?.Text == nameof(LineType.Unknown))
            {
                block.Need("text");
            }
            else if (rule.Text.Length > 0)
            {
                _findings.Add(new(FileMappingErrors.Unreachable, $"type {rule.Name} has a text, which only a type that is Unknown shows.", rule.At, "text"));
            }
        }

        /// <summary>TYPE/DETAILED that says the same as TYPE is never needed.</summary>
        private void CheckDetailed(Dictionary<string, TypeRule> types)
        {
            foreach (var rule in types.Values)
            {
                var slash = rule.Name.IndexOf('/', StringComparison.Ordinal);
                if (slash > 0 && types.TryGetValue(rule.Name[..slash], out var general) && (general.Is, general.Sign, general.HasVat) == (rule.Is, rule.Sign, rule.HasVat))
                {
                    _findings.Add(new(FileMappingErrors.Unreachable, $"type {rule.Name} says the same as type {general.Name}.", rule.At, Try: "remove it."));
                }
            }
        }

        private List<TotalRule> Totals(YamlNode? node, SourcePosition at, Section? section) =>
        [
            .. new FileMappingBlock(node, at, "totals", _findings).Entries.Select(entry =>
            {
                var block = new FileMappingBlock(entry.Value, entry.KeyAt, "total " + entry.Key, _findings, "value", "sign", "rows", "vat-of", "line", "text");
                block.Need("sign");
                return new TotalRule(entry.Key, block.Word("sign", TotalSigns) ?? 0, [.. block.Texts("rows").Select(text => text.Text)], [.. block.Texts("vat-of").Select(text => text.Text)],
                    block.Word("line", LineTypes), block.Text("text")?.Text ?? "", entry.KeyAt)
                {
                    Value = section is null || block.Text("value") is not { } value ? null : Rule(value, "value", section, CellKind.Amount),
                };
            }),
        ];

        /// <summary>How much of a difference the provider calls rounding, per currency, in whole units.</summary>
        private Dictionary<string, Money> Rounding(YamlNode? node, SourcePosition at)
        {
            var most = new Dictionary<string, Money>();
            var block = new FileMappingBlock(node, at, "rounding", _findings);
            foreach (var key in block.Entries.Select(entry => entry.Key))
            {
                if (block.Text(key) is not { } text)
                {
                    continue;
                }

                if (Currency.TryParse(key, out var currency) && AmountText.TryMoney(System.Text.Encoding.UTF8.GetBytes(text.Text), DecimalMark.Point, currency, currency.Decimals, out var amount) && amount.Minor > 0)
                {
                    most[currency.Code] = amount;
                }
                else
                {
                    _findings.Add(new(FileMappingErrors.BadSetting, $"\"{key}: {text.Text}\" is not a currency and an amount, such as SEK: \"5.00\".", text.At, "rounding"));
                }
            }

            return most;
        }

        private void CheckTotals(List<TotalRule> totals, Dictionary<string, TypeRule> types, Section? section, List<LineRule> lines)
        {
            foreach (var total in totals)
            {
                if (total.Value is null && section is not null && section.IndexOf(total.Column) is var column && (column < 0 || section.Columns[column].Kind is not (CellKind.Amount or CellKind.Minor or CellKind.Wrong)))
                {
                    _findings.Add(new(FileMappingErrors.UnknownName, $"section {section.Name} has no amount column \"{total.Column}\".", total.At, "totals",
                        Suggestion.For(total.Column, section.Columns.Where(known => known.Kind is CellKind.Amount or CellKind.Minor).Select(known => known.Name))));
                }

                foreach (var type in total.Rows.Concat(total.VatOf).Where(type => !types.ContainsKey(type)))
                {
                    _findings.Add(new(FileMappingErrors.UnknownName, $"total {total.Column} sums the type \"{type}\", which the type table does not have.", total.At, "totals", Suggestion.For(type, types.Keys)));
                }

                foreach (var type in total.VatOf.Where(type => types.TryGetValue(type, out var rule) && !rule.HasVat))
                {
                    _findings.Add(new(FileMappingErrors.Unreachable, $"total {total.Column} sums the VAT of type \"{type}\", which has none.", total.At, "vat-of", $"set vat: yes in {types[type].At}."));
                }

                if (total.Line is not null && total.Text.Length == 0)
                {
                    _findings.Add(new(FileMappingErrors.MissingKey, $"total {total.Column} becomes a line and needs the key \"text\" to name it.", total.At, "text"));
                }
            }

            if (types.Values.FirstOrDefault(type => type.HasVat) is { } taxed && lines.Count > 0 && lines.SelectMany(rule => rule.Also.Prepend(rule)).All(rule => rule.Vat is null))
            {
                _findings.Add(new(FileMappingErrors.Unreachable, $"type {taxed.Name} has vat: yes, and lines: has no vat.", taxed.At, "vat", "name the column under lines: vat."));
            }

            if (types.Keys.FirstOrDefault(name => name.Contains('/', StringComparison.Ordinal)) is { } detailed && lines.Count > 0 && lines.SelectMany(rule => rule.Also.Prepend(rule)).All(rule => rule.DetailedType is null))
            {
                _findings.Add(new(FileMappingErrors.Unreachable, $"type {detailed} needs a detailed type, and lines: has none.", types[detailed].At, "types", "name the column under lines: detailed-type."));
            }
        }

        private List<ControlRule> Controls(YamlNode? node, List<TotalRule> totals)
        {
            if (node is not null and not YamlList)
            {
                _findings.Add(new(FileMappingErrors.BadSetting, "controls has to be a list of equations.", node.At, "controls"));
            }

            return [.. (node as YamlList)?.Items.Select(item => Control(item, totals)).OfType<ControlRule>() ?? []];
        }

        private ControlRule? Control(YamlNode node, List<TotalRule> totals)
        {
            var block = new FileMappingBlock(node, node.At, "a control", _findings, "name", "total", "is");
            var (name, total, sum) = (block.NeedText("name"), block.NeedText("total"), block.NeedText("is"));
            if (name is null || total is null || sum is null)
            {
                return null;
            }

            var known = totals.Select(rule => rule.Column).ToList();
            var terms = Terms(sum);
            foreach (var (column, at) in terms.Select(term => (term.Column, sum.At)).Prepend((total.Text, total.At)).Where(pair => !known.Contains(pair.Item1)))
            {
                _findings.Add(new(FileMappingErrors.UnknownName, $"control \"{name.Text}\" names the total \"{column}\", which is not under totals:.", at, "controls", Suggestion.For(column, known)));
            }

            return new(name.Text, total.Text, terms, name.At);
        }

        /// <summary>a - b + c: names joined by plus and minus.</summary>
        private List<(int Sign, string Column)> Terms(YamlScalar sum)
        {
            var terms = new List<(int, string)>();
            var sign = 1;
            var wantsName = true;
            foreach (var word in sum.Text.Replace("+", " + ", StringComparison.Ordinal).Replace("-", " - ", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                if (word is "+" or "-")
                {
                    (sign, wantsName) = (word == "-" ? -1 : 1, true);
                }
                else if (wantsName)
                {
                    terms.Add((sign, word));
                    wantsName = false;
                }
                else
                {
                    _findings.Add(new(FileMappingErrors.BadSetting, $"before \"{word}\" a + or - is wanted: an equation is a sum of totals.", sum.At, "is"));
                }
            }

            return terms;
        }

        private List<FileExample> Examples(YamlNode? node, SourcePosition at)
        {
            if (node is null && _reader.Source.IsOverlaid)
            {
                return [];
            }

            if (node is not YamlList list || list.Items.Count == 0)
            {
                _findings.Add(new(FileMappingErrors.MissingKey, "a file mapping needs at least one example: given a small file, expect what is read from it.", node?.At ?? at, "examples"));
                return [];
            }

            return [.. list.Items.Select(Example).OfType<FileExample>()];
        }

        private FileExample? Example(YamlNode node)
        {
            var block = new FileMappingBlock(node, node.At, "an example", _findings, "name", "given", "inputs", "expect");
            var (name, given) = (block.NeedText("name"), block.NeedText("given"));
            var inputs = new FileMappingBlock(block.Find("inputs"), node.At, "inputs", _findings, "file");
            var expect = block.Texts("expect");
            if (expect.Count == 0)
            {
                _findings.Add(new(FileMappingErrors.MissingKey, "an example that expects nothing proves nothing.", node.At, "expect"));
            }

            return name is null || given is null ? null : new(name.Text, given.Text, inputs.Text("file")?.Text ?? "example.csv", [.. expect.Select(line => line.Text)], node.At);
        }
    }
}
