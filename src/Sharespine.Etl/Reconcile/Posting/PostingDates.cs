namespace Sharespine.Etl.Reconcile.Posting;

public static class PostingDates
{
    /// <summary>The day a voucher carries: the day itself, or the first open day when that is closed.</summary>
    public static DateOnly For(DateOnly day, PostingSettings settings) =>
        settings is { ClosedPeriod: ClosedPeriod.Move, ClosedThrough: { } closed } && day <= closed ? closed.AddDays(1) : day;

    public static bool IsHeld(DateOnly day, PostingSettings settings) =>
        settings is { ClosedPeriod: ClosedPeriod.Hold, ClosedThrough: { } closed } && day <= closed;
}
