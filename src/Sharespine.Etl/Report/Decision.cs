namespace Sharespine.Etl.Report;

/// <summary>What a person can decide about an exception in the workbook.</summary>
public enum Decision
{
    /// <summary>It is right as it stands: the exception is closed as manual and nothing is booked.</summary>
    Accept,

    /// <summary>Known and waited for: stays open, with the reason kept.</summary>
    Wait,

    /// <summary>It settles what the target names.</summary>
    Link,

    /// <summary>What is left goes to the account that the target names.</summary>
    WriteOff,

    /// <summary>Takes the newest decision back.</summary>
    Undo,
}
