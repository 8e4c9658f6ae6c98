using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;

namespace Sharespine.Etl.Tests.Reconcile.Simulation;

/// <summary>A row of a settlement, and what the report must say of it. Amounts in öre or cent, signed as they enter the payout.</summary>
internal sealed class PlannedLine
{
    public required LineType Type { get; init; }

    /// <summary>The order as the provider writes it; null where the file has none.</summary>
    public string? Order { get; init; }

    /// <summary>A second reference: Klarna's merchant_reference2, Nexi's and Svea's invoice number.</summary>
    public string? Other { get; init; }

    public string Detail { get; init; } = "";

    public required long Amount { get; set; }

    /// <summary>Drawn for this row, in rows of their own or inside it as the provider does.</summary>
    public IReadOnlyList<PlannedFee> Fees { get; init; } = [];

    public string ProviderOrder { get; init; } = "";

    public string Capture { get; init; } = "";

    public string Refund { get; init; } = "";

    public required DateOnly On { get; init; }

    public required DateOnly Sold { get; init; }

    public Disposition Said { get; set; } = Disposition.Matched;

    /// <summary>None where nobody has to be told.</summary>
    public Reason Why { get; set; } = Reason.None;

    /// <summary>What of it no voucher takes.</summary>
    public long Left { get; set; }

    /// <summary>What it takes off vouchers, in öre.</summary>
    public long Settles { get; set; }

    public bool IsReceivable => Type is LineType.Sale or LineType.Return or LineType.Reversal;
}

/// <param name="Cost">Positive, VAT not included.</param>
internal sealed record PlannedFee(string Detail, long Cost, long Vat);

/// <summary>A voucher with a row on the receivable account, and what the report must say when it stays open.</summary>
internal sealed class PlannedVoucher
{
    public required string Series { get; init; }

    public required DateOnly Date { get; init; }

    /// <summary>When it came into the books: later than its date for a late booking.</summary>
    public required DateOnly Entered { get; init; }

    public required string Text { get; init; }

    public required EntryClass Class { get; init; }

    /// <summary>On the receivable account, debit positive.</summary>
    public required long Amount { get; init; }

    /// <summary>The voucher's other rows.</summary>
    public required IReadOnlyList<(string Account, long Amount)> Others { get; init; }

    public int Number { get; set; }

    public string Label => $"{Series} {Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    public long Open { get; set; }

    public Disposition Said { get; set; }

    public Reason Why { get; set; } = Reason.None;
}

/// <summary>A payout with its rows. What only a total states stands in <see cref="Movements"/>.</summary>
internal sealed class PlannedPayout
{
    public required string Reference { get; init; }

    public required DateOnly Date { get; init; }

    public string Currency { get; init; } = "SEK";

    /// <summary>The merchant's account at the provider; Svea's payouts of one day are told apart by it.</summary>
    public required int Client { get; init; }

    public List<PlannedLine> Lines { get; init; } = [];

    /// <summary>Held back, released, paid in, owed: no voucher is settled by it.</summary>
    public List<(LineType Type, long Amount)> Movements { get; init; } = [];

    /// <summary>Planted: how much more the provider says it paid than the rows give.</summary>
    public long Off { get; set; }

    /// <summary>Somebody booked it: never posted.</summary>
    public bool IsBookedByHand { get; set; }

    /// <summary>How it stands at the bank, and by how much.</summary>
    public BankStatus Bank { get; set; } = BankStatus.NothingToPay;

    public long BankOff { get; set; }

    public bool IsPaidTwice { get; set; }

    /// <summary>What the provider says it paid.</summary>
    public long Paid => Net + Off;

    /// <summary>What somebody took off the receivable account for it.</summary>
    public long TakenByHand { get; set; }

    /// <summary>A line still waits for its voucher: not posted yet.</summary>
    public bool Waits { get; set; }

    public bool IsPosted => Off == 0 && !IsBookedByHand && !Waits && Currency == "SEK";

    public long FeeVat => Lines.Sum(line => line.Fees.Sum(fee => fee.Vat));

    public long Net => Lines.Sum(line => line.Amount - line.Fees.Sum(fee => fee.Cost + fee.Vat)) + Movements.Sum(movement => movement.Amount);

    public long Receivable => Lines.Where(line => line.IsReceivable).Sum(line => line.Amount);
}

/// <summary>Money on the bank account, booked against the provider's clearing account.</summary>
/// <param name="Why">None where it is a payout's payment.</param>
internal sealed record PlannedBankLine(DateOnly Date, long Amount, string Text, Reason Why)
{
    public int Number { get; init; }

    public string Label => $"D {Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}

/// <summary>A settlement file as it lies in the inbox.</summary>
/// <param name="Mapping">The file mapping that reads it.</param>
/// <param name="From">The day it comes.</param>
/// <param name="IsChanged">Sent again with other content: it is later than the first by nature.</param>
internal sealed record PlannedFile(string Name, byte[] Content, string Mapping, DateOnly From, bool IsChanged = false);

/// <summary>An exception that the report must list: cause, subject and amount.</summary>
internal sealed record PlannedException(Disposition Cause, Reason Reason, string Amount, string Subject)
{
    public override string ToString() => $"{Cause} ({Reason}) {Amount} of {Subject}";
}
