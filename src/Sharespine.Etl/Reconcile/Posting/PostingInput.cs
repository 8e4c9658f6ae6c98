using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;

namespace Sharespine.Etl.Reconcile.Posting;

/// <summary>One payout as it is to be booked, and what was booked of it before.</summary>
public sealed record PostingInput
{
    public required string PayoutReference { get; init; }

    /// <summary>The merchant, where an earlier payout of another one has the same reference; null otherwise.</summary>
    public string? OtherMerchant { get; init; }

    public required DateOnly PayoutDate { get; init; }

    public required Currency Currency { get; init; }

    public required SettlementKind Kind { get; init; }

    /// <summary>The lines' sum equals the provider's total.</summary>
    public required bool IsBalanced { get; init; }

    /// <summary>Booked by somebody else: never posted.</summary>
    public required bool IsBooked { get; init; }

    public required bool IsPossiblyBooked { get; init; }

    public required IReadOnlyList<PostingLine> Lines { get; init; }

    /// <summary>The bank line that paid it; null while there is none, or where no bank lines are read.</summary>
    public BankMatch? Bank { get; init; }

    /// <summary>The configured rate file's rate for the payout date; null without one, and for the company's own currency.</summary>
    public ExchangeRate? FileRate { get; init; }

    /// <summary>The rate that the last voucher was made with.</summary>
    public ExchangeRate? PostedRate { get; init; }

    /// <summary>The provider's own documents of the payout, by file name: its VAT invoice.</summary>
    public IReadOnlyList<string> Documents { get; init; } = [];

    /// <summary>Earlier vouchers of this payout, first to last.</summary>
    public IReadOnlyList<Voucher> Posted { get; init; } = [];

    /// <summary>Earlier customer payments of this payout, first to last.</summary>
    public IReadOnlyList<CustomerPayment> Paid { get; init; } = [];

    /// <summary>The voucher from the clearing account to the bank account is planned.</summary>
    public bool HasBankVoucher { get; init; }

    /// <summary>Something was settled since it was booked last. Without news a changed rule changes nothing that is booked.</summary>
    public bool HasNews { get; init; } = true;

    /// <summary>What the references of its vouchers and payments begin with: klarna-se/900000123, and klarna-se/900000123-K2 for another merchant's.</summary>
    public string ReferenceStart(string connection) =>
        $"{connection}/{PayoutReference}{(OtherMerchant is null ? "" : "-" + string.Concat(OtherMerchant.Where(char.IsLetterOrDigit)))}";

    /// <summary>Nothing of it is booked yet.</summary>
    public bool IsFirst => Posted.Count == 0 && Paid.Count == 0;
}

/// <summary>A bank line that paid a payout.</summary>
/// <param name="Account">The ledger's bank account, e.g. 1930.</param>
/// <param name="Amount">In the bank account's currency.</param>
/// <param name="Label">As people quote it.</param>
public sealed record BankMatch(string Account, DateOnly Date, Money Amount, string Label)
{
    /// <summary>From the bank's own statement; a line of the ledger's bank account is booked already.</summary>
    public bool IsStatement { get; init; }
}

/// <param name="Waits">Its voucher may still come into the ledger.</param>
public sealed record PostingLine(SettlementLine Line, IReadOnlyList<SettledPart> Settled, bool Waits)
{
    public long Id { get; init; }

    /// <summary>Why what is not settled is not: names the remainder.</summary>
    public Reason Reason { get; init; }

    /// <summary>What a person wrote off of it.</summary>
    public IReadOnlyList<WrittenOffPart> WrittenOff { get; init; } = [];
}

/// <param name="Account">Takes it.</param>
/// <param name="LineMinor">Off the line, in its sign.</param>
/// <param name="ExceptionId">Under which the decision is kept: stands in the row's text.</param>
public sealed record WrittenOffPart(string Account, long LineMinor, string ExceptionId);

/// <param name="Account">The receivable account of the entry.</param>
/// <param name="Voucher">The entry's voucher as people quote it.</param>
/// <param name="LineMinor">Off the line, in its sign.</param>
/// <param name="EntryMinor">Off the entry.</param>
public sealed record SettledPart(string Account, string Voucher, long LineMinor, long EntryMinor)
{
    public long EntryId { get; init; }

    /// <summary>The invoice that the entry is, as the customer ledger numbers it; null where no text tells.</summary>
    public string? Invoice { get; init; }
}

/// <summary>What is to be booked for a payout: vouchers and payments, nothing, or nothing yet and why.</summary>
/// <param name="Reason">Set when it is held and a person has to know.</param>
/// <param name="Amount">What is at stake when held; else what goes to the suspense account.</param>
public sealed record PostingPlan(Voucher? Voucher, bool IsHeld, Reason Reason, Money Amount)
{
    /// <summary>The rate that it was made with; null in the company's own currency.</summary>
    public ExchangeRate? Rate { get; init; }

    /// <summary>Customer payments that settle invoices, beside the voucher.</summary>
    public IReadOnlyList<CustomerPayment> Payments { get; init; } = [];

    /// <summary>Moves the payout from the clearing account to the bank account, on the bank line's date.</summary>
    public Voucher? BankVoucher { get; init; }

    /// <summary>Lines that go to the suspense account in part or whole, and all lines: what the night's limits count.</summary>
    public int SuspenseLines { get; init; }

    public int LineCount { get; init; }

    /// <summary>What the reason names: vouchers.</summary>
    public IReadOnlyList<string> Related { get; init; } = [];

    public static PostingPlan Nothing(Currency currency) => new(null, false, Reason.None, Money.Zero(currency));
}
