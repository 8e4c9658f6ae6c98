using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

public static class LineRoles
{
    /// <summary>What the booking rules make of a line.</summary>
    public static LineRole Of(LineFacts line, BookingRules rules) => rules.For(line) switch
    {
        null => LineRole.NoRule,
        { Receivable: true } => LineRole.Receivable,
        _ when line.Type is LineType.Fee or LineType.FeeRefund or LineType.FeeVat => LineRole.Fee,
        _ => LineRole.Movement,
    };
}
