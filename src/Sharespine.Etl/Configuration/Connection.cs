using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Configuration;

/// <summary>One installed system and what it can do; what it cannot is null.</summary>
public sealed record Connection(string Name, string Type)
{
    /// <summary>The setting that every type of connection has beside its own.</summary>
    public const string JobsAtOnceSetting = "jobs-at-once";

    /// <summary>How many jobs may use it at the same time, on all workers of a shared run together.</summary>
    public int JobsAtOnce { get; init; } = 2;

    /// <summary>Read record by record: a shop.</summary>
    public IRecordSource? Records { get; init; }

    /// <summary>Written to call by call, by entity: product, price, price-list, stock, order-status, shipment, capture.</summary>
    public IReadOnlyDictionary<string, IRecordTarget> Targets { get; init; } = new Dictionary<string, IRecordTarget>();

    /// <summary>Written to by files: an ERP with an exchange folder.</summary>
    public IFileTarget? Files { get; init; }

    /// <summary>Where the ERP's ledger comes from.</summary>
    public LedgerSource? Ledger { get; init; }

    /// <summary>Lists of orders that arrive as files.</summary>
    public Flows.Ledgers.OrderListSource? Orders { get; init; }

    /// <summary>Where the ERP's ledger exports arrive; null where a connector stages the entries.</summary>
    public string? LedgerFolder => (Ledger as LedgerSource.Files)?.Folder;

    /// <summary>Where voucher files (SIE 4I) for the ERP go.</summary>
    public IVoucherTarget? Vouchers { get; init; }

    /// <summary>Where customer payments for the ERP go: files of the entity payment, acknowledged by receipt or by the next ledger.</summary>
    public IFileTarget? Payments { get; init; }

    /// <summary>Settlement files of a payment provider.</summary>
    public SettlementSource? Settlements { get; init; }

    /// <summary>The bank's own statements.</summary>
    public BankSource? Bank { get; init; }

    /// <summary>Looks whether the system answers and the rights are enough; issues, none when all is well.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<Issue>>>? ProbeAsync { get; init; }

    /// <summary>The order statuses that the shop knows, for whoever writes its configuration; null where there is no choice.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<StatusChoice>>>? StatusesAsync { get; init; }
}

/// <param name="Code">As the API and the mappings write it.</param>
/// <param name="Name">As the shop's people see it.</param>
public sealed record StatusChoice(string Code, string Name);

/// <param name="Provider">As people write it: Klarna.</param>
/// <param name="Folder">Where its files arrive.</param>
/// <param name="Pattern">File names that are wanted, e.g. *.csv.</param>
/// <param name="Mapping">The file mapping, e.g. klarna.settlement.</param>
/// <param name="Feed">Brings files into the folder; null where something else does.</param>
public sealed record SettlementSource(string Provider, string Folder, string Pattern, string Mapping, IInboxFeed? Feed = null);

/// <param name="Folder">Where its statements (camt.053) arrive.</param>
/// <param name="Pattern">File names that are wanted, e.g. *.xml.</param>
/// <param name="Account">The ledger's account for it, e.g. 1930.</param>
/// <param name="Iban">Of the account wanted; null when the files hold only one.</param>
public sealed record BankSource(string Folder, string Pattern, string Account, string? Iban);

/// <summary>A type of connection: its name in the configuration, its settings and how it is made.</summary>
/// <param name="Create">Makes it from its settings, or returns null with everything wrong about them added to the issues.</param>
public sealed record ConnectionType(string Name, Type Settings, Func<ConnectionContext, object, ICollection<Issue>, Connection?> Create);

/// <summary>What a connection is made with.</summary>
public sealed record ConnectionContext(string Name, SiteFolders Folders, World World, TimeZoneInfo Zone)
{
    public string Path(string relative) => System.IO.Path.GetFullPath(relative, Folders.Root);
}
