using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Report;

/// <summary>What can go wrong when reports are written and decisions are read back.</summary>
public static class ReportErrors
{
    public static ErrorCode DoesNotFoot { get; } = new(
        "RPT001",
        "The report's figures do not add up",
        "A total handed to the report is not the sum of its parts: a fault in the reconciliation, not in the books.",
        "Nothing was written. Send the message and the run's log to support.");

    public static ErrorCode SheetTooLong { get; } = new(
        "RPT002",
        "A sheet would be longer than a workbook allows",
        "There are more exceptions, vouchers or payouts than the 1 048 576 rows of a sheet.",
        "Reconcile a shorter period at a time; the CSV files have no such limit.");

    public static ErrorCode CannotWrite { get; } = new(
        "RPT003",
        "A report file could not be put in place",
        "The file is open in another program (Excel locks it), or the folder cannot be written to.",
        "Close the file, check the folder's rights, and run the report stage again.");

    public static ErrorCode NotAWorkbook { get; } = new(
        "RPT010",
        "The workbook with decisions cannot be read",
        "The file is missing, is not an .xlsx workbook, is protected by a password, or is damaged.",
        "Save it again as an Excel workbook (.xlsx) without a password, or take the last report and fill it in anew.");

    public static ErrorCode NoExceptionSheet { get; } = new(
        "RPT011",
        "The workbook has no sheet of exceptions",
        "It is another workbook, or the headings Id, State, Decision, Target and Reason were removed or renamed.",
        "Fill in the decisions in the report as it was written, keeping its headings.");

    public static ErrorCode UnknownDecision { get; } = new(
        "RPT012",
        "A decision is not one of the known words",
        "The cell was typed by hand instead of chosen from the list.",
        "Choose a word from the list in the decision column.");

    public static ErrorCode NoReason { get; } = new(
        "RPT013",
        "A decision has no reason, or a reason has no decision",
        "Decisions are kept with the books, and a reader years later wants to know why.",
        "Fill in both columns, or neither.");

    public static ErrorCode NoIdentity { get; } = new(
        "RPT014",
        "A decision stands on a row without id or state",
        "The columns Id and State were cleared, or the decision was written below the table.",
        "Copy the row again from the report, with its id and state.");

    public static ErrorCode DecidedTwice { get; } = new(
        "RPT015",
        "The same exception has two different decisions",
        "A row was copied, and only one of the copies was changed.",
        "Remove one of the rows.");

    public static ErrorCode BadTarget { get; } = new(
        "RPT016",
        "A decision lacks its target, or has one that it does not take",
        "A link was chosen without a voucher, a write-off without an account, or the decision was changed afterwards.",
        "Name the voucher (A 123) of a link or the account (6351) of a write-off; leave the target empty for all others.");

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        DoesNotFoot, SheetTooLong, CannotWrite, NotAWorkbook, NoExceptionSheet, UnknownDecision, NoReason, NoIdentity, DecidedTwice, BadTarget,
    ];
}
