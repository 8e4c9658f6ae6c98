using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Sie;

/// <summary>A SIE 4E or SIE 5 export as the reconciliation wants it: one snapshot per account asked for.</summary>
public sealed record SieLedgerFile
{
    /// <summary>How the records of a SIE 4 file were read; null for SIE 5.</summary>
    public SieReadResult? Reading { get; init; }

    /// <summary>Organisation number as written, or the company's name where there is none or it is a person's number.</summary>
    public required string Company { get; init; }

    public required string Program { get; init; }

    public required DateOnly? GeneratedOn { get; init; }

    /// <summary>In the order asked for, in SIE 5 fiscal year by fiscal year; empty when the file is refused.</summary>
    public required IReadOnlyList<LedgerSnapshot> Receivables { get; init; }

    /// <summary>The same for the bank and clearing accounts asked for.</summary>
    public required IReadOnlyList<LedgerSnapshot> Banks { get; init; }

    /// <summary>Names of all accounts in the file.</summary>
    public required IReadOnlyDictionary<string, string> AccountNames { get; init; }

    /// <summary>Texts of any account that may hold our references, each with its voucher.</summary>
    public IReadOnlyList<(string Text, string Voucher)> ReferenceTexts { get; init; } = [];

    /// <summary>False for a customer ledger alone, which no voucher of ours stands in.</summary>
    public bool HasVouchers { get; init; } = true;

    public required IReadOnlyList<Issue> Issues { get; init; }

    /// <summary>True when the file must not be used; the reasons are among <see cref="Issues"/>.</summary>
    public bool IsRefused => Issues.Any(issue => SieErrors.Refuses(issue.Code));
}
