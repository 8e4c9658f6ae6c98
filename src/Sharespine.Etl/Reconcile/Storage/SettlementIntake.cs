using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>Saves the payouts of one settlement file, each whole and each once.</summary>
internal static class SettlementIntake
{
    private static readonly string[] LineColumns =
    [
        "id", "payout_id", "line_key", "file_line", "line_type", "provider_type", "detailed_type", "amount_minor", "vat_minor", "currency", "vat_rate_scaled",
        "order_reference", "other_references", "provider_order_id", "capture_id", "refund_id", "sale_date", "event_date", "payment_method", "from_total", "open_minor",
    ];

    public static SettlementSaved Save(Session session, SourceFile file, string connection, IReadOnlyList<Payout> payouts, DateTimeOffset now)
    {
        if (session.Scalar<long>("SELECT COUNT(*) FROM settlement_file WHERE connection = @connection AND sha256 = @Sha256", new { connection, file.Sha256 }) > 0)
        {
            return new(true, []);
        }

        var fileId = Ids.Draw(session, 1);
        session.Execute(
            """
            INSERT INTO settlement_file (id, connection, sha256, name, archived_path, row_count, received_at)
            VALUES (@fileId, @connection, @Sha256, @Name, @ArchivedPath, @Rows, @now)
            """,
            new { fileId, connection, file.Sha256, file.Name, file.ArchivedPath, file.Rows, now });
        return new(false, [.. payouts.Select(payout => Payout(session, fileId, file, connection, payout))]);
    }

    private static PayoutSaved Payout(Session session, long fileId, SourceFile file, string connection, Payout payout)
    {
        Check(file, payout);
        var hash = ContentHash(payout);
        var known = session.First<KnownPayout>(
            "SELECT id, content_hash FROM payout WHERE connection = @connection AND merchant_id = @MerchantId AND reference = @Reference",
            new { connection, payout.MerchantId, payout.Reference });
        var saved = known is null ? new PayoutSaved(payout.Reference, PayoutOutcome.New, "")
            : known.ContentHash == hash ? new(payout.Reference, PayoutOutcome.Resent, "")
            : new(payout.Reference, PayoutOutcome.Conflict, Differences(session, known.Id, payout));
        var payoutId = known?.Id ?? Insert(session, fileId, connection, payout, hash);
        if (session.Execute("UPDATE settlement_file_payout SET detail = detail WHERE settlement_file_id = @fileId AND payout_id = @payoutId", new { fileId, payoutId }) == 0)
        {
            session.Execute("INSERT INTO settlement_file_payout (settlement_file_id, payout_id, outcome, detail) VALUES (@fileId, @payoutId, @Outcome, @Detail)",
                new { fileId, payoutId, Outcome = saved.Outcome.ToString(), saved.Detail });
        }

        return saved;
    }

    private static void Check(SourceFile file, Payout payout)
    {
        var seen = new HashSet<string>(payout.Lines.Count, StringComparer.Ordinal);
        if (payout.Lines.FirstOrDefault(line => !seen.Add(line.Key)) is { } repeated)
        {
            var first = payout.Lines.First(line => line.Key == repeated.Key);
            throw new EtlException(new Issue(ReconcileErrors.RepeatedLine,
                string.Create(CultureInfo.InvariantCulture, $"payout {payout.Reference} has the line key \"{repeated.Key}\" in lines {first.FileLine} and {repeated.FileLine}."), new(file.Name, repeated.FileLine), "key"));
        }

        if (payout.Lines.FirstOrDefault(line => line.Amount.Currency != payout.Currency || line.Vat.Currency != payout.Currency) is { } foreign)
        {
            throw new EtlException(new Issue(ReconcileErrors.MixedCurrencies, $"payout {payout.Reference} is in {payout.Currency} but holds {foreign.Amount}.", new(file.Name, foreign.FileLine), "amount"));
        }
    }

    /// <summary>Rows by key and amount, and the net: what a change of layout leaves as it is, VAT columns come or go.</summary>
    private static string ContentHash(Payout payout) => Hashes.Of(payout.Lines.Where(line => !line.FromTotal).OrderBy(line => line.Key, StringComparer.Ordinal)
        .Select(line => $"{line.Key} {Content(line)}")
        .Append(Settlements.Net(payout).ToString())
        .Append(payout.Total?.ToString() ?? ""));

