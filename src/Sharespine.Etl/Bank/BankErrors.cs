using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Bank;

public static class BankErrors
{
    public static readonly ErrorCode NotStatement = new("BNK001", "The file is not a bank statement that can be read.",
        "It is cut short, damaged, holds a document type declaration, or is another message than camt.053 (a camt.052 or camt.054).",
        "Fetch it from the bank again, as camt.053. Nothing of the file was used.");

    public static readonly ErrorCode BadValue = new("BNK002", "A bank statement holds a value that cannot be used.",
        "An amount, date, currency or sign is not written as ISO 20022 has it.", "Ask the bank for the statement again. Nothing of the file was used.");

    public static readonly ErrorCode NoBalance = new("BNK003", "A bank statement lacks its opening or closing balance.",
        "The statement is a part of one, or the bank leaves the balance out.", "Fetch the whole statement: without both balances its entries prove nothing.");

    public static readonly ErrorCode DoesNotAdd = new("BNK004", "A bank statement does not add up.",
        "Opening balance and booked entries do not make the closing balance: entries are missing or stand twice.", "Fetch the statement from the bank again. Nothing of the file was used.");

    public static readonly ErrorCode OtherAccount = new("BNK005", "The bank statement is another account's.",
        "The file was put into the wrong folder, or the connection's iban is wrong.", "Move the file, or correct iban. Nothing of the file was used.");

    public static readonly ErrorCode SeveralAccounts = new("BNK006", "The bank statements are of several accounts, and the configuration does not say which is meant.",
        "The bank sends all accounts in one file.", "Set iban on the connection.");

    public static IReadOnlyList<ErrorCode> All { get; } = [NotStatement, BadValue, NoBalance, DoesNotAdd, OtherAccount, SeveralAccounts];
}
