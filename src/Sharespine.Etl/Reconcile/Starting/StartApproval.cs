namespace Sharespine.Etl.Reconcile.Starting;

/// <param name="By">Who approved the opening.</param>
/// <param name="FileName">The list as it was handed in; empty when only amounts were.</param>
/// <param name="Replaces">True to take the place of an earlier start, as long as nothing is posted.</param>
public sealed record StartApproval(string By, string Reason, string FileName, bool Replaces);
