using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>Ledger snapshots in words, one fact per line: what examples expect, goldens hold and a person reads.</summary>
public static class LedgerText
{
    public static IReadOnlyList<string> Lines(IReadOnlyList<LedgerSnapshot> snapshots, IReadOnlyList<Issue> issues, IReadOnlyList<Issue> notes) =>
    [
        .. snapshots.SelectMany(Snapshot),
        .. issues.Select(issue => $"issue {issue}"),
        .. notes.Select(note => $"note {note}"),
    ];

    private static IEnumerable<string> Snapshot(LedgerSnapshot snapshot)
    {
        var from = snapshot.CoversFrom is { } first ? $"from {Day(first)} " : "";
        var company = snapshot.Company.Length == 0 ? "" : $" of {snapshot.Company}";
        yield return $"account {snapshot.Account}{company}, {Day(snapshot.FiscalYearStart)} to {Day(snapshot.FiscalYearEnd)}, told {from}to {Day(snapshot.CoversTo)}, opening {Balance(snapshot.Opening)}, closing {Balance(snapshot.Closing)} {snapshot.Currency}";
        foreach (var entry in snapshot.Entries)
        {
            yield return "  " + Entry(entry);
        }
    }

    private static string Entry(LedgerEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"line {entry.FileLine}: {entry.Voucher} row {entry.Row}, {entry.Date:yyyy-MM-dd}, {entry.Amount.AmountText}")
        + Part("document", entry.DocumentAmount?.ToString())
        + Part("names", string.Join(" ", entry.NamedReferences))
        + Part("against", string.Join(" ", entry.CounterAccounts))
        + Part("objects", string.Join(" ", entry.Objects))
        + Part("text", entry.VoucherText)
        + Part("row text", entry.RowText);

    private static string Part(string name, string? value) => string.IsNullOrEmpty(value) ? "" : $", {name} {value}";

    private static string Balance(Money? amount) => amount?.AmountText ?? "not told";

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
