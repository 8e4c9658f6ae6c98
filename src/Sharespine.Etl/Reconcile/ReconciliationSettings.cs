using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile;

/// <summary>Everything a reconciliation of one provider with one ledger is told by its configuration; booking rules are a file of their own.</summary>
public sealed record ReconciliationSettings
{
    [About("The reconciliation's name, e.g. klarna-se↔visma.")]
    public required string Name { get; init; }

    [About("The provider's connection, e.g. klarna-se. Leads every voucher reference.")]
    public required string Connection { get; init; }

    [About("The provider as people write it: Klarna.")]
    public required string Provider { get; init; }

    [About("The company as the ledger file names it: organisation number or name.")]
    public required string Company { get; init; }

    [About("The company as people write it, for the report's head; default: as the ledger names it.")]
    public string? CompanyName { get; init; }

    [About("The company's accounting currency.")]
    public string Currency { get; init; } = "SEK";

    [About("Language of reports and voucher texts: sv or en.")]
    public string Language { get; init; } = "sv";

    [About("The receivable accounts that the provider's sales are booked on.")]
    public required IReadOnlyList<ReceivableAccount> Accounts { get; init; }

    [About("Bank accounts: a credit on a receivable account against one of them is a settlement booked by somebody else.")]
    public IReadOnlyList<string> BankAccounts { get; init; } = ["1910-1969"];

    [About("How vouchers are told apart, first match holds. Empty: sales and credits by their revenue account, settlements by their bank account.")]
    public IReadOnlyList<ClassRule> Classes { get; init; } = [];

    public ReferenceSettings References { get; init; } = new();

    public MatchSettings Matching { get; init; } = new();

    [About("Documents: an entry is an order, invoice or credit. Totals: an entry is the total of a day; lines find it through the order list, or are compared by day.")]
    public LedgerHolds LedgerHolds { get; init; } = LedgerHolds.Documents;

    /// <summary>The orders behind the totals.</summary>
    public OrderListSettings? Orders { get; init; }

    public PostingSettings Posting { get; init; } = new();

    [About("The last step, from payout to bank line; absent: it is not looked at.")]
    public BankSettings? Bank { get; init; }

    [About("Where the reconciliation starts; without it every entry in the ledger counts.")]
    public StartSettings? Start { get; init; }

    [About("How many days of settled payouts the report shows; payouts with something open are always shown.")]
    public int ReportDays { get; init; } = 60;

    [About("True shows the ledger's own voucher texts in the report; they often hold customers' names. Else only the references found in them.")]
    public bool ShowLedgerTexts { get; init; }
}

public sealed record ReceivableAccount
{
    [About("Account number, e.g. 1580.")]
    public required string Account { get; init; }

    public string Name { get; init; } = "";

    [About("True when the ERP keeps a customer ledger on the account: vouchers are then refused.")]
    public bool CustomerLedger { get; init; }

    [About("On an account that several providers share: a regular expression on the voucher's texts that tells this provider's sales. Others stay unassigned unless a reference settles them.")]
    public string? ProviderPattern { get; init; }

    [About("True for an account that several providers share and no pattern tells apart: the provider comes from the order list. What no order names stays unassigned.")]
    public bool Shared { get; init; }

    [About("Patterns for this account alone, in place of references.patterns.")]
    public IReadOnlyList<string> ReferencePatterns { get; init; } = [];
}

/// <summary>What a ledger entry is, by where and how it was booked. All conditions that are given must hold.</summary>
public sealed record ClassRule
{
    public required EntryClass Class { get; init; }

    [About("Voucher series.")]
    public IReadOnlyList<string> Series { get; init; } = [];

    [About("Any of the voucher's other accounts: a number, a prefix (19) or a range (3000-3999).")]
    public IReadOnlyList<string> CounterAccounts { get; init; } = [];

    [About("Regular expression on voucher text and row text.")]
    public string? Text { get; init; }

    [About("Debit or credit on the receivable account.")]
    public EntrySide? Side { get; init; }
}

public enum EntryClass
{
    Sale,
    Credit,
    SettlementByUs,
    SettlementByOthers,
    Other,

    /// <summary>A sale or credit on a shared account that nothing assigns to this provider: settled by reference only, and nobody's exception.</summary>
    Unassigned,

    /// <summary>The one amount that a site starts with and that older sales draw down.</summary>
    Opening,

    /// <summary>Dated before the start: inside the opening, not looked at by itself.</summary>
    BeforeStart,
}

public enum EntrySide
{
    Debit,
    Credit,
}

public sealed record ReferenceSettings
{
    [About("Regular expressions with a group named ref that find order and invoice numbers in voucher text, row text and objects (\"dimension:object\").")]
    public IReadOnlyList<string> Patterns { get; init; } =
    [
        @"(?:order|faktura|kredit|invoice|credit|er\s+ref)(?:nummer|nr)?(?:\s*(?:nr|no|nummer)\b)?[\s:.-]*(?<ref>#?[\p{L}\d_-]*\d[\p{L}\d_-]*)",
        @"^\s*(?<ref>#?[\p{L}\d_-]*\d[\p{L}\d_-]*)\s*$",
    ];

    [About("Regular expressions with a group named ref on the voucher as people quote it, \"F 1001\": for series whose voucher number is the invoice number.")]
    public IReadOnlyList<string> VoucherPatterns { get; init; } = [];

    [About("Texts taken off the front of a reference before comparing, e.g. WEB-.")]
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    [About("Regular expressions taken off the end of a reference before comparing.")]
    public IReadOnlyList<string> Suffixes { get; init; } = [@"-WRetry-\d+"];
}

