using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>
/// Carries out what people decided, before anything is matched by itself. A part that does not fit any more, since a newer
/// ledger or settlement took what it rests on, is left: the exception then comes back as it is now.
/// </summary>
internal static class ManualPass
{
    /// <summary>Entries that take each other out, and what is written off an entry.</summary>
    public static void Entries(Board board)
    {
        var entries = board.Entries.ToDictionary(entry => entry.Data.Id);
        foreach (var part in board.Input.Manual.Where(part => part.LineId is null && part.PayoutId is null))
        {
            if (part.EntryId is not { } id || !entries.TryGetValue(id, out var entry) || !Holds(entry.Open, part.EntryMinor))
            {
                continue;
            }

            if (part.Account is not null)
            {
                board.TakeOff(entry, AllocationKind.WriteOff, part.EntryMinor, board.Input.LaterBookedOn ?? board.Input.AsOf, null, part.ResolutionId);
            }
            else if (part.CounterpartId is { } other && entries.TryGetValue(other, out var counterpart) && Holds(counterpart.Open, -part.EntryMinor))
            {
                var effective = entry.Entry.Date > counterpart.Entry.Date ? entry.Entry.Date : counterpart.Entry.Date;
                board.TakeOff(entry, AllocationKind.Cancellation, part.EntryMinor, effective, counterpart, part.ResolutionId);
                board.TakeOff(counterpart, AllocationKind.Cancellation, -part.EntryMinor, effective, entry, part.ResolutionId);
            }
        }
    }

    /// <summary>Lines that settle entries, and what is written off a line.</summary>
    public static void Lines(Board board)
    {
        var entries = board.Entries.ToDictionary(entry => entry.Data.Id);
        var lines = board.Lines.Where(line => !line.Payout.IsOutOfBalance).ToDictionary(line => line.Data.Id);
        foreach (var part in board.Input.Manual)
        {
            if (part.LineId is not { } id || !lines.TryGetValue(id, out var line) || !Holds(line.Open, part.LineMinor))
            {
                continue;
            }

            if (part.Account is not null)
            {
                board.WriteOff(line, part.LineMinor, part.ResolutionId);
            }
            else if (part.EntryId is { } entryId && entries.TryGetValue(entryId, out var entry) && Holds(entry.Open, part.EntryMinor))
            {
                board.Settle(line, entry, part.LineMinor, part.EntryMinor, MatchRuleNames.Manual, Disposition.Manual, part.ResolutionId);
            }
        }
    }

    /// <summary>True when as much is open, on the same side.</summary>
    private static bool Holds(long open, long minor) => minor != 0 && Math.Sign(open) == Math.Sign(minor) && Math.Abs(minor) <= Math.Abs(open);
}
