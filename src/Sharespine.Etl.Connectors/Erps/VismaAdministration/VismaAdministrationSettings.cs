using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>One company in Visma Administration, reached by files.</summary>
public sealed record VismaAdministrationSettings
{
    [About("Folder shared with the agent beside the program; out, taken, in and error are made in it.")]
    public required string ExchangeFolder { get; init; }

    [About("Folder where SIE files for automatic import (Automatik) are put. Empty: vouchers are not dropped.")]
    public string? SieFolder { get; init; }

    [About("The fixed name under which the program looks for them.")]
    public string SieFile { get; init; } = "ETL.SI";

    [About("What a paid shop order becomes: order (order register) or invoice (invoice register).")]
    public ErpDocumentKind DocumentKind { get; init; } = ErpDocumentKind.Order;

    [About("Fields whose text may be cut to the ERP's length, as entity.field: article.name. Others are rejected when too long.")]
    public IReadOnlyList<string> Shorten { get; init; } = [];

    [About("Lengths of the installed version where they differ from the known ones, as entity.field: length.")]
    public IReadOnlyDictionary<string, int> Lengths { get; init; } = new Dictionary<string, int>();

    [About("Characters that Windows-1252 lacks: reject, or replace (accents dropped, else a question mark).")]
    public UnknownCharacters UnknownCharacters { get; init; } = UnknownCharacters.Reject;

    [About("Receivable accounts read from ledger exports.")]
    public IReadOnlyList<string> ReceivableAccounts { get; init; } = [];

    [About("Bank and clearing accounts read beside them.")]
    public IReadOnlyList<string> BankAccounts { get; init; } = [];

    [About("Code page of ledger exports when they are not in the standard's: CodePage437 or CodePage850.")]
    public SieEncoding LedgerEncoding { get; init; } = SieEncoding.CodePage437;

    /// <summary>Everything wrong with the settings, at once.</summary>
    public IReadOnlyList<Issue> Check()
    {
        var issues = new List<Issue>();
        void Wrong(string field, string message, string? hint = null) =>
            issues.Add(new(VismaAdministrationErrors.BadSettings, message, Field: field, Try: hint));

        if (ExchangeFolder.Length == 0)
        {
            Wrong("exchange_folder", "It is empty.");
        }

        if (!SafeName.Is(SieFile))
        {
            Wrong("sie_file", $"\"{SieFile}\" is not a plain file name.", "ETL.SI");
        }

        CheckFields(Wrong);
        foreach (var account in ReceivableAccounts.Concat(BankAccounts).Where(account => account.Length == 0 || !account.All(char.IsAsciiDigit)))
        {
            Wrong("receivable_accounts, bank_accounts", $"\"{account}\" is not an account number.");
        }

        return issues;
    }

    private void CheckFields(Action<string, string, string?> wrong)
    {
        var known = ExchangeEntities.FieldNames;
        foreach (var (setting, name) in Shorten.Select(name => ("shorten", name)).Concat(Lengths.Keys.Select(name => ("lengths", name))))
        {
            if (!known.Contains(name))
            {
                wrong(setting, $"\"{name}\" is not a text field of the exchange files.", Suggestion.For(name, known));
            }
        }

        foreach (var name in Shorten.Where(name => name.EndsWith("number", StringComparison.Ordinal) || name.EndsWith("_code", StringComparison.Ordinal)))
        {
            wrong("shorten", $"\"{name}\" names something: cut, it would name something else.", null);
        }

        foreach (var (name, length) in Lengths.Where(pair => pair.Value < 1))
        {
            wrong("lengths", FormattableString.Invariant($"{name}: {length} is not a length."), null);
        }
    }
}

public enum ErpDocumentKind
{
    Order,
    Invoice,
}

public enum UnknownCharacters
{
    Reject,
    Replace,
}
