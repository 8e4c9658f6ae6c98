using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>One company in Visma Administration, reached by files.</summary>
public sealed record VismaAdministrationSettings
{
    [About("Folder shared with the agent beside the program; out, taken, in and error are made in it.")]
    public required string Exchange { get; init; }

    [About("Folder where SIE 4E exports of the fiscal year are put, for reconciliation.")]
    public string? Ledger { get; init; }

    [About("Folder where voucher files (SIE 4I) appear, each under a name of its own, to be imported by hand.")]
    public string? Vouchers { get; init; }

    [About("Instead of vouchers: the folder where the program itself looks for a SIE file to import (Automatik). One file at a time.")]
    public string? Automatik { get; init; }

    [About("The fixed name under which it looks for it.")]
    public string AutomatikFile { get; init; } = "ETL.SI";

    [About("Fields whose text may be cut to the ERP's length, as entity.field: article.name. Others are rejected when too long.")]
    public IReadOnlyList<string> Shorten { get; init; } = [];

    [About("Lengths of the installed version where they differ from the known ones, as entity.field: length.")]
    public IReadOnlyDictionary<string, int> Lengths { get; init; } = new Dictionary<string, int>();

    [About("Characters that Windows-1252 lacks: reject, or replace (accents dropped, else a question mark).")]
    public UnknownCharacters UnknownCharacters { get; init; } = UnknownCharacters.Reject;

    /// <summary>Everything wrong with the settings, at once.</summary>
    public IReadOnlyList<Issue> Check()
    {
        var issues = new List<Issue>();
        void Wrong(string field, string message, string? hint = null) =>
            issues.Add(new(VismaAdministrationErrors.BadSettings, message, Field: field, Try: hint));

        if (Exchange.Length == 0)
        {
            Wrong("exchange", "It is empty.");
        }

        if (!SafeName.Is(AutomatikFile))
        {
            Wrong("automatik-file", $"\"{AutomatikFile}\" is not a plain file name.", "ETL.SI");
        }

        CheckFields(Wrong);
        if (Vouchers is not null && Automatik is not null)
        {
            Wrong("automatik", "Voucher files go to one place.", "keep vouchers or automatik");
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

public enum UnknownCharacters
{
    Reject,
    Replace,
}
