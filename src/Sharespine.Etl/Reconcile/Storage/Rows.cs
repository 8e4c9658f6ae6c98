using System.Data.Common;
using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

internal record LineRow
{
    public const string Columns =
        """
        l.id, l.payout_id, l.line_key, l.file_line, l.line_type, l.provider_type, l.detailed_type, l.amount_minor, l.vat_minor, l.currency, l.vat_rate_scaled, l.order_reference,
        l.other_references, l.provider_order_id, l.capture_id, l.refund_id, l.sale_date, l.event_date, l.payment_method, l.from_total, l.open_minor, l.disposition, l.rule_name, l.reason, l.related
        """;

    public long Id { get; init; }

    public long PayoutId { get; init; }

    public string LineKey { get; init; } = "";

    public int FileLine { get; init; }

    public LineType LineType { get; init; }

    public string ProviderType { get; init; } = "";

    public string DetailedType { get; init; } = "";

    public long AmountMinor { get; init; }

    public long VatMinor { get; init; }

    public string Currency { get; init; } = "";

    public long? VatRateScaled { get; init; }

    public string? OrderReference { get; init; }

    public string? OtherReferences { get; init; }

    public string? ProviderOrderId { get; init; }

    public string? CaptureId { get; init; }

    public string? RefundId { get; init; }

    public DateOnly? SaleDate { get; init; }

    public DateOnly? EventDate { get; init; }

    public string? PaymentMethod { get; init; }

    public bool FromTotal { get; init; }

    public long OpenMinor { get; init; }

    public string? Disposition { get; init; }

    public string? RuleName { get; init; }

    public string? Reason { get; init; }

    public string? Related { get; init; }

    /// <summary>A row of <see cref="Columns"/>, by position: there may be a million.</summary>
    public static LineRow Read(DbDataReader row)
    {
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        DateOnly? Date(int column) => Text(column) is { } text ? DateOnly.ParseExact(text, SqlValues.DateFormat, CultureInfo.InvariantCulture) : null;
        return new()
        {
            Id = row.GetInt64(0),
            PayoutId = row.GetInt64(1),
            LineKey = row.GetString(2),
            FileLine = (int)row.GetInt64(3),
            LineType = System.Enum.Parse<LineType>(row.GetString(4)),
            ProviderType = string.Intern(row.GetString(5)),
            DetailedType = string.Intern(row.GetString(6)),
            AmountMinor = row.GetInt64(7),
            VatMinor = row.GetInt64(8),
            Currency = string.Intern(row.GetString(9)),
            VatRateScaled = row.IsDBNull(10) ? null : row.GetInt64(10),
            OrderReference = Text(11),
            OtherReferences = Text(12),
            ProviderOrderId = Text(13),
            CaptureId = Text(14),
            RefundId = Text(15),
            SaleDate = Date(16),
            EventDate = Date(17),
            PaymentMethod = Text(18),
            FromTotal = row.GetInt64(19) != 0,
            OpenMinor = row.GetInt64(20),
            Disposition = Text(21),
            RuleName = Text(22),
            Reason = Text(23),
            Related = Text(24),
        };
    }

    public LineFacts Facts => new(LineType, DetailedType, PaymentMethod, VatRateScaled / 1_000_000m, Currency, AmountMinor < 0);

    /// <summary>The reason that the last match gave; none where it is settled.</summary>
    public Reason WhyOpen => System.Enum.TryParse<Reason>(Reason, out var reason) ? reason : Matching.Reason.None;

    public SettlementLine ToLine()
    {
        var currency = Model.Currency.Parse(Currency);
        return new()
        {
            Key = LineKey,
            FileLine = FileLine,
            Type = LineType,
            ProviderType = ProviderType,
            DetailedType = DetailedType,
            Amount = new(AmountMinor, currency),
            Vat = new(VatMinor, currency),
            VatRate = VatRateScaled / 1_000_000m,
            OrderReference = OrderReference,
            OtherReferences = OtherReferences?.Split('\n') ?? [],
            ProviderOrderId = ProviderOrderId,
            CaptureId = CaptureId,
            RefundId = RefundId,
            SaleDate = SaleDate,
            EventDate = EventDate,
            PaymentMethod = PaymentMethod,
            FromTotal = FromTotal,
        };
    }
}

internal record EntryRow
{
    public const string Columns =
        """
        e.id, e.company, e.fiscal_year_start, e.account, e.series, e.voucher_number, e.row_number, e.entry_date, e.amount_minor, e.currency, e.document_minor, e.document_currency,
        e.voucher_text, e.row_text, e.counter_accounts, e.objects, e.named_references, e.file_line, e.content_hash, e.open_minor
        """;