public sealed record MatchSettings
{
    [About("Largest difference per order, by currency in major units, that is booked as rounding.")]
    public IReadOnlyDictionary<string, decimal> Tolerances { get; init; } = new Dictionary<string, decimal> { ["SEK"] = 1.00m };

    [About("Days before and after the event that an entry may be dated when only the amount tells.")]
    public int DaysBefore { get; init; } = 3;

    public int DaysAfter { get; init; } = 3;

    [About("Days after which a sale or credit that no payout holds is missing in the settlement; before, it waits.")]
    public int PayoutDelayDays { get; init; } = 14;

    [About("Days after the payout that the ledger may lag behind; before, a line without voucher waits.")]
    public int LedgerDelayDays { get; init; } = 3;

    [About("Days after the payout within which a bank voucher of the same amount is taken for that payout.")]
    public int BankDays { get; init; } = 7;

    [About("Per payment method of the provider: a regular expression that the voucher's text must match when only the amount tells.")]
    public IReadOnlyDictionary<string, string> PaymentMethods { get; init; } = new Dictionary<string, string>();

    [About("Per foreign currency: the book amount per unit within which a reference alone matches an entry that has no document amount.")]
    public IReadOnlyDictionary<string, RateBand> RateBands { get; init; } = new Dictionary<string, RateBand>();
}

public sealed record RateBand
{
    public required decimal From { get; init; }

    public required decimal To { get; init; }
}

public sealed record PostingSettings
{
    [About("off, vouchers (sales are booked by voucher), or payments (sales are invoices in a customer ledger, settled by payments).")]
    public PostingMode Mode { get; init; } = PostingMode.Vouchers;

    [About("Voucher series of the settlement vouchers.")]
    public string Series { get; init; } = "K";

    [About("How finely receivable and fee rows stand: per-line, per-voucher (fees together), per-day (event day and type) or per-payout (type).")]
    public PostingRows Rows { get; init; } = PostingRows.PerVoucher;

    [About("True: a second voucher moves the payout from the clearing account to the bank account, once a line of a bank statement has paid it.")]
    public bool BankVoucher { get; init; }

    [About("A CSV file of exchange rates (date;currency;rate, one unit in the company's currency), for payouts whose bank line does not tell their rate.")]
    public string? Rates { get; init; }

    [About("How many days before the payout a rate of the file may be dated.")]
    public int RateDays { get; init; } = 7;

    [About("Mode payments: a regular expression with a group named ref that finds the invoice's number in voucher and row text. Where it finds none, an entry without series is taken to be numbered as the invoice.")]
    public string InvoicePattern { get; init; } = @"(?:faktura|fakt|kreditfaktura|kredit|invoice|credit)(?:nummer|nr)?(?:\s*(?:nr|no)\b)?[\s:.-]*(?<ref>\d+)";

    [About("The last day that is closed in the books; nothing is dated on or before it.")]
    public DateOnly? ClosedThrough { get; init; }

    [About("What happens to a payout dated in a closed period.")]
    public ClosedPeriod ClosedPeriod { get; init; } = ClosedPeriod.Move;

    [About("Largest amount of one payout, in major units, that may go to the suspense account; more blocks the payout.")]
    public decimal? SuspenseMax { get; init; }

    [About("Largest part of a payout's sales, in percent, that may go to the suspense account; more blocks the payout.")]
    public decimal? SuspensePercentMax { get; init; }

    [About("How many lines of one payout may go to the suspense account; more blocks the payout.")]
    public int? SuspenseLinesMax { get; init; }

    [About("How many lines of all payouts of one night may go to the suspense account; more and nothing is posted that night.")]
    public int? StopAfterExceptions { get; init; }

    [About("The same as a part of the night's lines, in percent.")]
    public decimal? StopAfterPercent { get; init; }

    [About("True: a payout is posted while lines wait for the ledger, against the suspense account.")]
    public bool PostWhileWaiting { get; init; }
}

public enum PostingMode
{
    Off,
    Vouchers,

    /// <summary>Invoices in a customer ledger are settled by customer payments; vouchers hold fees, VAT, holdbacks and the remainder.</summary>
    Payments,
}

public enum PostingRows
{
    PerLine,

    /// <summary>One row per settled voucher; fees collective per payout and type.</summary>
    PerVoucher,

    /// <summary>Collective per event day and type.</summary>
    PerDay,

    /// <summary>Collective per payout and type.</summary>
    PerPayout,
}

public enum ClosedPeriod
{
    /// <summary>Booked on the first open day, with the real date in the text.</summary>
    Move,

    /// <summary>Not booked until the period is opened or a person decides.</summary>
    Hold,
}

/// <summary>Opens a site with a list of open items or one amount, so that the first night is not a wall of exceptions.</summary>
public sealed record StartSettings
{
    [About("The first day that is reconciled; entries before it are inside the opening.")]
    public required DateOnly Date { get; init; }

    [About("One amount per account, in major units, that older sales draw down.")]
    public IReadOnlyDictionary<string, decimal> Amounts { get; init; } = new Dictionary<string, decimal>();

    [About("What was open at the start.")]
    public IReadOnlyList<OpeningItem> Items { get; init; } = [];
}

public sealed record OpeningItem
{
    public required string Account { get; init; }

    [About("Order or invoice number.")]
    public required string Reference { get; init; }

    [About("When it was booked.")]
    public required DateOnly Date { get; init; }

    [About("Major units, debit positive.")]
    public required decimal Amount { get; init; }
}
