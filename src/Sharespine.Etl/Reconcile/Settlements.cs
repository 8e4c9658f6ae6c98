using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile;

/// <summary>The first control: a payout's lines sum to what the provider says it paid.</summary>
public static class Settlements
{
    /// <summary>The lines' sum with VAT. Fees of a gross payout come on an invoice and do not enter it.</summary>
    public static Money Net(Payout payout) => payout.Lines
        .Where(line => Enters(line.Type, payout.Kind))
        .Aggregate(Money.Zero(payout.Currency), (sum, line) => sum + line.Amount + line.Vat);

    /// <summary>True when a line of this type is part of what is paid out.</summary>
    public static bool Enters(LineType type, SettlementKind kind) =>
        kind != SettlementKind.Gross || type is not (LineType.Fee or LineType.FeeRefund or LineType.FeeVat);
}
