namespace Sharespine.Etl.Report;

/// <summary>The language of what people read. JSON is the same in both.</summary>
public enum ReportLanguage
{
    Swedish,
    English,
}
