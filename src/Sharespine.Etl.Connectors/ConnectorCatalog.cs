using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors.Erps.VismaAdministration;
using Sharespine.Etl.Connectors.Files;
using Sharespine.Etl.Connectors.Files.Records;
using Sharespine.Etl.Connectors.FileTransfer;
using Sharespine.Etl.Connectors.Providers;
using Sharespine.Etl.Connectors.Providers.Klarna;
using Sharespine.Etl.Connectors.Providers.Nexi;
using Sharespine.Etl.Connectors.Providers.Svea;
using Sharespine.Etl.Connectors.Shops.Jetshop;
using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Connectors.Shops.Magento2;
using Sharespine.Etl.Connectors.Shops.Shopify;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Targets;

namespace Sharespine.Etl.Connectors;

/// <summary>The complete list of connection types and of the connectors' error codes, one line each.</summary>
public static class ConnectorCatalog
{
    public static IReadOnlyList<ConnectionType> Types { get; } =
    [
        new("woocommerce", typeof(WooCommerceSettings), WooCommerceConnection.Create),
        new("woocommerce-recorded", typeof(RecordedShopSettings), WooCommerceConnection.Recorded),
        new(Magento2Connection.TypeName, typeof(Magento2Settings), Magento2Connection.Open),
        new(ShopifyConnection.TypeName, typeof(ShopifySettings), ShopifyConnection.Create),
        new(JetshopConnection.Type, typeof(JetshopSettings), JetshopConnection.Create),
        new("magento1", typeof(Magento1Settings), Magento1Connection.Create),
        new("visma-administration", typeof(VismaAdministrationSettings), VismaAdministration),
        new("record-files", typeof(RecordFilesSettings), RecordFilesConnection.Create),
        new("settlement-files", typeof(SettlementFilesSettings), SettlementFiles),
        new("sie-files", typeof(SieFilesSettings), SieFiles),
        new("klarna-settlements", typeof(KlarnaSettlementsSettings), ProviderConnections.Klarna),
        new("nexi-payouts", typeof(NexiPayoutsSettings), ProviderConnections.Nexi),
        new("svea-reports", typeof(SveaReportsSettings), ProviderConnections.Svea),
        new("ledger-files", typeof(LedgerFilesSettings), LedgerFiles),
        new("bank-files", typeof(BankFilesSettings), BankFiles),
        new("order-list-files", typeof(OrderListFilesSettings), OrderListFiles),
    ];

    public static IReadOnlyList<ErrorCode> Errors { get; } =
    [
        .. TransportErrors.All,
        .. SoapErrors.All,
        .. FileTransferErrors.All,
        .. ProviderErrors.All,
        .. WooCommerceErrors.All,
        .. Magento2Errors.All,
        .. ShopifyErrors.All,
        .. JetshopErrors.All,
        .. RecordFilesErrors.All,
        .. Magento1Errors.All,
        .. VismaAdministrationErrors.All,
    ];

    /// <summary>Codes that say: this key or its rights are not enough. They end a run with an exit code of their own.</summary>
    public static IReadOnlySet<string> NotAuthorised { get; } = new[]
    {
        TransportErrors.NotAuthorised, FileTransferErrors.NotAuthorised, WooCommerceErrors.WrongSecret, WooCommerceErrors.NoRights, WooCommerceErrors.BasicOnHttp, WooCommerceErrors.ReadOnlyKey, WooCommerceErrors.NoWriteRights,
        Magento2Errors.NoRights, Magento2Errors.BadSignature,
        ShopifyErrors.NotAuthorised, ShopifyErrors.NoRights,
        SoapErrors.NotAuthorised, Magento1Errors.WrongLogin, Magento1Errors.NoRights,
    }.Select(error => error.Code).ToHashSet();

    /// <summary>What mappings can make: the hub's records and those of the connectors.</summary>
    public static TargetCatalog Targets { get; } = Magento1Connection.AddTargets(ShopifyConnection.AddTo(JetshopConnection.AddTo(WooCommerceConnection.AddTargets(Magento2Connection.AddTo(VismaAdministrationTargets.AddTo(TargetCatalog.Hub))))));

    private static Connection? VismaAdministration(ConnectionContext context, object settings, ICollection<Issue> issues)
    {
        var visma = (VismaAdministrationSettings)settings;
        var found = visma.Check();
        foreach (var issue in found)
        {
            issues.Add(issue);
        }

        if (found.Count > 0)
        {
            return null;
        }

        var exchange = new VismaExchange(visma with { Exchange = context.Path(visma.Exchange) });
        return new(context.Name, "visma-administration")
        {
            Files = exchange,
            Payments = new VismaPayments(exchange),
            Ledger = visma.Ledger is null ? null : new LedgerSource.Files(context.Path(visma.Ledger), LedgerSource.Files.SiePattern),
            Vouchers = visma.Automatik is { } automatik ? new AutomatikVouchers(new SieDrop(context.Path(automatik), visma.AutomatikFile))
                : visma.Vouchers is { } folder ? new VoucherFolder(context.Path(folder))
                : null,
        };
    }

    private static Connection? SettlementFiles(ConnectionContext context, object settings, ICollection<Issue> issues)
    {
        var files = (SettlementFilesSettings)settings;
        var source = new SettlementSource(files.Provider, context.Path(files.Folder), files.Pattern, files.Mapping);
        if (files.From is not { } from)
        {
            return new(context.Name, "settlement-files") { Settlements = source };
        }

        var found = from.Check();
        foreach (var issue in found)
        {
            issues.Add(issue with { Field = $"from.{issue.Field}" });
        }

        if (found.Count > 0)
        {
            return null;
        }

        var server = FileServers.Open(from.At(context), context.World);
        var feed = new FileServerFeed(server, FileServerAddress.Of(from.Url)!, files.Pattern);
        return new(context.Name, "settlement-files") { Settlements = source with { Feed = feed }, ProbeAsync = feed.ProbeAsync };
    }

    private static Connection LedgerFiles(ConnectionContext context, object settings, ICollection<Issue> issues)
    {
        var files = (LedgerFilesSettings)settings;
        return new(context.Name, "ledger-files")
        {
            Ledger = new LedgerSource.Files(context.Path(files.Folder), files.Pattern) { Mapping = files.Mapping, Account = files.Account },
            Vouchers = files.Vouchers is null ? null : new VoucherFolder(context.Path(files.Vouchers)),
            Payments = files.Payments is null ? null : new PaymentFolder(context.Path(files.Payments)),
        };
    }

    private static Connection OrderListFiles(ConnectionContext context, object settings, ICollection<Issue> issues)
    {
        var files = (OrderListFilesSettings)settings;
        return new(context.Name, "order-list-files") { Orders = new(context.Path(files.Folder), files.Pattern, files.Mapping) };
    }

    private static Connection SieFiles(ConnectionContext context, object settings, ICollection<Issue> issues)
    {
        var files = (SieFilesSettings)settings;
        return new(context.Name, "sie-files")
        {
            Ledger = new LedgerSource.Files(context.Path(files.Ledger), LedgerSource.Files.SiePattern),
            Vouchers = files.Vouchers is null ? null : new VoucherFolder(context.Path(files.Vouchers), files.VouchersAs),
            Payments = files.Payments is null ? null : new PaymentFolder(context.Path(files.Payments)),
        };
    }

    private static Connection BankFiles(ConnectionContext context, object settings, ICollection<Issue> issues)
    {
        var files = (BankFilesSettings)settings;
        return new(context.Name, "bank-files") { Bank = new(context.Path(files.Folder), files.Pattern, files.Account, files.Iban) };
    }
}
