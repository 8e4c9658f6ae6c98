using Sharespine.Etl.Configuration;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Mappings.Files.Ledgers;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Flows;

/// <summary>Which mappings a site's configuration names, itself or by the types of its connections.</summary>
internal sealed class MappingNames(Site site)
{
    private const string In = "-in";

    /// <summary>The flow's mapping from the shop's order to ours.</summary>
    internal string Order(FlowConfiguration flow) => flow.Mappings.Order ?? $"{site.Connections[flow.Shop].Type}.order";

    /// <summary>The flow's mapping into the ERP for an entity.</summary>
    internal string Erp(FlowConfiguration flow, string entity) => $"{flow.Mappings.ErpPrefix ?? site.Connections[flow.Erp].Type}.{entity}";

    internal string Status(FlowConfiguration flow) => flow.Mappings.OrderStatus ?? $"{site.Connections[flow.Shop].Type}.order-status";

    /// <summary>The feed's mapping from the source's records of an entity to ours.</summary>
    internal string From(FeedConfiguration feed, string entity) => feed.Mappings.GetValueOrDefault(entity) ?? $"{site.Connections[feed.From].Type}.{entity}";

    /// <summary>The feed's mapping from our records of an entity to the target's.</summary>
    internal string To(FeedConfiguration feed, string entity)
    {
        // What became of an order goes one way only; all else is read from shops and written to them.
        var (setting, name) = entity switch
        {
            StatusMaker.Shipment or StatusMaker.Capture => (entity, entity),
            StatusMaker.Status => (entity + In, entity),
            _ => (entity + In, entity + In),
        };
        return feed.Mappings.GetValueOrDefault(setting) ?? $"{site.Connections[feed.To].Type}.{name}";
    }

    /// <summary>All of them, each with the class of mapping that is wanted under the name.</summary>
    internal IEnumerable<(string Name, Type Kind)> All()
    {
        foreach (var flow in site.Configuration.Flows)
        {
            yield return (Order(flow), typeof(DocumentMapping));
            foreach (var entity in SiteMappings.Entities(flow))
            {
                yield return (Erp(flow, entity), typeof(DocumentMapping));
            }

            if (flow.StatusBack)
            {
                yield return (Status(flow), typeof(DocumentMapping));
            }
        }

        foreach (var feed in site.Configuration.Feeds)
        {
            foreach (var entity in feed.Names())
            {
                yield return (From(feed, entity), typeof(DocumentMapping));
            }

            foreach (var entity in SiteMappings.Entities(site, feed))
            {
                yield return (To(feed, entity), typeof(DocumentMapping));
            }
        }

        foreach (var connection in site.Connections.Values)
        {
            if (connection.Settlements is { } settlements)
            {
                yield return (settlements.Mapping, typeof(FileMapping));
            }

            if (connection.Orders is { } orders)
            {
                yield return (orders.Mapping, typeof(OrderListMapping));
            }

            if (connection.Ledger is LedgerSource.Files { Mapping: { } ledger })
            {
                yield return (ledger, typeof(LedgerMapping));
            }
        }
    }
}
