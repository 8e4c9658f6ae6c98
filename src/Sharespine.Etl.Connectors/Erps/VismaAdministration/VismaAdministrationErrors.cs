using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

public static class VismaAdministrationErrors
{
    public static readonly ErrorCode BadSettings = new("VAD001", "A setting of the Visma Administration connection cannot be used.",
        "It is empty, misspelt, or names a field that does not exist.", "Correct the setting that the message names.");

    public static readonly ErrorCode TooLong = new("VAD002", "A text is longer than the ERP's field.",
        "Shops allow longer names and addresses than Visma Administration.", "Shorten it in the shop or in the mapping, or list the field under shorten: if a cut text is good enough.");

    public static readonly ErrorCode NotInCodePage = new("VAD003", "A text has characters that the ERP cannot store.",
        "Visma Administration stores Windows-1252: letters of Western Europe only.", "Change the text, or set unknown_characters: replace.");

    public static readonly ErrorCode BadPayload = new("VAD004", "A document is not what the exchange files carry.",
        "The mapping's target is another record, or the document was staged by an older version.", "Run check; then rerun the transform stage.");

    public static readonly ErrorCode UnknownEntity = new("VAD005", "The exchange files do not carry this entity.",
        "The flow sends something else than orders, invoices, credits, customers or articles.", "Correct the flow's entities.");

    public static readonly ErrorCode UnsafeName = new("VAD006", "A name cannot stand in a file name.",
        "A batch id or file name has characters that folders give a meaning.", "Report it: such names are never made by this program.");

    public static readonly ErrorCode BatchChanged = new("VAD007", "A batch was written before with other content.",
        "Mapping or settings were changed between the first attempt and this one, after the files were handed over.", "Nothing was written. Look in the exchange folder whether the agent took the batch; then retry its documents as a new batch.");

    public static readonly ErrorCode CannotWrite = new("VAD008", "The exchange folder cannot be written or read.",
        "The folder is missing, not shared with this user, or a file is held by another program.", "Create the folder, give access, close the program. The next run tries again.");

    public static readonly ErrorCode BadReceipt = new("VAD009", "An acknowledgement cannot be used.",
        "The agent wrote another layout, names documents that the batch does not have, or leaves some out.", "Look at the file in the exchange folder's in and at the agent's log. Correct the file; it is read again next time.");

    public static readonly ErrorCode BatchRefused = new("VAD010", "The agent refused a whole batch.",
        "The agent could not open the company, or could not read the files.", "Look at the files in the exchange folder's error and at the agent's log; then retry the documents.");

    public static readonly ErrorCode SieLying = new("VAD011", "The SIE file before this one has not been imported yet.",
        "Nobody has opened the voucher window, the file is not marked Automatik, or the import failed.", "Open the voucher window in Visma Administration, or import the file by hand.");

    public static readonly ErrorCode SieUnconfirmed = new("VAD012", "The SIE file before this one was imported, but its vouchers have not been seen in the ledger.",
        "No ledger was exported since, or the vouchers were not booked.", "Export the ledger (SIE type 4) and run the reconciliation. If the file is not ours, move it away.");

    public static readonly ErrorCode SieUnreadable = new("VAD013", "The SIE file in the drop folder cannot be read.",
        "It is open in Visma Administration, or is no SIE file.", "Close the window that holds it; the next run tries again. If the file is not ours, move it away.");

    public static readonly ErrorCode TextRowWithAmount = new("VAD014", "A row has an amount but no article number.",
        "In Visma Administration a row without article number is text only: its amount would be lost.", "Give the row an article in the mapping (row-article for freight, fees and discounts).");

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        BadSettings, TooLong, NotInCodePage, BadPayload, UnknownEntity, UnsafeName, BatchChanged, CannotWrite, BadReceipt, BatchRefused,
        SieLying, SieUnconfirmed, SieUnreadable, TextRowWithAmount,
    ];
}
