namespace Sharespine.Etl.Model;

/// <summary>One movement on a bank account, from the ledger's bank account (SIE) or from the bank's own statement (camt.053).</summary>
public sealed record BankLine
{
    /// <summary>Identifies the line over re-sent and overlapping statements: voucher and row, or the bank's own reference.</summary>
    public required string Key { get; init; }

    /// <summary>Booking date, a Swedish business date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>In the bank account's currency: positive is money in.</summary>
    public required Money Amount { get; init; }

    /// <summary>What the payer sent, where the bank exchanged it and its statement says so; null when unknown or the same.</summary>
    public Money? OriginalAmount { get; init; }

    /// <summary>Texts that may hold the payout's reference: remittance information, end-to-end id, voucher and row text.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Line in the file, 1-based.</summary>
    public int FileLine { get; init; }

    /// <summary>What people quote: "A 123" for a voucher, the bank's reference for a statement.</summary>
    public string Label { get; init; } = "";
}

/// <summary>The lines of one bank account in one file: a fiscal year of the ledger, or a statement of the bank.</summary>
public sealed record BankStatement
{
    /// <summary>The ledger account, e.g. 1930.</summary>
    public required string Account { get; init; }

    /// <summary>What a later export or a re-sent statement takes the place of: the fiscal year, or the bank's number with its days.</summary>
    public required string Key { get; init; }

    /// <summary>Sorts by age among statements of one key: an older one never takes the place of a newer.</summary>
    public required string Version { get; init; }

    public required Currency Currency { get; init; }

    /// <summary>The first day that the statement covers.</summary>
    public required DateOnly CoversFrom { get; init; }

    /// <summary>The last day that the statement covers: until then a payout without a line is missing, after it waits.</summary>
    public required DateOnly CoversTo { get; init; }

    /// <summary>Null where a ledger does not state it.</summary>
    public Money? Opening { get; init; }

    public Money? Closing { get; init; }

    public required IReadOnlyList<BankLine> Lines { get; init; }
}
