using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Files.Ledgers;

/// <summary>What can be wrong with a ledger file or an order list that a mapping reads. Such a file is refused whole: a row left out would look like one that vanished.</summary>
public static class LedgerErrors
{
    public static readonly ErrorCode NoAccount = new("LGR001", "A row names no account.",
        "The export has no account column, or the cell is empty.", "Set account on the connection, or name the column under entries: account in the mapping.");

    public static readonly ErrorCode NoRows = new("LGR002", "The file has no rows.",
        "The export was made for an empty period, or its rows are of another kind than the mapping takes.", "Export the right period; compare entries: when in the mapping. Nothing of the file was used.");

    public static readonly ErrorCode TotalBroken = new("LGR003", "The file's total is not the sum of its rows.",
        "Rows are missing or were edited.", "Export again. Nothing of the file was used.");

    public static readonly ErrorCode BalanceBroken = new("LGR004", "Opening balance, rows and closing balance do not agree.",
        "Rows are missing, or it was exported while somebody booked.", "Export again. Nothing of the file was used.");

    public static readonly ErrorCode Unbalanced = new("LGR005", "A voucher does not sum to zero.",
        "Rows are missing, or the export is not of whole vouchers.", "Export again, or write vouchers: any in the mapping if the export holds some accounts only.");

    public static readonly ErrorCode OtherCurrency = new("LGR006", "A row's amount is in another currency than the books.",
        "The column holds the document's amount.", "Name it document-amount with document-currency, and the amount in the books' currency amount.");

    public static readonly ErrorCode RepeatedEntry = new("LGR007", "Two rows have the same identity.",
        "The row number in the file repeats, or an order stands twice.", "Leave row out of the mapping so that rows are counted, or export again.");

    public static readonly ErrorCode BadRow = new("LGR008", "A row number is not a whole number above zero.",
        "Another column was named.", "Correct entries: row in the mapping, or leave it out.");

    public static readonly ErrorCode LeftOut = new("LGR009", "Rows were left out because no rule takes them.",
        "The mapping's when: says so.", "Nothing is wrong; change the rules if they are wanted.");

    public static readonly ErrorCode NoProof = new("LGR010", "Nothing in the file proves that it is whole.",
        "It has neither a totals row nor balances nor whole vouchers.", "Nothing, unless the ERP can export one of them; then name it in the mapping.");

    public static IReadOnlyList<ErrorCode> All { get; } =
        [NoAccount, NoRows, TotalBroken, BalanceBroken, Unbalanced, OtherCurrency, RepeatedEntry, BadRow, LeftOut, NoProof];
}
