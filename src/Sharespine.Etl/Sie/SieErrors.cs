using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Sie;

/// <summary>
/// What can be wrong with a SIE file. A file is refused when it contradicts itself or cannot be understood
/// (<see cref="Refuses"/>); everything else is noted and the file is used.
/// </summary>
public static class SieErrors
{
    public static readonly ErrorCode NotSie = new("SIE001", "The file is not a SIE file.",
        "Another file was dropped in the folder, or the export was saved in another format.", "Export the ledger again as SIE type 4, or as SIE 5, and put that file in the folder.");

    public static readonly ErrorCode StrayText = new("SIE002", "A line is neither a record nor a brace.",
        "A text with a line break in it, or a damaged file.", "Open the file at the line given; export again, or remove the line break in the program that the text comes from.");

    public static readonly ErrorCode OpenQuote = new("SIE003", "A quoted text has no end.",
        "A line was cut, or a quotation mark in a text was not written as \\\".", "Export again. If it comes back, change the text in the program that the file comes from.");

    public static readonly ErrorCode BadAmount = new("SIE004", "An amount cannot be read.",
        "A decimal comma, a thousands separator, more than two decimals, or a shifted column.", "Open the file at the line given and export again. An amount is written like -1234.50.");

    public static readonly ErrorCode BadDate = new("SIE005", "A date that is needed cannot be read.",
        "A date in another form than yyyymmdd, or one that is no day.", "Open the file at the line given and export again.");

    public static readonly ErrorCode MissingField = new("SIE006", "A record has too few fields.",
        "A cut line, or a program that writes the record in its own way.", "Open the file at the line given and export again.");

    public static readonly ErrorCode Truncated = new("SIE007", "The file ends too early.",
        "It was copied before it was completely written, or the transfer broke.", "Export or copy it again; wait until the export is done.");

    public static readonly ErrorCode WrongBrace = new("SIE008", "Braces do not match.",
        "A cut or edited file.", "Open the file at the line given and export again.");

    public static readonly ErrorCode Unbalanced = new("SIE009", "A voucher does not sum to zero.",
        "An edited file, or a fault in the program that wrote it.", "Look the voucher up in the ERP. Export again; if it comes back, correct the voucher there.");

    public static readonly ErrorCode BalanceBroken = new("SIE010", "Opening balance, movements and closing balance of an account do not agree.",
        "Vouchers are missing in the file, or it was exported while somebody booked.", "Export the whole fiscal year again.");

    public static readonly ErrorCode ChecksumWrong = new("SIE011", "The file's check sum does not agree with its content.",
        "The file was changed after it was written, or damaged on the way.", "Export or copy it again.");

    public static readonly ErrorCode BadCharacter = new("SIE012", "The file has characters that no text has.",
        "A NUL byte or another control character: the file was damaged, or is in UTF-16.", "Export or copy it again.");

    public static readonly ErrorCode TooLarge = new("SIE013", "A line or field is longer than we read.",
        "Not a SIE file, or a damaged one.", "Look at the line given. Texts in real files are a few hundred characters.");

    public static readonly ErrorCode Contradiction = new("SIE014", "The file says two different things about the same balance or year.",
        "Two exports were joined, or the file was edited.", "Export again.");

    public static readonly ErrorCode Currency = new("SIE015", "The file's currency is not one we can read in öre.",
        "#VALUTA is no currency, or has other than two decimals.", "Look at #VALUTA in the file.");

    public static readonly ErrorCode NotXml = new("SIE016", "A SIE 5 file cannot be read as XML.",
        "A damaged or edited file, a character set other than UTF-8 or ISO-8859-1, or a document type definition, which is never read.", "Export or copy it again.");

    public static readonly ErrorCode UnknownLabel = new("SIE101", "A record type is not in the standard.",
        "A program's own addition. It was ignored, as the standard asks.", "Nothing, unless something you need stands there.");

    public static readonly ErrorCode MissingRecord = new("SIE102", "A mandatory record is missing.",
        "The program that wrote the file does not follow the standard.", "Nothing, if the numbers are right.");

    public static readonly ErrorCode MixedEncoding = new("SIE103", "Some texts are in another character set than the rest of the file.",
        "The program writes, for instance, file paths in Windows' character set. They were read one by one.", "Nothing, if the texts look right.");

    public static readonly ErrorCode DamagedText = new("SIE104", "Letters were lost before the file came here.",
        "The file was opened and saved in the wrong character set; å, ä and ö became replacement characters.", "Use the file as the ERP wrote it. Numbers are not touched.");

    public static readonly ErrorCode RepeatedVoucher = new("SIE105", "Two vouchers have the same series and number.",
        "Preliminary vouchers, or two exports joined.", "Look the number up in the ERP.");

