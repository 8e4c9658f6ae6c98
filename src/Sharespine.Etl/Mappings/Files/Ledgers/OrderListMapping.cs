using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files.Ledgers;

/// <summary>How a list of orders is read: a mapping of <c>kind: order-list</c>, checked and ready.</summary>
public sealed record OrderListMapping : IMapping, ITableMapping
{
    public required string Name { get; init; }

    public string Kind => OrderListMappingKind.Word;

    public IReadOnlyList<string> Files { get; init; } = [];

    public string About { get; init; } = "";

    public required SourcePosition At { get; init; }

    public required FileFormat Format { get; init; }

    public required IReadOnlyList<Section> Sections { get; init; }

    public required IReadOnlyList<OrderRule> Orders { get; init; }

    public IReadOnlyList<BalanceRule> Totals { get; init; } = [];

    public IReadOnlyList<FileExample> Examples { get; init; } = [];
}

/// <summary>Where an order's fields come from.</summary>
public sealed record OrderRule
{
    public required string From { get; init; }

    public FieldRule? When { get; init; }

    public required FieldRule Number { get; init; }

    /// <summary>The day whose total holds the order.</summary>
    public required FieldRule Date { get; init; }

    /// <summary>VAT included; a refund or credit is negative.</summary>
    public required AmountRule Amount { get; init; }

    public FieldRule? Currency { get; init; }

    public FieldRule? PaymentMethod { get; init; }

    public FieldRule? Provider { get; init; }

    public FieldRule? ProviderReference { get; init; }

    public FieldRule? Voucher { get; init; }

    public IReadOnlyList<FieldRule> References { get; init; } = [];

    public required SourcePosition At { get; init; }
}

/// <summary>Mappings of <c>kind: order-list</c>.</summary>
public sealed class OrderListMappingKind : IMappingKindReader
{
    internal const string Word = "order-list";

    public string Kind => Word;

    public IReadOnlyList<MappingKey> Keys { get; } =
    [
        new("format", "Encoding, delimiter, decimal mark and dates: given, or auto to be found by evidence.", "any"),
        new("sections", "The tables within the file, each found by column captions, with its columns.", "any"),
        new("orders", "Which rows are orders or refunds, and where each field comes from; the first that takes a row holds.", "any"),
        new("totals", "Rows that state what the orders sum to: the proof that the file is whole.", "any"),
    ];

    public IMapping? Read(MappingReader reader) => FileMappingReader.ReadOrderList(reader);
}
