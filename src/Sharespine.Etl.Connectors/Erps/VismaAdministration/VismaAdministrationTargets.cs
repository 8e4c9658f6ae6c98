using Sharespine.Etl.Mappings.Targets;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>The records of this ERP that mappings name under <c>target:</c>.</summary>
public static class VismaAdministrationTargets
{
    public static TargetCatalog AddTo(TargetCatalog catalog) => catalog
        .With("visma-administration.order", typeof(ExchangeOrder))
        .With("visma-administration.invoice", typeof(ExchangeInvoice))
        .With("visma-administration.customer", typeof(ExchangeCustomer))
        .With("visma-administration.article", typeof(ExchangeArticle));
}
