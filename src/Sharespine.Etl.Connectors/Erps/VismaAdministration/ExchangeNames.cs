namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>Whether a file holds what changed, or all there is. Absence from either is never a deletion.</summary>
public enum ExchangeKind
{
    Delta,
    Full,
}

/// <summary>Names in the exchange folder. They are always made from the batch id, never read from the folder.</summary>
internal static class ExchangeNames
{
    public const string Out = "out";
    public const string Taken = "taken";
    public const string In = "in";
    public const string Error = "error";

    public static string Head(ExchangeEntity entity, ExchangeKind kind, string batch) => $"{Base(entity, kind, batch)}.csv";

    public static string Rows(ExchangeEntity entity, ExchangeKind kind, string batch) => $"{entity.RowFile}_{Word(kind)}_{SafeName.Need(batch)}.csv";

    public static string Done(ExchangeEntity entity, ExchangeKind kind, string batch) => $"{Base(entity, kind, batch)}.done";

    public static string Reason(string batch) => $"reason_{SafeName.Need(batch)}.txt";

    public static string Ack(string batch) => $"ack_{SafeName.Need(batch)}.csv";

    public static string AckDone(string batch) => $"ack_{SafeName.Need(batch)}.done";

    public static string Word(ExchangeKind kind) => kind == ExchangeKind.Full ? "full" : "delta";

    private static string Base(ExchangeEntity entity, ExchangeKind kind, string batch) => $"{entity.HeadFile}_{Word(kind)}_{SafeName.Need(batch)}";
}
