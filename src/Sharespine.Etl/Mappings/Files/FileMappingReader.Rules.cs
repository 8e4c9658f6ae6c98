using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Files;

public static partial class FileMappingReader
{
    private sealed partial class Reading
    {
        /// <summary>Stands for a rule that was reported as wrong, so that the others of its block are checked too.</summary>
        private static readonly FieldRule Absent = new("", "", default, -1);

        private PayoutRule? Payout(YamlNode? node, SourcePosition at, string what, List<Section> sections)
        {
            if (node is null)
            {
                return null;
            }

            var block = new FileMappingBlock(node, at, what, _findings, "from", "reference", "merchant", "currency", "date", "total", "kind", "kinds");
            if (From(block, sections) is not { } section)
            {
                return null;
            }

            var reference = Field(block, "reference", section, CellKind.Text, isRequired: true);
            var currency = Field(block, "currency", section, CellKind.Text, isRequired: true);
            var date = Field(block, "date", section, CellKind.Date, isRequired: true);
            var kinds = new FileMappingBlock(block.Find("kinds"), block.At, "kinds", _findings);
            var rule = new PayoutRule
            {
                From = section.Name,
                Reference = reference ?? Absent,
                Currency = currency ?? Absent,
                Date = date ?? Absent,
                Merchant = Field(block, "merchant", section, CellKind.Text),
                Total = Field(block, "total", section, CellKind.Amount),
                Kind = Field(block, "kind", section, CellKind.Text),
                Kinds = kinds.Entries.Select(entry => entry.Key).Select(key => (key, kind: kinds.Word(key, SettlementKinds)))
                    .Where(pair => pair.kind is not null).ToDictionary(pair => pair.key, pair => pair.kind!.Value),
                At = block.At,
            };
            return reference is null || currency is null || date is null ? null : rule;
        }

        /// <summary>One block, or a list of blocks where rows of several sections are lines.</summary>
        private List<LineRule> AllLines(YamlNode? node, SourcePosition at, List<Section> sections)
        {
            IReadOnlyList<YamlNode> nodes = node switch { null => [], YamlList list => list.Items, _ => [node] };
            var rules = nodes.Select(item => Lines(item, at, sections)).OfType<LineRule>().ToList();
            foreach (var again in rules.GroupBy(rule => rule.From).SelectMany(group => group.Skip(1)))
            {
                _findings.Add(new(FileMappingErrors.Unreachable, $"section {again.From} has its lines already.", again.At, "lines", "write further lines of a row under also:."));
            }

            return rules;
        }

        private LineRule? Lines(YamlNode node, SourcePosition at, List<Section> sections)
        {
            var block = new FileMappingBlock(node, at, "lines", _findings, "from", "when", "payout", "type", "detailed-type", "amount", "currency", "vat", "vat-rate",
                "registration-vat", "registration-currency", "order-reference", "other-references", "provider-order-id", "capture-id", "refund-id", "sale-date", "event-date", "payment-method", "key", "also");
            if (From(block, sections) is not { } section)
            {
                return null;
            }

            var type = Field(block, "type", section, CellKind.Text, isRequired: true);
            var amount = Field(block, "amount", section, CellKind.Amount, isRequired: true);
            var key = Key(block, section);
            var rule = new LineRule
            {
                From = section.Name,
                When = block.Text("when") is { } when ? Computed(when, "when", section, MappingType.Boolean) : null,
                Payout = Field(block, "payout", section, CellKind.Text),
                Type = type ?? Absent,
                DetailedType = Field(block, "detailed-type", section, CellKind.Text),
                Amount = amount ?? Absent,
                Currency = Field(block, "currency", section, CellKind.Text),
                Vat = Field(block, "vat", section, CellKind.Amount),
                VatRate = Field(block, "vat-rate", section, CellKind.Percent),
                RegistrationVat = Field(block, "registration-vat", section, CellKind.Amount),
                RegistrationCurrency = Field(block, "registration-currency", section, CellKind.Text),
                OrderReference = Field(block, "order-reference", section, CellKind.Text),
                OtherReferences = Fields(block, "other-references", section),
                ProviderOrderId = Field(block, "provider-order-id", section, CellKind.Text),
                CaptureId = Field(block, "capture-id", section, CellKind.Text),
                RefundId = Field(block, "refund-id", section, CellKind.Text),
                SaleDate = Field(block, "sale-date", section, CellKind.Date),
                EventDate = Field(block, "event-date", section, CellKind.Date),
                PaymentMethod = Field(block, "payment-method", section, CellKind.Text),
                Key = key,
                At = block.At,
            };
            rule = rule with { Also = Also(block.Find("also"), rule, section) };
            return type is null || amount is null ? null : rule;
        }

