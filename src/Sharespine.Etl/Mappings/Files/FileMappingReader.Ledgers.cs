using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Mappings.Files.Ledgers;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Files;

public static partial class FileMappingReader
{
    private static readonly Dictionary<string, bool> Coverages = new() { ["rows"] = false, ["year"] = true };
    private static readonly Dictionary<string, bool> Wholeness = new() { ["any"] = false, ["balanced"] = true };

    /// <summary>A mapping of <c>kind: ledger</c>, its examples run; null with at least one finding added.</summary>
    internal static LedgerMapping? ReadLedger(MappingReader reader) => Proven(reader, reading => reading.Ledger(reader.Source.Root),
        mapping => FileExamples.Run(mapping.Examples, example => LedgerFileReader.Say(example, mapping)));

    /// <summary>A mapping of <c>kind: order-list</c>, its examples run; null with at least one finding added.</summary>
    internal static OrderListMapping? ReadOrderList(MappingReader reader) => Proven(reader, reading => reading.OrderList(reader.Source.Root),
        mapping => FileExamples.Run(mapping.Examples, example => OrderListReader.Say(example, mapping)));

    private static T? Proven<T>(MappingReader reader, Func<Reading, T?> read, Func<T, IReadOnlyList<Issue>> examples)
        where T : class
    {
        var before = reader.Findings.Count;
        if (read(new(reader)) is not { } mapping || reader.Findings.Count > before)
        {
            return null;
        }

        foreach (var finding in examples(mapping))
        {
            reader.Findings.Add(finding);
        }

        return reader.Findings.Count > before ? null : mapping;
    }

    private sealed partial class Reading
    {
        internal LedgerMapping? Ledger(YamlNode root)
        {
            var top = new FileMappingBlock(root, root.At, "a ledger mapping", _findings);
            var name = top.NeedText("mapping");
            var format = Format(top.Find("format"), top.At);
            var sections = Sections(top.Need("sections"), top.At);
            var entries = Blocks(top.Need("entries"), "entries").Select(node => Entry(node, sections)).OfType<EntryRule>().ToList();
            var (opening, closing, totals) = (Balances(top, "opening", sections), Balances(top, "closing", sections), Balances(top, "totals", sections));
            var examples = Examples(top.Find("examples"), top.At);
            CheckLets(sections);
            return name is null || format is null || entries.Count == 0 ? null : new()
            {
                Name = name.Text,
                About = top.Text("about")?.Text ?? "",
                At = name.At,
                Files = _reader.Source.Files,
                Format = format,
                Sections = sections,
                Entries = entries,
                Opening = opening,
                Closing = closing,
                Totals = totals,
                CoversYear = top.Word("covers", Coverages) ?? false,
                HasWholeVouchers = top.Word("vouchers", Wholeness) ?? false,
                Examples = examples,
            };
        }

        internal OrderListMapping? OrderList(YamlNode root)
        {
            var top = new FileMappingBlock(root, root.At, "an order-list mapping", _findings);
            var name = top.NeedText("mapping");
            var format = Format(top.Find("format"), top.At);
            var sections = Sections(top.Need("sections"), top.At);
            var orders = Blocks(top.Need("orders"), "orders").Select(node => Order(node, sections)).OfType<OrderRule>().ToList();
            var totals = Balances(top, "totals", sections);
            var examples = Examples(top.Find("examples"), top.At);
            CheckLets(sections);
            return name is null || format is null || orders.Count == 0 ? null : new()
            {
                Name = name.Text,
                About = top.Text("about")?.Text ?? "",
                At = name.At,
                Files = _reader.Source.Files,
                Format = format,
                Sections = sections,
                Orders = orders,
                Totals = totals,
                Examples = examples,
            };
        }

        private IReadOnlyList<YamlNode> Blocks(YamlNode? node, string key)
        {
            if (node is not null and not YamlList)
            {
                _findings.Add(new(FileMappingErrors.BadSetting, $"{key} has to be a list: each begins with a dash.", node.At, key));
            }

            return (node as YamlList)?.Items ?? [];
        }

