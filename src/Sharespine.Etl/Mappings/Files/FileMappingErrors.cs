using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>
/// What can be wrong with a delimited file (FIL001–FIL039), what is worth a note about one (FIL040–FIL049), with a file
/// mapping (FIL050–FIL059) and with the folder that files come from (FIL060–FIL069).
/// </summary>
public static class FileMappingErrors
{
    public static readonly ErrorCode NotDelimited = new("FIL001", "The file is not delimited text.",
        "A web page, a spreadsheet, a PDF or UTF-16 text was saved under the name of a CSV file.",
        "Fetch the file again from the provider, as CSV in UTF-8 or Latin-1.");

    public static readonly ErrorCode WrongEncoding = new("FIL002", "The bytes are not text in any encoding that the mapping allows.",
        "The file was saved by another program in another encoding, or it is damaged.",
        "Fetch the file again, or name its encoding under format: encoding in the mapping.");

    public static readonly ErrorCode EmptyFile = new("FIL003", "The file is empty.",
        "It was created and not written, or fetched while it was being written.", "Fetch it again from the provider.");

    public static readonly ErrorCode NoSection = new("FIL004", "No line of the file is a header that the mapping knows.",
        "The provider's column captions were changed, or the file is of another kind.",
        "Compare the header line with the mapping's sections; add a caption under also: for a renamed column.");

    public static readonly ErrorCode BadQuotes = new("FIL005", "A quote is not closed, or text follows a closing quote.",
        "The file was cut off or edited by hand, or a text contains a quote that was not doubled.",
        "Fetch the file again; what follows a wrong quote cannot be trusted, so nothing of the file was taken.");

    public static readonly ErrorCode TooLarge = new("FIL006", "A record is larger than any real one.",
        "A quote that is never closed, or a file that is not delimited text.", "Open the file at the line given and fetch it again.");

    public static readonly ErrorCode Truncated = new("FIL007", "The file ends in the middle of a line.",
        "It was fetched while it was being written, or the transfer broke.", "Fetch the file again; nothing of it was taken.");

    public static readonly ErrorCode Incomplete = new("FIL008", "A part of the file is missing.",
        "It was fetched while it was being written, or the report was configured without that part.",
        "Fetch the file again; nothing of it was taken.");

    public static readonly ErrorCode AmbiguousNumbers = new("FIL009", "The file does not show whether comma or point separates the decimals.",
        "Every amount has a single separator with three digits after it.", "Name it under format: decimal in the mapping (point or comma).");

    public static readonly ErrorCode RepeatedColumn = new("FIL010", "Two columns of the file mean the same field.",
        "The report was configured with a column twice, or with its old and its new caption.",
        "Take one of them out of the report, or out of the mapping's also: list.");

    public static readonly ErrorCode MissingColumn = new("FIL011", "A column that the mapping needs is not in the file.",
        "The report was configured without it, or its caption was changed.",
        "Add the column to the report, or its new caption under also: in the mapping.");

    public static readonly ErrorCode AmbiguousDelimiter = new("FIL012", "The header can be read with more than one delimiter.",
        "The header line holds several kinds of separators.", "Name it under format: delimiter in the mapping.");

    public static readonly ErrorCode BadWorkbook = new("FIL013", "The Excel workbook cannot be read.",
        "It is damaged, of another kind (a template, one with macros), unpacks too large, or holds a formula without its value.",
        "Fetch it again, or open it in Excel and save it as an Excel workbook (.xlsx). Nothing of it was taken.");

    public static readonly ErrorCode NoSheet = new("FIL014", "No sheet of the workbook is the one that is looked for.",
        "The column captions or the sheet's name were changed, or the sheet is hidden.",
        "Compare the sheets with the mapping's sections, or name the sheet under format: sheet.");

    public static readonly ErrorCode MergedCells = new("FIL015", "Cells of the table are merged.",
        "The sheet was laid out for reading: a caption stands over several columns, or a value over several rows.",
        "Undo the merging in Excel, or fetch the report without layout. Nothing of it was taken.");

    public static readonly ErrorCode BadJson = new("FIL016", "The file is not sound JSON.",
        "It was cut off, put together by hand, or says a property twice.", "Fetch it again from the provider. Nothing of it was taken.");

    public static readonly ErrorCode WrongShape = new("FIL017", "A part of the JSON document has another shape than the mapping says.",
        "The provider has changed its answer, or the file is of another kind.",
        "Compare the document with at: and path: in the mapping. Nothing of it was taken.");

    public static readonly ErrorCode HalfRead = new("FIL018", "A list holds fewer or more items than the document says.",
        "Pages of the answer are missing: fetching stopped halfway.", "Fetch the payout again. Nothing of it was taken.");

