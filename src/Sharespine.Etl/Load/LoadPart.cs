using Sharespine.Etl.Mappings;

namespace Sharespine.Etl.Load;

/// <summary>What a load stage writes of one entity.</summary>
/// <param name="Entity">stock, price, order-status …</param>
/// <param name="Target">Where it goes.</param>
/// <param name="Guard">Null: its writes are few and each is wanted (a status, a shipment).</param>
/// <param name="Policies">Which fields of a record that is there already may be overwritten; null: all.</param>
public sealed record LoadPart(string Entity, IRecordTarget Target, GuardSettings? Guard = null, WritePolicies? Policies = null);
