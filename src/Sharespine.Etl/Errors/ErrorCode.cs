namespace Sharespine.Etl.Errors;

/// <summary>
/// A kind of failure with a stable code: what <c>explain CODE</c> prints. The area's letters lead the code
/// (CFG configuration, MAP mappings, FIL files in, SIE, STO store, RUN engine, NET transport, WOO, VAD, REC reconciliation, BNK bank statements).
/// </summary>
/// <param name="Code">Three letters and three digits; never reused for something else.</param>
/// <param name="Title">One short sentence: what happened.</param>
/// <param name="Cause">Why it usually happens.</param>
/// <param name="Action">What the reader does now.</param>
public sealed record ErrorCode(string Code, string Title, string Cause, string Action)
{
    public override string ToString() => Code;
}