    public static readonly ErrorCode OtherContainer = new("FIL019", "The file is of another container than the mapping reads.",
        "A report was fetched as Excel where CSV is expected, or the other way round.",
        "Fetch it in the other form, or change format: container in the mapping.");

    public static readonly ErrorCode FieldCount = new("FIL020", "A row has more or fewer fields than its header.",
        "A decimal comma or a delimiter stands inside an unquoted field, or the line was cut.",
        "Fetch the file again or correct the report's layout. The payout was not taken.");

    public static readonly ErrorCode BadAmount = new("FIL021", "An amount cannot be read.",
        "The report's number format differs from what the rest of the file shows.",
        "Correct the report's number format, or name it under format: in the mapping. The payout was not taken.");

    public static readonly ErrorCode BadDate = new("FIL022", "A date cannot be read.",
        "The report's date format is not among the mapping's.", "Add the format under format: dates in the mapping. The payout was not taken.");

    public static readonly ErrorCode BadCurrency = new("FIL023", "A currency is unreadable or not the payout's.",
        "A column was shifted, or rows of several payouts are mixed.", "Fetch the file again. The payout was not taken.");

    public static readonly ErrorCode MissingValue = new("FIL024", "A required value is empty.",
        "The provider left it out, or a column was shifted.", "Ask the provider, or give a fallback in the mapping. The payout was not taken.");

    public static readonly ErrorCode UnknownType = new("FIL025", "The mapping's type table does not know a type.",
        "The provider has introduced a new kind of row.", "Find out what it is and add it under types: in the mapping; until then it stays an exception.");

    public static readonly ErrorCode UnknownKind = new("FIL026", "The settlement type is not in the mapping's table.",
        "The provider has introduced a new kind of settlement.", "Find out whether fees are drawn from the payout and add it under payout: kinds.");

    public static readonly ErrorCode StrayRow = new("FIL027", "A row belongs to no payout.",
        "Text stands between the sections, or rows name a payout that the file does not have.", "Fetch the file again, or add the section to the mapping.");

    public static readonly ErrorCode RuleFailed = new("FIL028", "A rule of the mapping could not be computed for a row.",
        "A value is of another kind than the rule expects.", "Look at the rule and the row named. The payout was not taken.");

    public static readonly ErrorCode UnexpectedVat = new("FIL029", "A row carries VAT although its type is not one that has it.",
        "The provider charges VAT on a new kind of row, or the column means something else.",
        "Set vat: yes on the type in the mapping if it is VAT on a fee. The VAT was not counted.");

    public static readonly ErrorCode OutOfBalance = new("FIL030", "The lines of a payout do not sum to the provider's total.",
        "Rows are missing from the file, or a type enters with the wrong sign.",
        "Compare with the totals named beside it. Nothing of this payout is posted until it balances.");

    public static readonly ErrorCode TotalMismatch = new("FIL031", "One of the file's totals differs from the sum of its rows.",
        "Rows are missing from the file, or the provider counts a type elsewhere.", "Compare the rows of that type with the provider's portal.");

    public static readonly ErrorCode ControlMismatch = new("FIL032", "The file's own totals contradict each other.",
        "The provider has introduced a total that the mapping does not know, or the file was edited.", "Look for a new total among the unknown columns.");

    public static readonly ErrorCode RepeatedPayout = new("FIL033", "The file holds the same payout twice.",
        "Reports were put together by hand.", "Only the first was taken; compare the two.");

    public static readonly ErrorCode MoreIssues = new("FIL034", "The file has more issues than are listed.",
        "A whole column is unreadable.", "Correct the first ones and read the file again.");

    public static readonly ErrorCode UnknownRecord = new("FIL035", "The file has a record that the mapping does not know.",
        "The provider has introduced a record type.",
        "Find out what it is and add it under sections: in the mapping. Payouts around it are taken only if their totals prove them without it.");

    public static readonly ErrorCode Joined = new("FIL036", "An amount was cut in two by its own decimal comma.",
        "The provider writes a decimal comma without quotes into a file with commas between the fields.",
        "The amount was put together, which is possible in one way only. The payout is taken only if its totals prove it.");

    public static readonly ErrorCode Unproven = new("FIL037", "A payout rests on something that its totals do not prove.",
        "A record was not known, an amount was put together, or rows name another payout, and the sums do not agree.",
        "Look at the issues named with it, and fetch the file again or complete the mapping. The payout was not taken.");

    public static readonly ErrorCode UnknownToProvider = new("FIL038", "The provider itself did not know an amount when it made the file.",
        "A fee is set later than the transaction, and the report says so instead of an amount.",
        "Fetch the report again later. Until then the line is an exception of nothing: no amount was guessed.");

    public static readonly ErrorCode UnknownColumn = new("FIL040", "The file has a column that the mapping does not know.",
        "The provider has added a column, or the report was configured with more.", "Nothing is wrong. Name it under columns: to use it.");