        private EntryRule? Entry(YamlNode node, List<Section> sections)
        {
            var block = new FileMappingBlock(node, node.At, "a rule under entries", _findings, "from", "when", "date", "series", "voucher", "row", "account", "amount", "debit", "credit", "currency",
                "document-amount", "document-currency", "text", "row-text", "references", "counter-accounts", "objects");
            if (From(block, sections) is not { } section)
            {
                return null;
            }

            var objects = new FileMappingBlock(block.Find("objects"), block.At, "objects", _findings);
            var rule = new EntryRule
            {
                From = section.Name,
                When = When(block, section),
                Date = Field(block, "date", section, CellKind.Date, isRequired: true) ?? Absent,
                Series = Field(block, "series", section, CellKind.Text),
                Voucher = Field(block, "voucher", section, CellKind.Text, isRequired: true) ?? Absent,
                Row = Field(block, "row", section, CellKind.Text),
                Account = Field(block, "account", section, CellKind.Text),
                Amount = Amounts(block, section) ?? new(null, null, null),
                Currency = Field(block, "currency", section, CellKind.Text),
                DocumentAmount = Field(block, "document-amount", section, CellKind.Amount),
                DocumentCurrency = Field(block, "document-currency", section, CellKind.Text),
                Text = Field(block, "text", section, CellKind.Text),
                RowText = Field(block, "row-text", section, CellKind.Text),
                References = Fields(block, "references", section),
                CounterAccounts = Fields(block, "counter-accounts", section),
                Objects = [.. objects.Entries.Select(entry => (entry.Key, Rule: Field(objects, entry.Key, section, CellKind.Text))).Where(pair => pair.Rule is not null).Select(pair => new ObjectRule(pair.Key, pair.Rule!))],
                At = block.At,
            };
            if (rule.DocumentAmount is not null && rule.DocumentCurrency is null)
            {
                _findings.Add(new(FileMappingErrors.MissingKey, "document-amount needs document-currency: an amount without its currency is none.", block.At, "document-currency"));
            }

            return rule;
        }

        private OrderRule? Order(YamlNode node, List<Section> sections)
        {
            var block = new FileMappingBlock(node, node.At, "a rule under orders", _findings, "from", "when", "number", "date", "amount", "debit", "credit", "currency", "payment-method", "provider",
                "provider-reference", "voucher", "references");
            return From(block, sections) is not { } section ? null : new()
            {
                From = section.Name,
                When = When(block, section),
                Number = Field(block, "number", section, CellKind.Text, isRequired: true) ?? Absent,
                Date = Field(block, "date", section, CellKind.Date, isRequired: true) ?? Absent,
                Amount = Amounts(block, section) ?? new(null, null, null),
                Currency = Field(block, "currency", section, CellKind.Text),
                PaymentMethod = Field(block, "payment-method", section, CellKind.Text),
                Provider = Field(block, "provider", section, CellKind.Text),
                ProviderReference = Field(block, "provider-reference", section, CellKind.Text),
                Voucher = Field(block, "voucher", section, CellKind.Text),
                References = Fields(block, "references", section),
                At = block.At,
            };
        }

        private FieldRule? When(FileMappingBlock block, Section section) =>
            block.Text("when") is { } when ? Computed(when, "when", section, MappingType.Boolean) : null;

        private List<BalanceRule> Balances(FileMappingBlock top, string key, List<Section> sections) =>
            [.. Blocks(top.Find(key), key).Select(node => Balance(node, key, sections)).OfType<BalanceRule>()];

        private BalanceRule? Balance(YamlNode node, string key, List<Section> sections)
        {
            var block = new FileMappingBlock(node, node.At, $"a rule under {key}", _findings, "from", "when", "account", "amount", "debit", "credit");
            block.Need("when");
            if (From(block, sections) is not { } section || When(block, section) is not { } when || Amounts(block, section) is not { } amount)
            {
                return null;
            }

            return new(section.Name, when, Field(block, "account", section, CellKind.Text), amount, block.At);
        }

        /// <summary>Either amount, or debit and credit.</summary>
        private AmountRule? Amounts(FileMappingBlock block, Section section)
        {
            var rule = new AmountRule(Field(block, "amount", section, CellKind.Amount), Field(block, "debit", section, CellKind.Amount), Field(block, "credit", section, CellKind.Amount));
            var (amount, sides) = (block.Find("amount") is not null, new[] { block.Find("debit"), block.Find("credit") }.Count(side => side is not null));
            if (amount ? sides != 0 : sides != 2)
            {
                _findings.Add(new(FileMappingErrors.MissingKey, "either amount is needed, signed, or debit and credit together.", block.At, "amount"));
                return null;
            }

            return rule;
        }
    }
}
