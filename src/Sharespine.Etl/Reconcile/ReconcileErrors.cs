using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Reconcile;

public static class ReconcileErrors
{
    public static readonly ErrorCode UnknownKey = new("REC001", "A booking rule file has a key that is not known.",
        "A misspelling, or a key of another version.", "Use the spelling that is suggested, or take the key out.");

    public static readonly ErrorCode MissingKey = new("REC002", "A booking rule file lacks something that must be there.",
        "The file was cut short, or a rule is not finished.", "Add the key at the place given.");

    public static readonly ErrorCode BadValue = new("REC003", "A value in booking rules or reconciliation settings cannot be used.",
        "A misspelt word, or an account number that is not one.", "Correct the value; the message says what is wanted.");

    public static readonly ErrorCode UnreachableRule = new("REC004", "A booking rule can never be used.",
        "An earlier rule takes every line that this one could take.", "Move the narrower rule above the wider one, or remove it.");

    public static readonly ErrorCode NoRule = new("REC005", "No booking rule says how sales or returns are settled.",
        "The rules file lacks the rule with receivable: true.", "Add a rule with types [sale, return] and receivable: true.");

    public static readonly ErrorCode CustomerLedger = new("REC006", "Vouchers would be booked on an account that carries a customer ledger.",
        "Sales are booked as customer invoices; a voucher on the account does not settle an invoice, and the ledger and the account part ways.",
        "Settle the invoices as customer payments in the ERP, or name the account that sales by voucher are booked on.");

    public static readonly ErrorCode BankAccount = new("REC007", "A bank account stands as the provider's clearing account.",
        "The bank's own feed books the bank account; a payout booked there too is there twice.",
        "Name a clearing account of its own for the provider, such as 1684, and let the bank line settle that.");

    public static readonly ErrorCode BadPattern = new("REC008", "A regular expression cannot be used.",
        "It is not written right, or it takes too long on some text.", "Correct the expression; try it on the text given.");

    public static readonly ErrorCode RepeatedLine = new("REC009", "A payout holds two lines with the same key.",
        "The file mapping's line key does not tell the lines apart.", "Add a column to the line key of the mapping.");

    public static readonly ErrorCode MixedCurrencies = new("REC010", "A payout holds amounts of several currencies.",
        "The file mapping takes lines of several payouts together.", "Correct the mapping: a payout has one currency.");

    public static readonly ErrorCode OpenAmountTaken = new("REC011", "More would be settled than is open.",
        "Another process settled the same line or entry meanwhile.", "Run the match stage again: it starts from what is open now.");

    public static readonly ErrorCode UnbalancedVoucher = new("REC012", "A planned voucher does not sum to zero.",
        "A fault in the program; nothing was saved.", "Report it with the payout's settlement file.");

    public static readonly ErrorCode StaleDecision = new("REC013", "The decision was made on an older state of the exception.",
        "New files came in since the report was made.", "Look at the newest report and decide again.");

    public static readonly ErrorCode UnknownException = new("REC014", "There is no open exception with this id.",
        "It was solved meanwhile, or the id is misspelt.", "Take the id from the newest report.");

    public static readonly ErrorCode RepeatedEntry = new("REC015", "A ledger snapshot holds the same voucher row twice.",
        "The ledger file repeats a voucher number within series and year.", "Look at the vouchers named in the ledger, and export again.");

    public static readonly ErrorCode UnknownVoucher = new("REC016", "A voucher that is said to be written was never planned, or stands in another file.",
        "The post stage was bypassed, or a file was written twice.", "Run the post stage again and write what it returns.");

    public static readonly ErrorCode RepeatedSetting = new("REC017", "The same thing is configured twice.",
        "A block was copied and not changed.", "Keep one of the two.");

    public static readonly ErrorCode BadRates = new("REC018", "The file of exchange rates cannot be used.",
        "It is missing, or a line is not date;currency;rate.", "Correct the line named, or take posting.rates out: payouts in other currencies are then held until the bank line tells their rate.");

