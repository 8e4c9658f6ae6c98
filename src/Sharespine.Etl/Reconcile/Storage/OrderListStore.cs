using System.Text.Json;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>Keeps order lists, and brings what the matcher needs of them and of staged orders.</summary>
internal static class OrderListStore
{
    private const int DaysBeforeLine = 92;

    private static readonly string[] Columns =
        ["source", "order_key", "order_number", "order_date", "amount_minor", "currency", "payment_method", "provider", "provider_reference", "voucher", "named_references", "file_line", "order_list_file_id", "is_gone"];

    /// <summary>A newer list replaces what was known of the days from its first order to its last.</summary>
    public static void Save(Session session, string source, SourceFile file, IReadOnlyList<ListedOrder> orders, DateTimeOffset now)
    {
        // Another reconciliation may have taken the same list meanwhile.
        if (session.Scalar<long>("SELECT COUNT(*) FROM order_list_file WHERE source = @source AND sha256 = @Sha256", new { source, file.Sha256 }) > 0)
        {
            return;
        }

        var fileId = Ids.Draw(session, 1);
        session.Execute("INSERT INTO order_list_file (id, source, sha256, name, archived_path, row_count, received_at) VALUES (@fileId, @source, @Sha256, @Name, @ArchivedPath, @Rows, @now)",
            new { fileId, source, file.Sha256, file.Name, file.ArchivedPath, file.Rows, now });
        session.Execute("UPDATE listed_order SET is_gone = 1 WHERE source = @source AND order_date >= @first AND order_date <= @last",
            new { source, first = orders.Min(order => order.Date), last = orders.Max(order => order.Date) });
        var known = session.Query<string>("SELECT order_key FROM listed_order WHERE source = @source", new { source }).ToHashSet(StringComparer.Ordinal);
        foreach (var order in orders.Where(order => known.Contains(order.Key)))
        {
            session.Execute(
                """
                UPDATE listed_order SET order_number = @Number, order_date = @Date, amount_minor = @minor, currency = @Currency, payment_method = @PaymentMethod, provider = @Provider,
                    provider_reference = @ProviderReference, voucher = @Voucher, named_references = @references, file_line = @Line, order_list_file_id = @fileId, is_gone = 0
                WHERE source = @source AND order_key = @Key
                """,
                new
                {
                    source,
                    order.Key,
                    order.Number,
                    order.Date,
                    minor = order.Amount.Minor,
                    order.Amount.Currency,
                    order.PaymentMethod,
                    order.Provider,
                    order.ProviderReference,
                    order.Voucher,
                    references = string.Join('\n', order.References),
                    order.Line,
                    fileId,
                });
        }

        session.BulkInsert("listed_order", Columns, orders.Where(order => !known.Contains(order.Key)).Select(order => new object?[]
        {
            source, order.Key, order.Number, order.Date, order.Amount.Minor, order.Amount.Currency, order.PaymentMethod, order.Provider, order.ProviderReference, order.Voucher,
            string.Join('\n', order.References), (long)order.Line, fileId, 0L,
        }));
    }

