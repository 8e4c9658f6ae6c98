using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Benchmarks.Generate.Books;

/// <param name="Amount">In öre, debit positive.</param>
public sealed record SieRow(string Account, long Amount);

/// <summary>A voucher; numbered when the journal is complete. What follows the rows is the generator's knowledge, not the file's.</summary>
public sealed record SieVoucher(string Series, DateOnly Date, string Text, IReadOnlyList<SieRow> Rows)
{
    public int Number { get; init; }

    public string Name => $"{Series} {Amounts.Number(Number)}";

    public VoucherKind Kind { get; init; } = VoucherKind.Other;

    public string? Order { get; init; }

    /// <summary>What a reconciliation must make of its row on the receivable account; null when the settlement decides.</summary>
    public Disposition? Expected { get; init; }

    public long On(string account) => Rows.Where(row => row.Account == account).Sum(row => row.Amount);
}

public enum VoucherKind
{
    Other,
    Sale,
    Credit,
    SettledByHand,
}
