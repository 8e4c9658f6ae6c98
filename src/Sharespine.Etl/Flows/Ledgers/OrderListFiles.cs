using Sharespine.Etl.Mappings.Files.Ledgers;

namespace Sharespine.Etl.Flows.Ledgers;

/// <summary>Order lists that arrive in a folder.</summary>
/// <param name="Pattern">File names that are wanted; several with a semicolon between.</param>
/// <param name="Mapping">The mapping of kind order-list, e.g. generic.order-list.</param>
public sealed record OrderListSource(string Folder, string Pattern, string Mapping);

/// <summary>A source with its mapping read.</summary>
internal sealed record OrderListFiles(OrderListSource Source, OrderListMapping Mapping);