    private static string Content(SettlementLine line) => $"{line.Type} {line.Amount}";

    private static SortedDictionary<string, string> Rows(Payout payout) => new(
        payout.Lines.Where(line => !line.FromTotal).ToDictionary(line => line.Key, Content),
        StringComparer.Ordinal);

    private static string Differences(Session session, long payoutId, Payout payout)
    {
        var known = session.Query<KnownLine>("SELECT line_key, line_type, amount_minor FROM settlement_line WHERE payout_id = @payoutId AND from_total = 0", new { payoutId })
            .ToDictionary(line => line.LineKey, line => $"{line.LineType} {new Money(line.AmountMinor, payout.Currency)}");
        var sent = Rows(payout);
        var lines = sent.Where(row => known.TryGetValue(row.Key, out var was) && was != row.Value).Select(row => $"{row.Key}: {known[row.Key]} → {row.Value}")
            .Concat(sent.Where(row => !known.ContainsKey(row.Key)).Select(row => $"+ {row.Key}: {row.Value}"))
            .Concat(known.Where(row => !sent.ContainsKey(row.Key)).OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => $"− {row.Key}: {row.Value}"))
            .ToList();
        return lines.Count == 0
            ? $"total {payout.Total?.ToString() ?? "–"}"
            : string.Join('\n', lines.Take(5).Append(lines.Count > 5 ? string.Create(CultureInfo.InvariantCulture, $"… +{lines.Count - 5}") : "").Where(line => line.Length > 0));
    }

    private static long Insert(Session session, long fileId, string connection, Payout payout, string hash)
    {
        var id = Ids.Draw(session, payout.Lines.Count + 1);
        session.Execute(
            """
            INSERT INTO payout (id, connection, merchant_id, reference, payout_date, currency, total_minor, net_minor, settlement_kind, line_count, content_hash, settlement_file_id, is_possibly_booked)
            VALUES (@id, @connection, @MerchantId, @Reference, @Date, @Currency, @total, @net, @kind, @count, @hash, @fileId, 0)
            """,
            new
            {
                id,
                connection,
                payout.MerchantId,
                payout.Reference,
                payout.Date,
                payout.Currency,
                total = payout.Total?.Minor,
                net = Settlements.Net(payout).Minor,
                kind = payout.Kind.ToString(),
                count = payout.Lines.Count,
                hash,
                fileId,
            });
        session.BulkInsert("payout_total", ["payout_id", "name", "amount_minor"], payout.Totals.OrderBy(total => total.Key, StringComparer.Ordinal).Select(total => new object?[] { id, total.Key, total.Value.Minor }));
        session.BulkInsert("settlement_line", LineColumns, payout.Lines.Select((line, index) => Columns(line, id, id + 1 + index)));
        session.BulkInsert("registration_vat", ["settlement_line_id", "vat_minor", "currency"],
            payout.Lines.Select((line, index) => (line.RegistrationVat, Id: id + 1 + index)).Where(pair => pair.RegistrationVat is not null)
                .Select(pair => new object?[] { pair.Id, pair.RegistrationVat!.Value.Minor, pair.RegistrationVat.Value.Currency }));
        return id;
    }

    private static object?[] Columns(SettlementLine line, long payoutId, long id) =>
    [
        id, payoutId, line.Key, (long)line.FileLine, line.Type, line.ProviderType, line.DetailedType, line.Amount.Minor, line.Vat.Minor, line.Amount.Currency,
        line.VatRate is { } rate ? decimal.ToInt64(decimal.Round(rate * 1_000_000m)) : null,
        line.OrderReference, line.OtherReferences.Count == 0 ? null : string.Join('\n', line.OtherReferences), line.ProviderOrderId, line.CaptureId, line.RefundId,
        line.SaleDate, line.EventDate, line.PaymentMethod, line.FromTotal, line.Amount.Minor,
    ];

    private sealed record KnownPayout
    {
        public long Id { get; init; }

        public string ContentHash { get; init; } = "";
    }

    private sealed record KnownLine
    {
        public string LineKey { get; init; } = "";

        public string LineType { get; init; } = "";

        public long AmountMinor { get; init; }
    }
}
