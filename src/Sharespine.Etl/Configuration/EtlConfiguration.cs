using Sharespine.Etl.Extract;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;
using Sharespine.Etl.Report;
using Sharespine.Etl.Transform;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Configuration;

/// <summary>A site's configuration: etl.yaml, read strictly. Paths are relative to the file.</summary>
public sealed record EtlConfiguration
{
    public required CompanySettings Company { get; init; }

    [About("Language of reports and voucher texts.")]
    public ReportLanguage Language { get; init; } = ReportLanguage.Swedish;

    [About("The store: a file path for the embedded SQLite database, or a connection string of SQL Server. The environment variable ETL_STORE wins over it.")]
    [AsWritten]
    public string Store { get; init; } = "data/etl.db";

    [About("trust-any does not look at the certificate of the store's server.")]
    public StoreCertificate StoreCertificate { get; init; } = StoreCertificate.Verify;

    public FolderSettings Folders { get; init; } = new();

    [About("The installed systems by name: each with its type and that type's settings.")]
    public required IReadOnlyDictionary<string, YamlNode> Connections { get; init; }

    [About("Which shop's orders go to which ERP, and what comes back.")]
    public IReadOnlyList<FlowConfiguration> Flows { get; init; } = [];

    [About("What a system gives another beside orders: products, prices, stock, what became of orders.")]
    public IReadOnlyList<FeedConfiguration> Feeds { get; init; } = [];

    [About("Which provider's settlements are reconciled against which ledger.")]
    public IReadOnlyList<ReconciliationConfiguration> Reconciliations { get; init; } = [];

    public NightlySettings Nightly { get; init; } = new();
}

public sealed record CompanySettings
{
    public required string Name { get; init; }

    [About("With hyphen: 559999-0008. Stands in voucher files and recognises the company's ledger.")]
    public required string OrganisationNumber { get; init; }

    [About("The currency of the books.")]
    public Currency Currency { get; init; } = Currency.Sek;

    [About("Business dates are in this zone.")]
    public string TimeZone { get; init; } = "Europe/Stockholm";

    [About("The first month of the fiscal year, 1 to 12.")]
    public int FiscalYearStartMonth { get; init; } = 1;
}

public sealed record FolderSettings
{
    [About("The site's own mappings and overlays, beside the shipped ones.")]
    public string? Mappings { get; init; }

    [About("Settlement and ledger files are kept here: accounting records, seven years.")]
    public string Archive { get; init; } = "archive";

    public string Reports { get; init; } = "reports";

    public string Logs { get; init; } = "logs";
}

/// <summary>One shop and one ERP.</summary>
public sealed record FlowConfiguration
{
    [About("The shop's connection.")]
    public required string Shop { get; init; }

    [About("The ERP's connection.")]
    public required string Erp { get; init; }

    public OrderFlowSettings Orders { get; init; } = new();

    public MappingChoice Mappings { get; init; } = new();

    public ExtractSettings Extract { get; init; } = new();

    public LoadSettings Load { get; init; } = new();

    [About("Writes what the ERP did with an order back to the shop.")]
    public bool StatusBack { get; init; }
}

/// <summary>Which mappings a flow uses; absent ones are named after the connections' types.</summary>
public sealed record MappingChoice
{
    [About("From the shop's order to ours; default: <shop type>.order.")]
    public string? Order { get; init; }

    [About("Leads the names of the mappings into the ERP: <prefix>.order, .invoice, .credit, .customer, .article; default: the ERP's type.")]
    public string? ErpPrefix { get; init; }

    [About("From the ERP's event to the shop; default: <shop type>.order-status.")]
    public string? OrderStatus { get; init; }
}

public sealed record NightlySettings
{
    [About("Jobs that the night leaves out.")]
    public IReadOnlyList<string> Without { get; init; } = [];

    [About("Dependencies beside the built-in ones: job -> jobs that go before it.")]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> After { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    [About("So many rejections in a row with the same cause stop the job.")]
    public int StopAfterEqualRejections { get; init; } = 25;

    [About("A rejection or hold older than this is in every night's exit code until somebody decides.")]
    public TimeSpan OverdueAfter { get; init; } = TimeSpan.FromDays(3);

    [About("How long a job's lease holds without renewal; matters when the owner is on another machine.")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(5);

    [About("How often a worker that found no job looks again.")]
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(2);
}