        /// <summary>Further lines of a row: like the first, but for the fields given.</summary>
        private List<LineRule> Also(YamlNode? node, LineRule first, Section section)
        {
            if (node is not null and not YamlList)
            {
                _findings.Add(new(FileMappingErrors.BadSetting, "also has to be a list of lines.", node.At, "also"));
            }

            return [.. (node as YamlList)?.Items.Select(item => AlsoLine(item, first, section)).OfType<LineRule>() ?? []];
        }

        private LineRule? AlsoLine(YamlNode node, LineRule first, Section section)
        {
            var block = new FileMappingBlock(node, node.At, "a line under also", _findings, "when", "type", "detailed-type", "amount", "vat", "vat-rate", "key");
            var type = Field(block, "type", section, CellKind.Text, isRequired: true);
            var amount = Field(block, "amount", section, CellKind.Amount, isRequired: true);
            var rule = first with
            {
                When = block.Text("when") is { } when ? Computed(when, "when", section, MappingType.Boolean) : null,
                Type = type ?? Absent,
                DetailedType = Field(block, "detailed-type", section, CellKind.Text),
                Amount = amount ?? Absent,
                Vat = Field(block, "vat", section, CellKind.Amount),
                VatRate = Field(block, "vat-rate", section, CellKind.Percent),
                Key = Key(block, section),
                At = block.At,
            };
            return type is null || amount is null ? null : rule;
        }

        private Section? From(FileMappingBlock block, List<Section> sections)
        {
            if (block.NeedText("from") is not { } from)
            {
                return null;
            }

            var section = sections.Find(known => known.Name == from.Text);
            if (section is null)
            {
                _findings.Add(new(FileMappingErrors.UnknownName, $"there is no section \"{from.Text}\".", from.At, "from", Suggestion.For(from.Text, sections.Select(known => known.Name))));
            }

            return section;
        }

        private FieldRule? Field(FileMappingBlock block, string key, Section section, CellKind kind, bool isRequired = false)
        {
            var node = isRequired ? block.NeedText(key) : block.Text(key);
            return node is null ? null : Rule(node, key, section, kind);
        }

        private List<FieldRule> Fields(FileMappingBlock block, string key, Section section) =>
            [.. block.Texts(key).Select(text => Rule(text, key, section, CellKind.Text)).OfType<FieldRule>()];

        private FieldRule? Rule(YamlScalar text, string target, Section section, CellKind kind)
        {
            var column = section.IndexOf(text.Text);
            if (column < 0)
            {
                return Computed(text, target, section, SectionScope.TypeOf(kind));
            }

            if (section.Columns[column].Kind != kind && !(kind == CellKind.Amount && section.Columns[column].Kind == CellKind.Minor) && section.Columns[column].Kind != CellKind.Wrong)
            {
                _findings.Add(new(FileMappingErrors.BadSetting, $"the column \"{text.Text}\" is read as {Word(section.Columns[column].Kind)}, and {target} is {Word(kind)}.", text.At, target, $"read: {Word(kind)} in {section.Columns[column].At}."));
            }

            return new(target, text.Text, text.At, column);
        }

        /// <summary>A rule that is more than a column's name, in the language of all mappings.</summary>
        private FieldRule? Computed(YamlScalar text, string target, Section section, MappingType? wanted) =>
            CompiledExpression.Compile(_reader.TextOf(text), section.Scope.Scope, _reader.Context, target, wanted) is { } expression
                ? new(target, text.Text, text.At, -1, expression)
                : null;

        /// <summary>Keys have to be the same in every layout: their columns have to be there in every layout, where there are several.</summary>
        private List<FieldRule> Key(FileMappingBlock block, Section section)
        {
            block.Need("key");
            var parts = block.Texts("key").Select(text => Any(text, "key", section)).OfType<FieldRule>().ToList();
            foreach (var part in section.IsFixed ? [] : parts)
            {
                var columns = part.Expression?.SourcePaths.Select(path => path.Text) ?? [part.Text];
                foreach (var column in columns.Where(name => section.IndexOf(name) >= 0 && !section.FoundBy.Contains(name) && !section.Required.Contains(name)))
                {
                    _findings.Add(new(FileMappingErrors.UnstableKey, $"the column \"{column}\" may be absent from a layout, and the keys would change with it.", part.At, "key", $"add it to required: in section {section.Name}, or leave it out."));
                }
            }

            return parts;
        }

        /// <summary>A column or an expression of whatever kind.</summary>
        private FieldRule? Any(YamlScalar text, string target, Section section) =>
            section.IndexOf(text.Text) is >= 0 and var column ? new(target, text.Text, text.At, column) : Computed(text, target, section, null);

        private static string Word(CellKind kind) => Kinds.First(pair => pair.Value == kind).Key;
    }
}
