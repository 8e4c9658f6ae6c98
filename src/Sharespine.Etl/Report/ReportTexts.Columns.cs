namespace Sharespine.Etl.Report;

/// <summary>The headings of columns.</summary>
public sealed partial record ReportTexts
{
    public required string Count { get; init; }

    public required string Comment { get; init; }

    public required string Step { get; init; }

    public required string Status { get; init; }

    public required string Payout { get; init; }

    public required string Date { get; init; }

    public required string Currency { get; init; }

    public required string LineCount { get; init; }

    public required string MatchedCount { get; init; }

    public required string ExceptionCount { get; init; }

    public required string BankReference { get; init; }

    public required string BankStatus { get; init; }

    public required string Decided { get; init; }

    public required string DecidedBy { get; init; }

    public required string DecidedAt { get; init; }

    public required string Subject { get; init; }

    public required string Target { get; init; }

    public required string Undone { get; init; }

    public required string Invoice { get; init; }

    public required string Booked { get; init; }

    public required string Vouchers { get; init; }

    public required string Reason { get; init; }

    public required string Voucher { get; init; }

    public required string File { get; init; }

    public required string FileRole { get; init; }

    public required string Rows { get; init; }

    public required string Sha256 { get; init; }

    public required string Cause { get; init; }

    public required string Amount { get; init; }

    public required string Order { get; init; }

    public required string AgeDays { get; init; }

    public required string Explanation { get; init; }

    public required string Evidence { get; init; }

    public required string Action { get; init; }

    public required string DecisionHeading { get; init; }

    /// <summary>Of a link the voucher, of a write-off the account.</summary>
    public required string TargetHeading { get; init; }

    public required string ReasonHeading { get; init; }

    public required string IdHeading { get; init; }

    public required string StateHeading { get; init; }

    public required string PayoutDate { get; init; }

    public required string FileLine { get; init; }

    public required string Type { get; init; }

    public required string DetailedType { get; init; }

    public required string EventDate { get; init; }

    public required string Vat { get; init; }

    public required string Disposition { get; init; }

    public required string Rule { get; init; }

    public required string Settles { get; init; }

    public required string LineDifference { get; init; }

    public required string Account { get; init; }

    public required string Text { get; init; }

    public required string Settled { get; init; }

    public required string Open { get; init; }

    public required string Age0To30 { get; init; }

    public required string Age31To60 { get; init; }

    public required string Age61To90 { get; init; }

    public required string AgeOver90 { get; init; }

    public required string FeeClass { get; init; }

    public required string VatRate { get; init; }

    public required string NetAmount { get; init; }

    public required string GrossAmount { get; init; }

    public required string Reference { get; init; }

    public required string Series { get; init; }

    public required string Debit { get; init; }

    public required string Credit { get; init; }

    public required string Total { get; init; }

    public required string PlannedVoucher { get; init; }
}
