namespace Sharespine.Etl.Report;

/// <summary>What a person can decide about an exception in the workbook.</summary>
public enum Decision
{
    /// <summary>It is right as it stands: the exception is closed as manual and nothing is booked.</summary>
    Accept,

    /// <summary>Known and waited for: stays open, with the reason kept.</summary>
    Wait,
}
