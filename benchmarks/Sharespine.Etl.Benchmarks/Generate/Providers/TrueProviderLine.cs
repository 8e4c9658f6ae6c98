using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Benchmarks.Generate.Providers;

/// <summary>What is to be read at a place of a file, and what a reconciliation must make of it.</summary>
/// <param name="Amount">Signed as it enters the payout; <paramref name="Vat"/> too.</param>
public sealed record TrueProviderLine(ProviderPayout Payout, int FileLine, ProviderRow Row, LineType Type, long Amount, long Vat, Disposition Expected);
