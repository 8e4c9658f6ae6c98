using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Targets;

/// <summary>The targets that mappings name under <c>target:</c>. Connectors add the records of their system.</summary>
public sealed record TargetCatalog(IReadOnlyDictionary<string, TargetSchema> Targets)
{
    /// <summary>The hub's own: order, document, article, customer, order-status, product, stock, price, price-list.</summary>
    public static TargetCatalog Hub { get; } = new TargetCatalog(new Dictionary<string, TargetSchema>())
        .With("order", typeof(Order))
        .With("document", typeof(CommercialDocument))
        .With("article", typeof(ArticleDocument))
        .With("customer", typeof(CustomerDocument))
        .With("order-status", typeof(OrderStatusChange))
        .With("product", typeof(Product))
        .With("stock", typeof(StockLevel))
        .With("price", typeof(Price))
        .With("price-list", typeof(ListPrice));

    /// <summary>Throws <see cref="ArgumentException"/> when the name is taken, or the record has a property that mappings cannot fill.</summary>
    public TargetCatalog With(string name, Type record) => new(new Dictionary<string, TargetSchema>(Targets) { { name, TargetSchema.Of(record) } });
}
