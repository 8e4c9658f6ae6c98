using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Providers;

/// <summary>What can go wrong with a payment provider's interface beside the network (NET codes).</summary>
public static class ProviderErrors
{
    public static readonly ErrorCode BadSettings = new("PRV001", "The connection's settings cannot work.",
        "A setting is missing or contradicts another.", "Correct the setting that the message names.");

    public static readonly ErrorCode ListChanged = new("PRV002", "A list changed while its pages were read.",
        "The provider added or took away rows between two pages, so that some could be missing or come twice.", "Nothing: it is read again by the next run. The cursor has not moved past it.");

    public static readonly ErrorCode Unexpected = new("PRV003", "The provider's answer is not what its documentation says.",
        "The interface has changed, or this account gets another version of it.", "Compare the message with the provider's documentation. The payout is asked for again by each run; the cursor does not move past it.");

    public static IReadOnlyList<ErrorCode> All { get; } = [BadSettings, ListChanged, Unexpected];
}
