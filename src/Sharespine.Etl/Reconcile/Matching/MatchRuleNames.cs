namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>The names of the passes as they are stored with an allocation; the report translates them.</summary>
public static class MatchRuleNames
{
    public const string OrderReference = "order reference";
    public const string OtherReference = "other reference";
    public const string ProviderId = "provider id";
    public const string NormalisedReference = "normalised reference";
    public const string SaleReference = "reference of the sale";
    public const string OrderList = "order list";
    public const string AmountAndDate = "amount and date";
    public const string Opening = "opening amount";
    public const string OwnVoucher = "own voucher";
    public const string BookedByOthers = "booked by others";
    public const string Cancelled = "sale and credit";
    public const string Manual = "manual";
    public const string ZeroAmount = "zero amount";
    public const string GroupedSuffix = ", grouped";
}
