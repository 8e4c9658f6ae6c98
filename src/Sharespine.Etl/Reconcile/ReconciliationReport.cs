using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile;

/// <summary>
/// Everything the accountant gets to see of one reconciliation, computed by the match stage; the workbook, the CSV and the
/// JSON are three ways to write it down. Amounts are signed as they enter the payout unless a member says otherwise.
/// </summary>
public sealed record ReconciliationReport
{
    /// <summary>The reconciliation's name, e.g. klarna-se↔visma.</summary>
    public required string Name { get; init; }

    public required string Company { get; init; }

    /// <summary>The provider as people write it: Klarna.</summary>
    public required string Provider { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    public required string RunId { get; init; }

    /// <summary>The business date the report speaks of; open items are as of the end of this day.</summary>
    public required DateOnly AsOf { get; init; }

    public bool IsDryRun { get; init; }

    /// <summary>By date, then reference. Payouts of several currencies stand side by side and are never summed together.</summary>
    public required IReadOnlyList<PayoutReport> Payouts { get; init; }

    /// <summary>
    /// Every settlement line with what became of it, by payout and file line. There may be a million: each walk over them may read
    /// them anew from the store.
    /// </summary>
    public required IReadOnlyCollection<LineReport> Lines { get; init; }

    /// <summary>By cause, then falling amount.</summary>
    public required IReadOnlyList<ExceptionReport> Exceptions { get; init; }

    /// <summary>Control (b), one per receivable account.</summary>
    public required IReadOnlyList<AccountControl> Accounts { get; init; }

    /// <summary>Balansspecifikation: every entry still open as of <see cref="AsOf"/>, by date and voucher.</summary>
    public required IReadOnlyList<OpenItem> OpenItems { get; init; }

    /// <summary>Fees by class and VAT rate.</summary>
    public required IReadOnlyList<FeeReport> Fees { get; init; }

    /// <summary>Vouchers written or planned by this run and earlier ones, for the payouts shown.</summary>
    public required IReadOnlyList<VoucherReport> Vouchers { get; init; }

    /// <summary>Customer payments that settle invoices in a customer ledger, written or planned, for the payouts shown.</summary>
    public IReadOnlyList<PaymentReport> Payments { get; init; } = [];

    /// <summary>Where the ledger holds totals and no order list is there: settled against booked, day by day.</summary>
    public IReadOnlyList<DayComparison> Days { get; init; } = [];

    /// <summary>What people decided about exceptions, newest first.</summary>
    public IReadOnlyList<ResolutionReport> Resolutions { get; init; } = [];

    /// <summary>The files this report rests on.</summary>
    public required IReadOnlyList<SourceFileReport> Files { get; init; }
}

/// <summary>One day's settled sales and returns against what the ledger booked that day, where only totals can be compared.</summary>
public sealed record DayComparison
{
    public required DateOnly Date { get; init; }

    public required Money Settled { get; init; }

    public required Money Booked { get; init; }

    /// <summary>Settled less booked.</summary>
    public required Money Difference { get; init; }

    public required int LineCount { get; init; }

    /// <summary>The vouchers of the day, "A 123" each.</summary>
    public IReadOnlyList<string> Vouchers { get; init; } = [];
}

/// <summary>The waterfall of one payout, each step signed as it enters the payout: they sum to <see cref="Net"/>.</summary>
public sealed record PayoutReport
{
    public required string Reference { get; init; }

    public required DateOnly Date { get; init; }

    public required Currency Currency { get; init; }

    public required Money Sales { get; init; }

    public required Money Returns { get; init; }

    public required Money Fees { get; init; }

    public required Money FeeVat { get; init; }

    /// <summary>Kept back by the provider (negative) and given back (positive).</summary>
    public required Money Holdbacks { get; init; }

    /// <summary>Deposit, repay, reversal, correction, commission …: everything else.</summary>
    public required Money Other { get; init; }

    /// <summary>The sum of all lines.</summary>
    public required Money Net { get; init; }

    /// <summary>What the provider says it paid; null where the file has no total.</summary>
    public Money? ProviderTotal { get; init; }

    /// <summary>Provider total less net: anything but zero is out of balance, and nothing of the payout is posted.</summary>
    public required Money Difference { get; init; }

    /// <summary>What no rule and no allocation explains, within an otherwise balanced payout: never hidden.</summary>
    public required Money Remainder { get; init; }

    public required PayoutStatus Status { get; init; }

    /// <summary>What <see cref="Remainder"/> is made of, by falling amount.</summary>
    public IReadOnlyList<RemainderPart> RemainderParts { get; init; } = [];

    /// <summary>The bank line that paid it; null where no bank lines are read.</summary>
    public PayoutBank? Bank { get; init; }

    public required int LineCount { get; init; }

    public required int MatchedCount { get; init; }

    public required int ExceptionCount { get; init; }

    /// <summary>Our voucher's reference, once planned.</summary>
    public string? VoucherReference { get; init; }

    public required string FileName { get; init; }
}

/// <param name="Reason">A stable English word such as NoVoucher.</param>
/// <param name="Text">In the report's language.</param>
/// <param name="Count">Lines.</param>
public sealed record RemainderPart(string Reason, string Text, Money Amount, int Count);

public enum PayoutStatus
{
    Reconciled,
    ReconciledWithExceptions,
    OutOfBalance,
    AlreadyBooked,