    public static readonly ErrorCode DecidedOtherwise = new("REC040", "Something else was decided about the exception before.",
        "Two people decided, or the same workbook was filled in twice.", "Take the first decision back with undo, then decide anew.");

    public static readonly ErrorCode BadAmount = new("REC041", "An amount cannot be read.",
        "Letters, or a thousands separator that could be a decimal mark.", "Write it as 1234.50 or 1 234,50.");

    public static readonly ErrorCode BeyondOpen = new("REC042", "More would be settled than is open.",
        "A part was settled meanwhile or is decided elsewhere, or the amounts have different signs.", "Link what both sides hold; the message has both figures. Decide about the rest by itself.");

    public static readonly ErrorCode UnknownTarget = new("REC043", "A link names a voucher that is not there, or one that is there in several years.",
        "It is misspelt, stands on another account, or lies before the start.", "Take one of the vouchers that the message names, as the report writes it.");

    public static readonly ErrorCode NotLinkable = new("REC044", "The exception cannot be decided in this way.",
        "It is about a payout, a voucher or an account as a whole.", "Link or write off its lines and vouchers, or ignore it.");

    public static readonly ErrorCode NoTarget = new("REC045", "A link names nothing to link to.",
        "The target column was left empty.", "Name the voucher, such as A 123.");

    public static readonly ErrorCode BadAccount = new("REC046", "The account cannot take a write-off.",
        "It is no account number, not in the ledger's chart of accounts, or the receivable or suspense account itself.", "Name a cost account, such as 6351 for lost receivables or 3740 for rounding.");

    public static readonly ErrorCode NotBooked = new("REC047", "The write-off would not be booked.",
        "Posting is off, or the payout was booked by somebody else.", "Correct it in the ledger, or ignore the exception.");

    public static readonly ErrorCode NothingToUndo = new("REC048", "There is no decision to take back.",
        "None was made, or it was taken back before.", "See run.cmd resolve <reconciliation> list.");

    public static readonly ErrorCode OpeningUnreadable = new("REC050", "The list that a reconciliation starts with cannot be used.",
        "A heading is missing, a row has no day or amount, or names an account that is not reconciled.", "Correct the rows named; reconcile start --propose writes a list to begin with.");

    public static readonly ErrorCode OpeningDiffers = new("REC051", "What a reconciliation starts with does not meet the ledger's balance.",
        "An open item is missing, listed twice, or has another amount.", "Correct the list, or put the difference into the account's one amount when older sales explain it.");

    public static readonly ErrorCode StartedAlready = new("REC052", "The reconciliation was started already.",
        "Another list was approved before, or vouchers are planned or posted.", "Keep the start that holds; with --replace another one takes its place as long as nothing is posted.");

    public static readonly ErrorCode NoBalance = new("REC053", "No ledger tells the balance at the start.",
        "The fiscal year's export is missing, ends before the date, or has no opening balance.", "Export the fiscal year with opening balances to at least the day before the start, and run the command again.");

    public static readonly ErrorCode StartedMeanwhile = new("REC054", "A reconciliation was started anew while a run was at work on it.",
        "Somebody approved another start (reconcile start) in the middle of a run.", "Run it again: it goes on under the new start.");

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        UnknownKey, MissingKey, BadValue, UnreachableRule, NoRule, CustomerLedger, BankAccount, BadPattern, RepeatedLine,
        MixedCurrencies, OpenAmountTaken, UnbalancedVoucher, StaleDecision, UnknownException, RepeatedEntry, UnknownVoucher,
        RepeatedSetting, BadRates, DecidedOtherwise, BadAmount, BeyondOpen, UnknownTarget, NotLinkable, NoTarget, BadAccount, NotBooked, NothingToUndo,
        OpeningUnreadable, OpeningDiffers, StartedAlready, NoBalance, StartedMeanwhile,
    ];
}
