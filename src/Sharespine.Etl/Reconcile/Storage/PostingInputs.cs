using System.Data.Common;
using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Posting;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>What a payout's voucher is planned from: of each line and allocation no more than a voucher may tell.</summary>
internal sealed class PostingInputs(Session session, ReconciliationSettings settings)
{
    private readonly InvoiceNumbers _invoices = InvoiceNumbers.For(settings.Posting);

    public PostingInput Of(PayoutRow payout) => new()
    {
        PayoutReference = payout.Reference,
        OtherMerchant = session.Scalar<long>("SELECT COUNT(*) FROM payout WHERE connection = @Connection AND reference = @Reference AND id < @Id", new { settings.Connection, payout.Reference, payout.Id }) > 0
            ? payout.MerchantId
            : null,
        PayoutDate = payout.PayoutDate,
        Currency = payout.Money,
        Kind = payout.SettlementKind,
        IsBalanced = payout.Difference == 0,
        IsBooked = payout.BookedVoucher is not null,
        IsPossiblyBooked = payout.IsPossiblyBooked,
        Lines = Lines(payout),
        Documents = PayoutBasis.Documents(session, payout, settings),
        Bank = PayoutBanks.Certain(session, settings, payout.Id),
        PostedRate = PayoutBasis.PostedRate(session, payout, settings),
        HasNews = payout.VoucherCount == 0 || VoucherStore.IsNews(session, payout.Id),
        HasBankVoucher = session.Scalar<long>("SELECT COUNT(*) FROM bank_voucher WHERE payout_id = @Id", new { payout.Id }) > 0,
        Posted = payout.VoucherCount == 0 ? [] : VoucherStore.Settling(session, payout.Id),
        Paid = payout.VoucherCount == 0 ? [] : PaymentStore.Of(session, payout.Id),
    };

    private List<PostingLine> Lines(PayoutRow payout)
    {
        var (settled, writtenOff, registered) = (Settled(payout.Id), WrittenOff(payout.Id), PayoutBasis.RegistrationVat(session, payout, settings));
        var (currency, known) = (payout.Money, new Dictionary<string, string>(StringComparer.Ordinal));
        var lines = new List<PostingLine>((int)payout.LineCount);
        lines.AddRange(session.Rows(
            """
            SELECT l.id, l.line_key, l.file_line, l.line_type, l.detailed_type, l.amount_minor, l.vat_minor, l.vat_rate_scaled, l.order_reference, l.event_date, l.payment_method, l.disposition, l.reason
            FROM settlement_line l WHERE l.payout_id = @Id ORDER BY l.file_line, l.line_key
            """, new { payout.Id }, Read));
        return lines;

        PostingLine Read(DbDataReader row)
        {
            var id = row.GetInt64(0);
            var disposition = Known(row, 11);
            return new(Line(row, id), settled.GetValueOrDefault(id, []), disposition is null or nameof(Disposition.Waiting))
            {
                Id = id,
                Reason = Enum.TryParse<Reason>(Known(row, 12), out var reason) ? reason : Reason.None,
                WrittenOff = writtenOff.GetValueOrDefault(id, []),
            };
        }

        SettlementLine Line(DbDataReader row, long id) => new()
        {
            Key = row.GetString(1),
            FileLine = (int)row.GetInt64(2),
            Type = Enum.Parse<LineType>(row.GetString(3)),
            ProviderType = "",
            DetailedType = Known(row, 4)!,
            Amount = new(row.GetInt64(5), currency),
            Vat = new(row.GetInt64(6), currency),
            RegistrationVat = registered.TryGetValue(id, out var vat) ? vat : null,
            VatRate = row.IsDBNull(7) ? null : row.GetInt64(7) / 1_000_000m,
            OrderReference = row.IsDBNull(8) ? null : row.GetString(8),
            EventDate = Known(row, 9) is { } date ? DateOnly.ParseExact(date, SqlValues.DateFormat, CultureInfo.InvariantCulture) : null,
            PaymentMethod = Known(row, 10),
        };

        // Words of few values, kept once.
        string? Known(DbDataReader row, int column)
        {
            if (row.IsDBNull(column))
            {
                return null;
            }

            var text = row.GetString(column);
            return known.TryGetValue(text, out var same) ? same : known[text] = text;
        }
    }

    /// <summary>By line, what stands after reversals, per entry.</summary>
    private Dictionary<long, SettledPart[]> Settled(long payoutId)
    {
        var settled = new Dictionary<long, SettledPart[]>();
        var isReversed = false;
        foreach (var (line, part) in session.Rows(
            $"""
            SELECT a.settlement_line_id, a.ledger_entry_id, a.line_minor, a.entry_minor, e.account, e.series, e.voucher_number{(_invoices.AreWanted ? ", e.voucher_text, e.row_text" : "")}
            FROM allocation a JOIN ledger_entry e ON e.id = a.ledger_entry_id
            WHERE a.payout_id = @payoutId AND a.settlement_line_id IS NOT NULL ORDER BY a.id
            """, new { payoutId }, Part))
        {
            if (!settled.TryGetValue(line, out var parts))
            {
                settled[line] = [part];
            }
            else if (Array.FindIndex(parts, other => other.EntryId == part.EntryId) is >= 0 and var place)
            {
                parts[place] = parts[place] with { LineMinor = parts[place].LineMinor + part.LineMinor, EntryMinor = parts[place].EntryMinor + part.EntryMinor };
                isReversed = true;
            }
            else
            {
                settled[line] = [.. parts, part];
            }
        }

        return isReversed ? settled.ToDictionary(line => line.Key, line => Array.FindAll(line.Value, part => part.LineMinor != 0 || part.EntryMinor != 0)) : settled;
    }

    private (long Line, SettledPart Part) Part(DbDataReader row)
    {
        var (account, series, number) = (row.GetString(4), row.GetString(5), row.GetString(6));
        return (row.GetInt64(0), new(account, series.Length == 0 ? number : $"{series} {number}", row.GetInt64(2), row.GetInt64(3))
        {
            EntryId = row.GetInt64(1),
            Invoice = _invoices.AreWanted ? _invoices.Find(series, number, row.GetString(7), row.GetString(8)) : null,
        });
    }

    private Dictionary<long, WrittenOffPart[]> WrittenOff(long payoutId) => session.Query<WrittenOffRow>(
        """
        SELECT a.settlement_line_id, d.account, d.exception_id, SUM(a.line_minor) AS line_minor FROM resolution d JOIN allocation a ON a.resolution_id = d.id
        WHERE a.payout_id = @payoutId AND a.settlement_line_id IS NOT NULL AND a.ledger_entry_id IS NULL
        GROUP BY a.settlement_line_id, d.account, d.exception_id HAVING SUM(a.line_minor) <> 0 ORDER BY a.settlement_line_id, d.account, d.exception_id
        """,
        new { payoutId })
        .GroupBy(part => part.SettlementLineId)
        .ToDictionary(line => line.Key, line => line.Select(part => new WrittenOffPart(part.Account, part.LineMinor, part.ExceptionId)).ToArray());

    private sealed record WrittenOffRow
    {
        public long SettlementLineId { get; init; }

        public string Account { get; init; } = "";

        public string ExceptionId { get; init; } = "";

        public long LineMinor { get; init; }
    }
}
