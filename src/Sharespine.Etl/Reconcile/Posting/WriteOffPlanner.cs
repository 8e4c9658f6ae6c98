using System.Globalization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Posting;

/// <summary>What a person wrote off of one ledger entry that no payout holds, and what was booked of that before.</summary>
public sealed record WriteOffInput
{
    /// <summary>The exception that was decided; part of the voucher's reference.</summary>
    public required string ExceptionId { get; init; }

    /// <summary>The entry's voucher as people quote it.</summary>
    public required string Entry { get; init; }

    public string? OrderReference { get; init; }

    public required Currency Currency { get; init; }

    /// <summary>The day from which the newest decision counts: the voucher's date, unless that was closed since.</summary>
    public required DateOnly EffectiveOn { get; init; }

    /// <summary>What stands of it, per receivable account and account that takes it; minor units off the entry, debit positive.</summary>
    public required IReadOnlyList<(string Receivable, string Account, long Minor)> WrittenOff { get; init; }

    public IReadOnlyList<Voucher> Posted { get; init; } = [];
}

/// <summary>
/// Vouchers that write entries off, one a decision: the receivable account against the account named. A decision taken back
/// books the difference. A function of its input.
/// </summary>
public static class WriteOffPlanner
{
    /// <returns>Null when nothing is to be booked, or nothing yet since the period is closed and held.</returns>
    public static Voucher? Plan(WriteOffInput input, ReconciliationSettings settings)
    {
        if (settings.Posting.Mode == PostingMode.Off || PostingDates.IsHeld(input.EffectiveOn, settings.Posting))
        {
            return null;
        }

        var texts = ReconcileTexts.For(settings.Language);
        var text = texts.WriteOffRow(input.OrderReference, input.ExceptionId);
        var rows = input.WrittenOff
            .SelectMany(part => new[] { (Account: part.Receivable, Minor: -part.Minor), (part.Account, part.Minor) })
            .Concat(input.Posted.SelectMany(voucher => voucher.Rows).Select(row => (row.Account, Minor: -row.Amount.Minor)))
            .GroupBy(row => row.Account)
            .Select(group => new VoucherRow(group.Key, new(group.Sum(row => row.Minor), input.Currency), text, []))
            .Where(row => !row.Amount.IsZero)
            .OrderBy(row => row.Account, StringComparer.Ordinal)
            .ToList();
        if (rows.Count == 0)
        {
            return null;
        }

        var reference = string.Create(CultureInfo.InvariantCulture, $"{settings.Connection}/{input.ExceptionId}/{input.Posted.Count + 1}");
        return new()
        {
            Reference = reference,
            Series = settings.Posting.Series,
            Date = PostingDates.For(input.EffectiveOn, settings.Posting),
            Text = texts.WriteOffText(settings.Provider, reference, input.Entry, input.Posted.Count > 0 ? input.Posted[^1].Reference : null),
            Rows = rows,
        };
    }
}
