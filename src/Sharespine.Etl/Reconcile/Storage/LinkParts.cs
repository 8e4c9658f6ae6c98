using System.Globalization;
using System.Text.RegularExpressions;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>Turns the targets of a link into parts, each no larger than what is open on both sides after what else is decided.</summary>
internal sealed class LinkParts(Session session, ReconciliationSettings settings, IReadOnlyList<ManualPart> pending)
{
    private readonly LinkTargets _targets = new(session, settings);
    private readonly List<ManualPart> _parts = [];
    private readonly List<string> _words = [];

    public IReadOnlyList<ManualPart> Parts => _parts;

    public IReadOnlyList<string> Words => _words;

    public void LineToVoucher(LineRow line, LinkTarget target, DecidedException exception)
    {
        var left = Left(line);
        var entries = _targets.Vouchers(target.Name, exception);
        if (entries.All(entry => entry.Currency != line.Currency))
        {
            Foreign(line, entries, target, exception);
            return;
        }

        var open = entries.Where(entry => Math.Sign(Left(entry)) == Math.Sign(left)).ToList();
        var amount = Amount(target, left, open.Sum(Left), line.Currency, entries[0], exception);
        foreach (var entry in open)
        {
            var part = Math.Sign(amount) * Math.Min(Math.Abs(amount), Math.Abs(Left(entry)));
            Add(new(0, line.Id, entry.Id, null, null, null, part, part), entry.Label, part, entry.Currency);
            amount -= part;
        }
    }

    public void Entry(EntryRow entry, LinkTarget target, DecidedException exception)
    {
        if (_targets.Line(target.Name) is { } line)
        {
            if (line.Currency != entry.Currency)
            {
                Foreign(line, [entry], target, exception);
                return;
            }

            var part = Amount(target, Left(entry), Left(line), line.Currency, entry, exception);
            Add(new(0, line.Id, entry.Id, null, null, null, part, part), target.Name, part, entry.Currency);
        }
        else if (entry.EntryClass == EntryClass.SettlementByOthers && _targets.Payout(target.Name) is { } payout)
        {
            Add(new(0, null, entry.Id, null, payout.Id, null, 0, entry.OpenMinor), $"payout {payout.Reference}", entry.OpenMinor, entry.Currency);
        }
        else
        {
            Pair(entry, target, exception);
        }
    }

    /// <summary>A sale and its credit, or somebody's settlement and the sale that it settles.</summary>
    private void Pair(EntryRow entry, LinkTarget target, DecidedException exception)
    {
        var left = Left(entry);
        var others = _targets.Vouchers(target.Name, exception).Where(other => other.Account == entry.Account && Math.Sign(Left(other)) == -Math.Sign(left)).ToList();
        if (others.Count == 0)
        {
            throw ResolutionPlanner.Refuse(ReconcileErrors.BeyondOpen, $"{exception.Id}: {target.Name} has nothing open on {entry.Account} that takes out {new Money(left, Currency.Parse(entry.Currency))} of {entry.Label}.");
        }

        var amount = Amount(target, left, -others.Sum(Left), entry.Currency, others[0], exception);
        foreach (var other in others)
        {
            var part = Math.Sign(amount) * Math.Min(Math.Abs(amount), Math.Abs(Left(other)));
            Add(new(0, null, entry.Id, other.Id, null, null, 0, part), other.Label, part, entry.Currency);
            amount -= part;
        }
    }

    /// <summary>In two currencies only the whole of both says how much of one is how much of the other.</summary>
    private void Foreign(LineRow line, IReadOnlyList<EntryRow> entries, LinkTarget target, DecidedException exception)
    {
        if (target.Amount is not null || entries.Count != 1 || Math.Sign(Left(line)) != Math.Sign(Left(entries[0])))
        {
            throw ResolutionPlanner.Refuse(ReconcileErrors.BeyondOpen,
                $"{exception.Id}: the line is in {line.Currency} and {target.Name} in {entries[0].Currency}; only a whole line and one whole voucher row of the same sign can be linked, without an amount.");
        }

        Add(new(0, line.Id, entries[0].Id, null, null, null, Left(line), Left(entries[0])), entries[0].Label, Left(entries[0]), entries[0].Currency);
    }

    /// <summary>What is asked for, or as much as both sides hold; signed as the first.</summary>
    private static long Amount(LinkTarget target, long mine, long other, string currency, EntryRow entry, DecidedException exception)
    {
        var (left, open) = (new Money(mine, Currency.Parse(currency)), new Money(other, Currency.Parse(currency)));
        var most = Math.Sign(mine) == Math.Sign(other) ? Math.Min(Math.Abs(mine), Math.Abs(other)) : 0;
        var asked = target.Amount is { } amount ? Math.Abs(Money.Round(amount, left.Currency).Minor) : most;
        if (most == 0 || asked == 0 || asked > most)
        {
            throw ResolutionPlanner.Refuse(ReconcileErrors.BeyondOpen,
                $"{exception.Id}: {(target.Amount is null ? "nothing" : $"{new Money(asked, left.Currency)} is more than")} can be linked: {left} is left of it, and {open} of {(target.Name.Contains(':', StringComparison.Ordinal) ? target.Name : entry.Label)} is open.");
        }

        return Math.Sign(mine) * asked;
    }

