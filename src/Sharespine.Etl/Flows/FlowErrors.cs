using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Flows;

public static class FlowErrors
{
    public static readonly ErrorCode OtherCompany = new("FLW001", "The ledger is another company's.",
        "A file was put into the wrong folder, or the organisation number in the configuration is wrong.", "Move the file, or correct company.organisation-number. Nothing of the file was used.");

    public static readonly ErrorCode VoucherFileWaits = new("FLW002", "Vouchers wait for the file before them.",
        "The ERP has not read the SIE file that lies there, or its vouchers are not in a later ledger export yet.",
        "Open the voucher window in the ERP so that it imports the file; put a new ledger export where it is read. The next run goes on.");

    public static readonly ErrorCode NoPayoutInName = new("FLW003", "A PDF names no payout.",
        "PDFs beside settlement files are archived with the payout whose reference is in their name; this name holds none.", "Rename the file to the payout's reference; the next run takes it.");

    public static readonly ErrorCode StagedContradiction = new("FLW005", "What the ERP answered about its ledger contradicts itself.",
        "It was read while somebody booked, or the connector misreads the ERP.", "Run the reconciliation again. Nothing of the answer was used; if it comes back, report it with the message.");

    public static readonly ErrorCode BadPaymentAnswer = new("FLW006", "The answer to a payment file cannot be used.",
        "It forgets a payment, names a foreign one, or is not key;number;error.", "Have the file written again, one line for every payment of the batch; until then the batch counts as not answered.");

    public static IReadOnlyList<ErrorCode> All { get; } = [OtherCompany, VoucherFileWaits, NoPayoutInName, StagedContradiction, BadPaymentAnswer];
}