    public long Id { get; init; }

    public string Company { get; init; } = "";

    public DateOnly FiscalYearStart { get; init; }

    public string Account { get; init; } = "";

    public string Series { get; init; } = "";

    public string VoucherNumber { get; init; } = "";

    public int RowNumber { get; init; }

    public DateOnly EntryDate { get; init; }

    public long AmountMinor { get; init; }

    public string Currency { get; init; } = "";

    public long? DocumentMinor { get; init; }

    public string? DocumentCurrency { get; init; }

    public string VoucherText { get; init; } = "";

    public string RowText { get; init; } = "";

    public string CounterAccounts { get; init; } = "";

    public string Objects { get; init; } = "";

    public string NamedReferences { get; init; } = "";

    public int FileLine { get; init; }

    public string ContentHash { get; init; } = "";

    public long OpenMinor { get; init; }

    // Of the reading, where the query joins it.
    public EntryClass EntryClass { get; init; }

    public string? VoucherReference { get; init; }

    public string ReferenceList { get; init; } = "";

    public string? Disposition { get; init; }

    public string? Reason { get; init; }

    public string? Related { get; init; }

    public DateOnly? SettledOn { get; init; }

    public string FileName { get; init; } = "";

    /// <summary>As written in its texts.</summary>
    public string[] References => ReferenceList.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string Label => Series.Length == 0 ? VoucherNumber : $"{Series} {VoucherNumber}";

    public LedgerEntry ToEntry() => new()
    {
        Company = Company,
        FiscalYearStart = FiscalYearStart,
        Account = Account,
        Series = Series,
        VoucherNumber = VoucherNumber,
        Row = RowNumber,
        Date = EntryDate,
        Amount = new(AmountMinor, Model.Currency.Parse(Currency)),
        DocumentAmount = DocumentMinor is { } minor ? new(minor, Model.Currency.Parse(DocumentCurrency!)) : null,
        VoucherText = VoucherText,
        RowText = RowText,
        CounterAccounts = CounterAccounts.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        Objects = Objects.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        NamedReferences = NamedReferences.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        FileLine = FileLine,
    };
}

internal sealed record PayoutRow
{
    public const string Select =
        """
        SELECT p.id, p.merchant_id, p.reference, p.payout_date, p.currency, p.total_minor, p.net_minor, p.settlement_kind, p.line_count, p.booked_voucher, p.booked_minor, p.is_possibly_booked,
            f.name AS file_name, f.sha256 AS file_sha256,
            (SELECT COUNT(*) FROM voucher v WHERE v.payout_id = p.id) + (SELECT COUNT(*) FROM customer_payment c WHERE c.payout_id = p.id) AS voucher_count
        FROM payout p JOIN settlement_file f ON f.id = p.settlement_file_id
        """;

    public long Id { get; init; }

    public string MerchantId { get; init; } = "";

    public string Reference { get; init; } = "";

    public DateOnly PayoutDate { get; init; }

    public string Currency { get; init; } = "";

    public long? TotalMinor { get; init; }

    public long NetMinor { get; init; }

    public SettlementKind SettlementKind { get; init; }

    public long LineCount { get; init; }

    public string? BookedVoucher { get; init; }

    public long? BookedMinor { get; init; }

    public bool IsPossiblyBooked { get; init; }

    public string FileName { get; init; } = "";

    public string FileSha256 { get; init; } = "";

    /// <summary>Vouchers and customer payments of ours, planned or written.</summary>
    public long VoucherCount { get; init; }

    public Currency Money => Model.Currency.Parse(Currency);

    public long Difference => (TotalMinor ?? NetMinor) - NetMinor;
}

internal record ExceptionRow
{
    public string Id { get; init; } = "";

    public string State { get; init; } = "";

    public Disposition Cause { get; init; }

    public Reason Reason { get; init; }

    public string SubjectKind { get; init; } = "";

    public long SubjectId { get; init; }

    public long AmountMinor { get; init; }

    public string Currency { get; init; } = "";

    public string? OrderReference { get; init; }

    public string? PayoutReference { get; init; }

    public string? Voucher { get; init; }

    public DateOnly ExceptionDate { get; init; }

    public string Evidence { get; init; } = "";

    public string Related { get; init; } = "";

    public string FirstRunId { get; init; } = "";

    public string? ClosedAt { get; init; }

    public Money Amount => new(AmountMinor, Model.Currency.Parse(Currency));
}
