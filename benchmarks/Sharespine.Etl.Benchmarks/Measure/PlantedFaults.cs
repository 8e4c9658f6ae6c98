using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Benchmarks.Generate.Scale;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>Compares what a reconciliation found with what <see cref="ScaleFolder"/> planted: a fast wrong answer is no answer.</summary>
internal static class PlantedFaults
{
    /// <exception cref="InvalidOperationException">Something planted was not found, or something found was not planted.</exception>
    public static void Check(Database database, ReconciliationReport report, string truthFile)
    {
        using var truth = JsonDocument.Parse(File.ReadAllBytes(truthFile));
        Same("exceptions", truth.RootElement.GetProperty("faults").EnumerateArray().SelectMany(Expected),
            report.Exceptions.Select(exception => $"{exception.Cause} {exception.OrderReference?.TrimStart('#')} {exception.Amount}"));
        Same("lines", Counts(truth.RootElement.GetProperty("lineCounts")),
            database.Read(session => session.Query<Counted>("SELECT COALESCE(disposition, '–') AS name, COUNT(*) AS found FROM settlement_line GROUP BY disposition")).Select(row => row.ToString()));
        Same("entries", Counts(truth.RootElement.GetProperty("entryCounts"), settled: true),
            database.Read(session => session.Query<Counted>("""
                SELECT CASE WHEN e.open_minor = 0 THEN 'settled' ELSE COALESCE(r.disposition, '–') END AS name, COUNT(*) AS found
                FROM ledger_entry e JOIN entry_reading r ON r.ledger_entry_id = e.id
                GROUP BY CASE WHEN e.open_minor = 0 THEN 'settled' ELSE COALESCE(r.disposition, '–') END
                """)).Select(row => row.ToString()));
        // No start is configured: what the account opened with is all that nothing explains.
        Same("the account's unexplained amount", [Amount(ChartOfAccounts.KlarnaOpening)], report.Accounts.Select(account => account.Unexplained.ToString()));
    }

    private static IEnumerable<string> Expected(JsonElement fault)
    {
        var order = fault.GetProperty("order").GetString();
        var amount = $"{fault.GetProperty("amount").GetString()} SEK";
        return Enum.Parse<ScaleFault>(fault.GetProperty("fault").GetString()!) switch
        {
            ScaleFault.MissingInLedger => [$"{Disposition.MissingInLedger} {order} {amount}"],
            ScaleFault.BookedTwice => [$"{Disposition.Duplicate} {order} {amount}"],
            ScaleFault.OffByForty => [$"{Disposition.MatchedWithDifference} {order} {Amount(4000)}"],
            ScaleFault.NeverSettled => [$"{Disposition.MissingInSettlement} {order} {amount}"],
            ScaleFault.SettledTwice => [$"{Disposition.Duplicate} {order} {amount}"],
            ScaleFault.ReturnWithoutCredit => [$"{Disposition.MissingInLedger} {order} -{amount}"],
            ScaleFault.BookedUnderTwoInvoices => [$"{Disposition.Ambiguous} {order} {amount}"],
            // A rounding difference is booked, a # in front of a number read over: nobody has to look.
            _ => [],
        };
    }

    private static string Amount(long minor) => new Model.Money(minor, Model.Currency.Parse("SEK")).ToString();

    /// <param name="settled">Entries whose whole amount is settled are one count: only lines tell how.</param>
    private static IEnumerable<string> Counts(JsonElement counts, bool settled = false) => counts.EnumerateObject()
        .GroupBy(
            count => settled && count.Name is nameof(Disposition.Matched) or nameof(Disposition.MatchedWithRounding) or nameof(Disposition.MatchedWithDifference) ? "settled" : count.Name,
            count => count.Value.GetInt64())
        .Select(group => new Counted { Name = group.Key, Found = group.Sum() }.ToString());

    private static void Same(string what, IEnumerable<string> planted, IEnumerable<string> found)
    {
        var (wanted, got) = (planted.Order(StringComparer.Ordinal).ToList(), found.Order(StringComparer.Ordinal).ToList());
        if (!wanted.SequenceEqual(got))
        {
            var missing = string.Join(", ", wanted.Except(got).Take(5));
            var extra = string.Join(", ", got.Except(wanted).Take(5));
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"{what}: {wanted.Count} planted, {got.Count} found; not found: {missing}; not planted: {extra}."));
        }
    }

    private sealed record Counted
    {
        public string Name { get; init; } = "";

        public long Found { get; init; }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {Found}");
    }
}