    /// <summary>More unexplained than the configuration lets pass: nothing was posted.</summary>
    Blocked,
}

/// <summary>The closed list of what a settlement line or a ledger entry can turn out to be.</summary>
public enum Disposition
{
    Matched,
    MatchedWithRounding,
    MatchedWithDifference,
    PartiallySettled,
    Fee,
    BalanceMovement,
    Duplicate,
    WrongCurrency,
    Ambiguous,
    MissingInLedger,
    MissingInSettlement,
    Waiting,
    AlreadyBooked,
    Manual,
}

public sealed record LineReport
{
    public required string PayoutReference { get; init; }

    public required DateOnly PayoutDate { get; init; }

    public required int FileLine { get; init; }

    public required LineType Type { get; init; }

    public required string DetailedType { get; init; }

    public string? OrderReference { get; init; }

    public DateOnly? EventDate { get; init; }

    public required Money Amount { get; init; }

    public required Money Vat { get; init; }

    public required Disposition Disposition { get; init; }

    /// <summary>The pass that matched it: "order reference", "amount and date" …</summary>
    public string? Rule { get; init; }

    /// <summary>The vouchers it settles, "A 123" each, with the amount allocated to each.</summary>
    public IReadOnlyList<(string Voucher, Money Amount)> Settles { get; init; } = [];

    /// <summary>What is left of the line after allocation, named by the disposition.</summary>
    public required Money Difference { get; init; }

    public string? Comment { get; init; }
}

/// <summary>Something a person has to look at.</summary>
public sealed record ExceptionReport
{
    /// <summary>Stable over runs: (reconciliation, cause, line or entry). What <c>resolve</c> names.</summary>
    public required string Id { get; init; }

    /// <summary>Changes when what the exception rests on changes; a decision made on an older state is refused.</summary>
    public required string State { get; init; }

    public required Disposition Cause { get; init; }

    /// <summary>Finer than the cause, a stable English word such as NoCredit: for filtering, never shown as an explanation.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Positive or negative: how much is at stake.</summary>
    public required Money Amount { get; init; }

    public string? OrderReference { get; init; }

    public string? PayoutReference { get; init; }

    public string? Voucher { get; init; }

    public required DateOnly Date { get; init; }

    /// <summary>File and line, voucher number: what one opens to see for oneself.</summary>
    public required string Evidence { get; init; }

    /// <summary>One sentence: what is wrong.</summary>
    public required string Explanation { get; init; }

    /// <summary>One sentence: what to do now.</summary>
    public required string Action { get; init; }

    /// <summary>Days since <see cref="Date"/>.</summary>
    public required int AgeDays { get; init; }

    /// <summary>First reported by this run.</summary>
    public required bool IsNew { get; init; }
}

/// <summary>
/// opening + sales − credits − settled by us − settled by others + other = closing. Debit positive, in the company's
/// currency, computed from the ledger alone.
/// </summary>
public sealed record AccountControl
{
    public required string Account { get; init; }

    public required string AccountName { get; init; }

    /// <summary>Null: the export has no opening balance and the control is not provable.</summary>
    public Money? Opening { get; init; }

    public required Money Sales { get; init; }

    public required Money Credits { get; init; }

    public required Money SettledByUs { get; init; }

    public required Money SettledByOthers { get; init; }

    public required Money Other { get; init; }

    public required Money Closing { get; init; }

    /// <summary>The closing balance that the ledger file itself states.</summary>
    public Money? LedgerClosing { get; init; }

    /// <summary>What this run's vouchers will take off the account when they are imported.</summary>
    public required Money ToBeBooked { get; init; }

    /// <summary>The sum of the open items as of the report's date.</summary>
    public required Money OpenItems { get; init; }

    /// <summary>Closing less open items less what is to be booked: named, or zero.</summary>
    public required Money Unexplained { get; init; }
}

public sealed record OpenItem
{
    public required string Account { get; init; }

    public required DateOnly Date { get; init; }

    public required string Voucher { get; init; }

    public required string Text { get; init; }

    public string? OrderReference { get; init; }

    /// <summary>Debit positive.</summary>
    public required Money Amount { get; init; }

    public required Money Settled { get; init; }

    public required Money Open { get; init; }

    public required int AgeDays { get; init; }

    /// <summary>Waiting, missing in settlement, partially settled …</summary>
    public required Disposition Disposition { get; init; }
}

public sealed record FeeReport
{
    /// <summary>The provider's fee class, e.g. PURCHASE_FEE_FIXED.</summary>
    public required string FeeClass { get; init; }

    public decimal? VatRate { get; init; }

    public required int Count { get; init; }

    /// <summary>Cost positive.</summary>
    public required Money Net { get; init; }

    public required Money Vat { get; init; }

    public required string Account { get; init; }
}

public sealed record VoucherReport
{
    public required string Reference { get; init; }

    public required string Series { get; init; }

    public required DateOnly Date { get; init; }

    public required string Text { get; init; }

    public required IReadOnlyList<VoucherRow> Rows { get; init; }

    /// <summary>The SIE file it stands in; null while only planned.</summary>
    public string? File { get; init; }
}

public sealed record SourceFileReport(string Role, string Name, string Sha256, int Rows);