    /// <summary>The list of the settings, this provider's and others'; empty without one.</summary>
    public static IReadOnlyList<ListedOrder> Orders(Session session, ReconciliationSettings settings, DateOnly? since) => settings.Orders switch
    {
        null => [],
        { From: OrderListFrom.Files } list => [.. session.Query<OrderRow>(
            """
            SELECT order_key, order_number, order_date, amount_minor, currency, payment_method, provider, provider_reference, voucher, named_references, file_line
            FROM listed_order WHERE source = @Connection AND is_gone = 0 AND (@since IS NULL OR order_date >= @since)
            """, new { list.Connection, since }).Select(row => row.ToOrder())],
        { } list => ListedOrder.Numbered(session.Query<string>(
            "SELECT hub FROM document WHERE flow LIKE @flow AND entity IN ('order', 'invoice', 'credit') AND load_state <> 'rejected' AND (@changed IS NULL OR changed_at >= @changed) ORDER BY document_key",
            // Nothing is dated after it was staged: what was staged before the days wanted need not be parsed.
            new { flow = list.Connection + "→%", changed = since is { } day ? new DateTimeOffset(day.AddDays(-1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : (DateTimeOffset?)null })
            .Select(hub => JsonSerializer.Deserialize<CommercialDocument>(hub, TargetJson.Options)!).Where(document => since is null || document.Date >= since).Select(Staged)),
    };

    /// <summary>The order list as the matcher takes it, of the days that still matter.</summary>
    public static OrderInput Load(Session session, ReconciliationSettings settings, MatchInput input, Func<string, object, IReadOnlyList<MatchEntry>> entries)
    {
        // A line may wait for a credit within a total that has nothing open by itself.
        var days = input.Entries.Select(entry => entry.Entry.Date)
            .Concat(input.Lines.Where(line => line.Role == LineRole.Receivable && line.Open != 0).Select(line => (line.Line.SaleDate ?? line.Line.EventDate)?.AddDays(-DaysBeforeLine)).OfType<DateOnly>()).ToList();
        if (settings.Orders is not { } list || days.Count == 0)
        {
            return OrderInput.None;
        }

        var since = days.Min();
        return new()
        {
            Orders = [.. Orders(session, settings, list.GroupBy == OrderGrouping.Voucher ? null : since).Where(list.IsOurs)],
            Carriers = entries("AND e.open_minor = 0 AND e.entry_date >= @since AND r.entry_class IN ('Sale', 'Credit')",
                new { settings.Name, settings.Company, accounts = settings.Accounts.Select(account => account.Account), since }),
            Settled = [.. session.Query<PartRow>(
                $"""
                SELECT {LineRow.Columns}, a.ledger_entry_id, a.line_minor AS taken_minor FROM allocation a
                JOIN settlement_line l ON l.id = a.settlement_line_id
                JOIN ledger_entry e ON e.id = a.ledger_entry_id
                WHERE a.reconciliation = @Name AND a.rule_name = @rule AND a.kind = 'Settlement' AND e.entry_date >= @since AND NOT EXISTS (SELECT 1 FROM allocation b WHERE b.reverses_id = a.id)
                """, new { settings.Name, rule = MatchRuleNames.OrderList, since }).Select(row => new OrderPart(row.ToLine(), row.LedgerEntryId, row.TakenMinor))],
        };
    }

    /// <summary>
    /// On a shared account the provider of an entry is that of the order it names: ours make it a sale or credit, others' leave it
    /// unassigned. Asked anew each time, since orders may come after their vouchers.
    /// </summary>
    public static void Assign(Session session, ReconciliationSettings settings)
    {
        var shared = settings.Accounts.Where(account => account.Shared).Select(account => account.Account).ToList();
        if (settings.Orders is not { } list || shared.Count == 0)
        {
            return;
        }

        var named = session.Query<NamedRow>(
            """
            SELECT DISTINCT e.id, e.amount_minor, x.reference FROM ledger_entry e
            JOIN entry_reading r ON r.ledger_entry_id = e.id AND r.reconciliation = @Name
            JOIN entry_reference x ON x.ledger_entry_id = e.id AND x.reconciliation = @Name
            WHERE e.company = @Company AND e.account IN @shared AND r.entry_class = 'Unassigned'
            """, new { settings.Name, settings.Company, shared });
        if (named.Count == 0)
        {
            return;
        }

        var normaliser = new ReferenceNormaliser(settings.References);
        var ours = Orders(session, settings, null).Where(list.IsOurs)
            .SelectMany(order => order.References.Append(order.Number).Append(order.ProviderReference).OfType<string>()).Select(normaliser.Normalise).Where(key => key.Length > 0).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in named.Where(row => ours.Contains(row.Reference)).DistinctBy(row => row.Id))
        {
            session.Execute("UPDATE entry_reading SET entry_class = @entryClass WHERE reconciliation = @Name AND ledger_entry_id = @Id",
                new { settings.Name, entry.Id, entryClass = (entry.AmountMinor >= 0 ? EntryClass.Sale : EntryClass.Credit).ToString() });
        }
    }

    private static ListedOrder Staged(CommercialDocument document) => new()
    {
        Key = "",
        Number = document.OrderNumber,
        Date = document.Date,
        Amount = document.Kind == DocumentKind.Credit ? -document.Total : document.Total,
        PaymentMethod = document.PaymentMethod,
        Provider = document.PaymentProvider,
        ProviderReference = document.PaymentReference,
        References = document.OrderId == document.OrderNumber ? [] : [document.OrderId],
    };

    private sealed record OrderRow
    {
        public string OrderKey { get; init; } = "";

        public string OrderNumber { get; init; } = "";

        public DateOnly OrderDate { get; init; }

        public long AmountMinor { get; init; }

        public string Currency { get; init; } = "";

        public string? PaymentMethod { get; init; }

        public string? Provider { get; init; }

        public string? ProviderReference { get; init; }

        public string? Voucher { get; init; }

        public string NamedReferences { get; init; } = "";

        public int FileLine { get; init; }

        public ListedOrder ToOrder() => new()
        {
            Key = OrderKey,
            Number = OrderNumber,
            Date = OrderDate,
            Amount = new(AmountMinor, Model.Currency.Parse(Currency)),
            PaymentMethod = PaymentMethod,
            Provider = Provider,
            ProviderReference = ProviderReference,
            Voucher = Voucher,
            References = NamedReferences.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Line = FileLine,
        };
    }

    private sealed record PartRow : LineRow
    {
        public long LedgerEntryId { get; init; }

        public long TakenMinor { get; init; }
    }

    private sealed record NamedRow
    {
        public long Id { get; init; }

        public long AmountMinor { get; init; }

        public string Reference { get; init; } = "";
    }
}
