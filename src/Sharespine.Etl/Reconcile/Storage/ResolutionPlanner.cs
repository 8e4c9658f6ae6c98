using System.Text.RegularExpressions;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>What a decision takes off which line and entry. Refuses what is not possible as things are, with the figures.</summary>
internal sealed partial class ResolutionPlanner(Session session, ReconciliationSettings settings, BookingRules rules)
{
    private readonly IReadOnlyList<ManualPart> _pending = Decisions.ToCarryOut(session, settings.Name);

    public ResolutionPlan Plan(Resolution resolution, DecidedException exception) => resolution.Kind switch
    {
        ResolutionKind.Link => Link(resolution, exception),
        ResolutionKind.WriteOff => WriteOff(resolution, exception),
        _ => new([], exception.Amount, null, null, resolution.Kind == ResolutionKind.Wait ? "waits" : "left as it is"),
    };

    private ResolutionPlan Link(Resolution resolution, DecidedException exception)
    {
        if (resolution.Targets.Count == 0)
        {
            throw Refuse(ReconcileErrors.NoTarget, $"{exception.Id}: a link names at least one voucher, such as \"A 123\".");
        }

        var links = new LinkParts(session, settings, _pending);
        foreach (var target in resolution.Targets)
        {
            switch (exception.SubjectKind)
            {
                case "line" when Line(exception) is var line && LineRoles.Of(line.Facts, rules) == LineRole.Receivable:
                    links.LineToVoucher(line, target, exception);
                    break;
                case "entry":
                    links.Entry(Entry(exception), target, exception);
                    break;
                default:
                    throw Refuse(ReconcileErrors.NotLinkable, $"{exception.Id} is about a {exception.SubjectKind}, which settles nothing by itself; link its lines and vouchers by their own exceptions, or ignore it.");
            }
        }

        return new(links.Parts, exception.Amount, string.Join("; ", links.Words), null, $"linked to {string.Join("; ", links.Words)}");
    }

    private ResolutionPlan WriteOff(Resolution resolution, DecidedException exception)
    {
        var account = resolution.Account ?? "";
        if (!AccountNumber().IsMatch(account) || settings.Accounts.Any(known => known.Account == account) || account == rules.Suspense)
        {
            throw Refuse(ReconcileErrors.BadAccount, account.Length == 0
                ? $"{exception.Id}: a write-off names the account that takes it, such as 6351 or 3740."
                : $"{exception.Id}: \"{account}\" cannot take a write-off; it has to be an account number, and neither a receivable account nor the suspense account.");
        }

        if (settings.Posting.Mode == PostingMode.Off)
        {
            throw Refuse(ReconcileErrors.NotBooked, $"{exception.Id}: posting is off for {settings.Name}, so the write-off would never be booked; book it in the ledger, or ignore the exception.");
        }

        return exception.SubjectKind switch
        {
            "line" => WriteOffLine(Line(exception), account, exception),
            "entry" => WriteOffEntry(Entry(exception), account, exception),
            _ => throw Refuse(ReconcileErrors.NotLinkable, $"{exception.Id} is about a {exception.SubjectKind}; only what is left of a line or of a voucher can be written off."),
        };
    }

    private ResolutionPlan WriteOffLine(LineRow line, string account, DecidedException exception)
    {
        var booked = session.First<string>("SELECT booked_voucher FROM payout WHERE id = @PayoutId", new { line.PayoutId });
        if (booked is not null)
        {
            throw Refuse(ReconcileErrors.NotBooked, $"{exception.Id}: the payout was booked by somebody else in {booked}, and we book nothing of it; correct it in the ledger, or ignore the exception.");
        }

        var left = line.OpenMinor - _pending.Where(part => part.LineId == line.Id).Sum(part => part.LineMinor);
        var role = LineRoles.Of(line.Facts, rules);
        var amount = new Money(left + (role == LineRole.NoRule ? line.VatMinor : 0), Currency.Parse(line.Currency));
        if (left == 0)
        {
            throw Nothing(exception);
        }

        return new([new(0, line.Id, null, null, null, account, left, 0)], amount, $"{account} {amount}", account, $"{amount} written off to {account}");
    }

    private ResolutionPlan WriteOffEntry(EntryRow entry, string account, DecidedException exception)
    {
        if (settings.Accounts.Any(known => known.Account == entry.Account && known.CustomerLedger))
        {
            throw Refuse(ReconcileErrors.CustomerLedger, $"{exception.Id}: {entry.Label} is an invoice in the customer ledger of account {entry.Account}, and a voucher would not settle it.",
                "credit the invoice or write it off in the ERP: the next ledger shows that and closes the exception. Or ignore it.");
        }

        var amount = new Money(entry.OpenMinor - _pending.Where(part => part.EntryId == entry.Id).Sum(part => part.EntryMinor) + _pending.Where(part => part.CounterpartId == entry.Id).Sum(part => part.EntryMinor), Currency.Parse(entry.Currency));
        if (amount.IsZero)
        {
            throw Nothing(exception);
        }

        return new([new(0, null, entry.Id, null, null, account, 0, amount.Minor)], amount, $"{account} {amount}", account, $"{amount} of {entry.Label} written off to {account}");
    }

    private LineRow Line(DecidedException exception) =>
        session.First<LineRow>($"SELECT {LineRow.Columns} FROM settlement_line l WHERE l.id = @SubjectId", new { exception.SubjectId }) ?? throw Nothing(exception);

    private EntryRow Entry(DecidedException exception) =>
        session.First<EntryRow>($"SELECT {EntryRow.Columns}, r.entry_class FROM ledger_entry e JOIN entry_reading r ON r.ledger_entry_id = e.id AND r.reconciliation = @Name WHERE e.id = @SubjectId AND e.is_vanished = 0", new { settings.Name, exception.SubjectId }) ?? throw Nothing(exception);

    private static EtlException Nothing(DecidedException exception) => Refuse(ReconcileErrors.BeyondOpen, $"{exception.Id}: nothing is left open; run the reconciliation again.");

    internal static EtlException Refuse(ErrorCode code, string message, string? advice = null) => new(new Issue(code, message, Try: advice));

    [GeneratedRegex(@"^\d{4,8}$", RegexOptions.CultureInvariant)]
    private static partial Regex AccountNumber();
}