    public static readonly ErrorCode NoTotals = new("FIL041", "The file states no total for the payout.",
        "The report was configured without its summary section.", "The sum of the lines cannot be proven; compare it with the bank line.");

    public static readonly ErrorCode NoLineEnd = new("FIL042", "The last line has no line end.",
        "The provider writes it so, or the last field was cut.", "The line has all its fields and was taken.");

    public static readonly ErrorCode Filtered = new("FIL043", "Rows were left out by the mapping's row filter.",
        "The mapping's lines: when: says so.", "Nothing is wrong; change the filter if they are wanted.");

    public static readonly ErrorCode OutsideSections = new("FIL044", "A line before the first section is not read.",
        "The provider writes a title above the table.", "Nothing is wrong.");

    public static readonly ErrorCode OtherSheets = new("FIL045", "The workbook has further sheets, which are not read.",
        "The provider adds a summary or an explanation.", "Nothing is wrong, unless they hold settlements too: then save each sheet as a file of its own.");

    public static readonly ErrorCode NoPayouts = new("FIL046", "The document holds no payout.",
        "Nothing was settled that day.", "Nothing is wrong.");

    public static readonly ErrorCode NoCaption = new("FIL047", "A column without caption holds values, which are not read.",
        "Somebody wrote a remark beside the table, or the header lost a caption.", "Nothing is wrong if it is a remark; else give the column its caption.");

    public static readonly ErrorCode Unread = new("FIL048", "A record is not read, as the mapping says.",
        "Its columns are not known to whoever wrote the mapping.", "Nothing is wrong where totals prove the payouts; complete the section when you know its columns.");

    public static readonly ErrorCode UnknownKey = new("FIL050", "The file mapping has a key that is not known.",
        "A spelling mistake, or a key in the wrong place.", "Correct it as suggested; docs/file-mappings.md lists the keys.");

    public static readonly ErrorCode MissingKey = new("FIL051", "The file mapping lacks something it needs.",
        "A required key or target field was left out.", "Add it; docs/file-mappings.md shows an example.");

    public static readonly ErrorCode BadSetting = new("FIL052", "A value in the file mapping is not one of those allowed.",
        "A spelling mistake or a value of the wrong kind.", "Write one of the values named.");

    public static readonly ErrorCode UnknownName = new("FIL053", "The file mapping names a column, type, total or section that it does not define.",
        "A spelling mistake, or the definition was removed.", "Correct the name or add the definition.");

    public static readonly ErrorCode Unreachable = new("FIL054", "A part of the file mapping can never be used.",
        "The same name is defined twice, or nothing refers to it.", "Remove it.");

    public static readonly ErrorCode ExampleFailed = new("FIL055", "An example of the file mapping does not hold.",
        "The mapping was changed and the example not, or the change was wrong.", "Correct the one that is wrong.");

    public static readonly ErrorCode UnstableKey = new("FIL056", "A column of the line key may be absent from a layout.",
        "Keys would change when the provider re-sends the payout with other columns.", "Name it under required: in its section, or take it out of the key.");

    public static readonly ErrorCode BadFileName = new("FIL060", "A file in the inbox has a name that is not accepted.",
        "It holds characters that are not safe in a file name.", "Rename the file; nothing of it was taken.");

    public static readonly ErrorCode InboxUnreadable = new("FIL061", "The inbox folder or a file in it cannot be read.",
        "The folder does not exist, or the program may not read it.", "Create the folder or give the program access to it.");

    public static readonly ErrorCode ChangedWhileArchived = new("FIL062", "A file changed while it was being archived.",
        "It was still being written.", "Nothing of it was taken; the next look takes it when it has come to rest.");

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        NotDelimited, WrongEncoding, EmptyFile, NoSection, BadQuotes, TooLarge, Truncated, Incomplete, AmbiguousNumbers,
        RepeatedColumn, MissingColumn, AmbiguousDelimiter, BadWorkbook, NoSheet, MergedCells, BadJson, WrongShape, HalfRead, OtherContainer, FieldCount, BadAmount, BadDate, BadCurrency, MissingValue, UnknownType,
        UnknownKind, StrayRow, RuleFailed, UnexpectedVat, OutOfBalance, TotalMismatch, ControlMismatch, RepeatedPayout, MoreIssues,
        UnknownRecord, Joined, Unproven, UnknownToProvider,
        UnknownColumn, NoTotals, NoLineEnd, Filtered, OutsideSections, OtherSheets, NoPayouts, NoCaption, Unread,
        UnknownKey, MissingKey, BadSetting, UnknownName, Unreachable, ExampleFailed, UnstableKey,
        BadFileName, InboxUnreadable, ChangedWhileArchived,
    ];
}
