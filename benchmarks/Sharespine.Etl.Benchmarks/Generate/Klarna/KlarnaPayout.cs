namespace Sharespine.Etl.Benchmarks.Generate.Klarna;

/// <summary>One payout with its rows in the file's order and the totals the file states about them.</summary>
public sealed record KlarnaPayout
{
    /// <summary>What stands on the bank statement.</summary>
    public required string Reference { get; init; }

    public required string Currency { get; init; }

    public required DateOnly Date { get; init; }

    public required IReadOnlyList<KlarnaEvent> Events { get; init; }

    /// <summary>Planted: how much more the file says was paid than its rows give.</summary>
    public long Error { get; init; }

    /// <summary>Planted: somebody booked it by hand.</summary>
    public bool IsBookedByHand { get; init; }

    public long Sales => Sum("SALE");

    public long Returns => Sum("RETURN");

    public long Fees => Sum("FEE");

    public long FeeVat => Events.Sum(row => row.Vat);

    public long Other => Sum("HOLDBACK") + Sum("RELEASE");

    /// <summary>The sum of the rows and of the VAT on fees.</summary>
    public long Net => Events.Sum(row => row.Amount + row.Vat);

    /// <summary>What the file says was paid.</summary>
    public long Total => Net + Error;

    public long Sum(string type) => Events.Where(row => row.Type == type).Sum(row => row.Amount);
}
