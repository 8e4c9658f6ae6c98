using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report;

namespace Sharespine.Etl.Configuration;

/// <summary>One provider against one ledger.</summary>
public sealed record ReconciliationConfiguration
{
    [About("The provider's connection.")]
    public required string Provider { get; init; }

    [About("The ledger's connection.")]
    public required string Ledger { get; init; }

    [About("Accounts and texts per line type: a YAML file in booking/ of the mappings folders, named without its ending.")]
    public string BookingRules { get; init; } = "klarna";

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

    /// <summary>klarna-se↔visma.</summary>
    public string Name => $"{Provider}↔{Ledger}";

    /// <summary>With what the site says elsewhere.</summary>
    public ReconciliationSettings Settings(Site site) => new()
    {
        Name = Name,
        Connection = Provider,
        Provider = site.Connections[Provider].Settlements!.Provider,
        Company = site.Configuration.Company.OrganisationNumber,
        CompanyName = site.Configuration.Company.Name,
        Currency = site.Configuration.Company.Currency.Code,
        Language = site.Configuration.Language == ReportLanguage.English ? "en" : "sv",
        Accounts = Accounts,
        BankAccounts = BankAccounts,
        Classes = Classes,
        References = References,
        Matching = Matching,
        LedgerHolds = LedgerHolds,
        Orders = Orders,
        Posting = Posting.Rates is { } rates ? Posting with { Rates = Path.GetFullPath(rates, site.Folders.Root) } : Posting,
        Bank = Bank,
        Start = Start,
        ReportDays = ReportDays,
        ShowLedgerTexts = ShowLedgerTexts,
    };
}