    private void Add(ManualPart part, string name, long minor, string currency)
    {
        if (part.LineMinor != 0 || part.EntryMinor != 0)
        {
            _parts.Add(part);
            _words.Add($"{name} {new Money(minor, Currency.Parse(currency))}");
        }
    }

    private long Left(LineRow line) => line.OpenMinor - All().Where(part => part.LineId == line.Id).Sum(part => part.LineMinor);

    private long Left(EntryRow entry) => entry.OpenMinor - All().Where(part => part.EntryId == entry.Id).Sum(part => part.EntryMinor) + All().Where(part => part.CounterpartId == entry.Id).Sum(part => part.EntryMinor);

    private IEnumerable<ManualPart> All() => pending.Concat(_parts);
}

/// <summary>Finds what a link names.</summary>
internal sealed partial class LinkTargets(Session session, ReconciliationSettings settings)
{
    /// <summary>The voucher's rows on the receivable accounts. Throws <c>REC043</c> with candidates when there is none, or one in several years.</summary>
    public IReadOnlyList<EntryRow> Vouchers(string name, DecidedException exception)
    {
        var parts = VoucherName().Match(name);
        var rows = session.Query<EntryRow>(
            $"""
            SELECT {EntryRow.Columns}, r.entry_class FROM ledger_entry e JOIN entry_reading r ON r.ledger_entry_id = e.id AND r.reconciliation = @Name
            WHERE e.company = @Company AND e.account IN @accounts AND e.is_vanished = 0 AND e.series = @series AND e.voucher_number = @number AND r.entry_class <> 'BeforeStart'
            ORDER BY e.fiscal_year_start, e.account, e.row_number
            """,
            new { settings.Name, settings.Company, accounts = settings.Accounts.Select(account => account.Account), series = parts.Groups["series"].Value, number = parts.Groups["number"].Value })
            .Where(row => parts.Groups["year"].Length == 0 || row.FiscalYearStart.Year.ToString(CultureInfo.InvariantCulture) == parts.Groups["year"].Value)
            .ToList();
        if (rows.Count == 0)
        {
            throw ResolutionPlanner.Refuse(ReconcileErrors.UnknownTarget, $"{exception.Id}: there is no voucher \"{name}\" on {string.Join(", ", settings.Accounts.Select(account => account.Account))}.", Candidates(exception));
        }

        var years = rows.Select(row => row.FiscalYearStart).Distinct().ToList();
        return years.Count == 1 ? rows : throw ResolutionPlanner.Refuse(ReconcileErrors.UnknownTarget, $"{exception.Id}: \"{name}\" stands in several fiscal years.",
            "name one: " + string.Join(", ", years.Select(year => string.Create(CultureInfo.InvariantCulture, $"\"{rows[0].Label} ({year.Year})\""))));
    }

    /// <summary>"K1:17", payout and file line; null when the name is no such line.</summary>
    public LineRow? Line(string name)
    {
        var match = LineName().Match(name);
        return match.Success
            ? session.First<LineRow>(
                $"SELECT {LineRow.Columns} FROM settlement_line l JOIN payout p ON p.id = l.payout_id WHERE p.connection = @Connection AND p.reference = @reference AND l.file_line = @line",
                new { settings.Connection, reference = match.Groups["payout"].Value, line = int.Parse(match.Groups["line"].Value, NumberStyles.None, CultureInfo.InvariantCulture) })
            : null;
    }

    public PayoutRow? Payout(string name) =>
        session.Query<PayoutRow>($"{PayoutRow.Select} WHERE p.connection = @Connection AND p.reference = @name", new { settings.Connection, name }) is [var only] ? only : null;

    private string? Candidates(DecidedException exception)
    {
        if (exception.OrderReference is not { } order)
        {
            return null;
        }

        var open = session.Query<EntryRow>(
            $"""
            SELECT {EntryRow.Columns} FROM entry_reference x JOIN ledger_entry e ON e.id = x.ledger_entry_id
            WHERE x.reconciliation = @Name AND x.reference = @reference AND e.is_vanished = 0 AND e.open_minor <> 0 ORDER BY e.entry_date, e.series, e.voucher_number, e.row_number
            """,
            new { settings.Name, reference = new ReferenceNormaliser(settings.References).Normalise(order) });
        return open.Count == 0
            ? $"no open voucher names {order}"
            : $"open vouchers with {order}: " + string.Join(", ", open.Select(entry => $"{entry.Label} ({new Money(entry.OpenMinor, Currency.Parse(entry.Currency))})"));
    }

    [GeneratedRegex(@"^(?:(?<series>\S+)\s+)?(?<number>\S+?)(?:\s*\((?<year>\d{4})\))?$", RegexOptions.CultureInvariant)]
    private static partial Regex VoucherName();

    [GeneratedRegex(@"^(?<payout>\S+):(?<line>\d{1,9})$", RegexOptions.CultureInvariant)]
    private static partial Regex LineName();
}