    public static readonly ErrorCode VoucherOrder = new("SIE106", "Vouchers are not in ascending order.",
        "The program that wrote the file does not follow the standard.", "Nothing, if the numbers are right.");

    public static readonly ErrorCode LooseQuote = new("SIE107", "A quotation mark stands inside a text without its backslash.",
        "The program that wrote the file does not follow the standard. The mark was taken as part of the text.", "Nothing, if the text looks right.");

    public static readonly ErrorCode NotRead = new("SIE108", "A date or quantity that is only for information cannot be read.",
        "A date in another form than yyyymmdd, or a placeholder.", "Nothing.");

    public static readonly ErrorCode OutsideYear = new("SIE109", "A voucher is dated outside the fiscal year of the file.",
        "Accruals, or a wrong date.", "Look the voucher up in the ERP.");

    public static readonly ErrorCode EmptyVoucher = new("SIE110", "A voucher has no rows.",
        "A cancelled voucher.", "Nothing.");

    public static readonly ErrorCode MoreIssues = new("SIE111", "There were more findings than are listed.",
        "The same fault on many lines.", "Correct those listed first.");

    public static readonly ErrorCode UnknownInvoice = new("SIE112", "A row names a customer invoice that the file does not have.",
        "The export leaves out settled invoices, or another register's object.", "Nothing: what the row names is taken as the reference.");

    public static readonly ErrorCode SignatureUnchecked = new("SIE113", "The file's signature was not verified.",
        "A SIE 5 export is signed; who may sign is not known here.", "Nothing: the file's own balances prove its numbers.");

    public static readonly ErrorCode NotLedger = new("SIE201", "The file is no ledger export with vouchers (SIE 4E).",
        "Balances only were exported (type 1, 2 or 3), or an import file (4I) was dropped in the ledger folder.", "Export SIE type 4 for the whole fiscal year.");

    public static readonly ErrorCode AccountAbsent = new("SIE202", "An account that is to be reconciled is not in the file.",
        "A misspelt account in the configuration, or one without anything booked this year.", "Compare the configured account with the ERP's chart of accounts.");

    public static readonly ErrorCode CoverageUnsure = new("SIE203", "How far the file reaches is not what it says.",
        "#OMFATTN is a placeholder or lies outside the fiscal year.", "Nothing: the export's own date was used.");

    public static readonly ErrorCode WriteUnbalanced = new("SIE301", "A voucher to be written does not sum to zero.",
        "A fault in the rules that made it.", "Report it with the voucher's reference; nothing was written.");

    public static readonly ErrorCode WriteYear = new("SIE302", "A voucher to be written lies in no known fiscal year.",
        "The company's fiscal years in the configuration do not reach that far.", "Add the fiscal year to the configuration.");

    public static readonly ErrorCode WriteVoucher = new("SIE303", "A voucher to be written is not one that SIE can carry.",
        "Another currency than the books', no rows, an account that is no number, or an object without dimension.", "Correct the configuration that the message names.");

    public static readonly ErrorCode NotInCodePage = new("SIE304", "A character cannot be written in SIE's character set.",
        "SIE files are written in code page 437, which lacks many letters. It was replaced.", "Nothing, if the text is still understood.");

    public static readonly ErrorCode FlagUnreadable = new("SIE401", "The flag of a SIE file cannot be read.",
        "The file is open in another program, or does not begin with #FLAGGA.", "Close the program that holds it; look at the file's first line.");

    private static readonly HashSet<ErrorCode> Refusing =
    [
        NotSie, StrayText, OpenQuote, BadAmount, BadDate, MissingField, Truncated, WrongBrace, Unbalanced, BalanceBroken, ChecksumWrong,
        BadCharacter, TooLarge, Contradiction, Currency, NotXml, NotLedger,
    ];

    /// <summary>True for what makes a file unusable as a whole; false for what is only noted.</summary>
    public static bool Refuses(ErrorCode code) => Refusing.Contains(code);

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        NotSie, StrayText, OpenQuote, BadAmount, BadDate, MissingField, Truncated, WrongBrace, Unbalanced, BalanceBroken, ChecksumWrong,
        BadCharacter, TooLarge, Contradiction, Currency, NotXml,
        UnknownLabel, MissingRecord, MixedEncoding, DamagedText, RepeatedVoucher, VoucherOrder, LooseQuote, NotRead, OutsideYear,
        EmptyVoucher, MoreIssues, UnknownInvoice, SignatureUnchecked, NotLedger, AccountAbsent, CoverageUnsure,
        WriteUnbalanced, WriteYear, WriteVoucher, NotInCodePage, FlagUnreadable,
    ];
}
