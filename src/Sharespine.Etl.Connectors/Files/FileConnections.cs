using Sharespine.Etl.Connectors.FileTransfer;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Files;

/// <summary>A payment provider whose settlement files arrive in a folder; the format is a file mapping.</summary>
public sealed record SettlementFilesSettings
{
    [About("The provider as people write it: Klarna.")]
    public required string Provider { get; init; }

    [About("Where the files arrive.")]
    public required string Folder { get; init; }

    [About("A server that the files are fetched from into the folder, where nothing else brings them there.")]
    public FileServerSettings? From { get; init; }

    [About("File names that are wanted; *.tmp and the like are never taken.")]
    public string Pattern { get; init; } = "*.csv";

    [About("The file mapping, e.g. klarna.settlement.")]
    public required string Mapping { get; init; }
}

/// <summary>A ledger or customer ledger whose exports (CSV, Excel) arrive in a folder; the format is a mapping of kind ledger.</summary>
public sealed record LedgerFilesSettings
{
    [About("Where the exports are put.")]
    public required string Folder { get; init; }

    [About("File names that are wanted; several with a semicolon between.")]
    public string Pattern { get; init; } = "*.csv;*.txt;*.xlsx";

    [About("The mapping of kind ledger.")]
    public string Mapping { get; init; } = "generic.ledger";

    [About("The account of rows that name none, as in a customer ledger.")]
    public string? Account { get; init; }

    [About("Where voucher files (SIE 4I) are to appear.")]
    public string? Vouchers { get; init; }

    [About("Where files of customer payments (CSV) are to appear, and answers to them may be put.")]
    public string? Payments { get; init; }
}

/// <summary>Lists of orders, for ledgers that hold totals; the format is a mapping of kind order-list.</summary>
public sealed record OrderListFilesSettings
{
    [About("Where the lists are put.")]
    public required string Folder { get; init; }

    [About("File names that are wanted; several with a semicolon between.")]
    public string Pattern { get; init; } = "*.csv;*.txt;*.xlsx";

    [About("The mapping of kind order-list.")]
    public string Mapping { get; init; } = "generic.order-list";
}

/// <summary>Any accounting program that exports SIE 4E or SIE 5 and imports SIE 4I.</summary>
public sealed record SieFilesSettings
{
    [About("Where the exports of the fiscal year are put: SIE 4E (*.se) or SIE 5 (*.sie).")]
    public required string Ledger { get; init; }

    [About("Where voucher files are to appear.")]
    public string? Vouchers { get; init; }

    [About("The voucher files' format: sie4 (SIE 4I) or sie5 (SieEntry).")]
    public VoucherFormat VouchersAs { get; init; } = VoucherFormat.Sie4;

    [About("Where files of customer payments (CSV) are to appear, and answers to them may be put.")]
    public string? Payments { get; init; }
}

/// <summary>The bank's own statements (camt.053) that arrive in a folder.</summary>
public sealed record BankFilesSettings
{
    [About("Where the statements (camt.053) arrive.")]
    public required string Folder { get; init; }

    [About("File names that are wanted; *.tmp and the like are never taken.")]
    public string Pattern { get; init; } = "*.xml";

    [About("The ledger's account for it.")]
    public string Account { get; init; } = "1930";

    [About("The bank account wanted, where the files may hold several: IBAN, or the bank's own number.")]
    public string? Iban { get; init; }
}
