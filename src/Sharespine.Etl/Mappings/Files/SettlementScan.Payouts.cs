using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>Which payout a row belongs to, and how a payout begins and ends.</summary>
internal sealed partial class SettlementScan
{
    // Heads that follow each other without a row between them: the rows after a single one are its.
    private int _headsInRun;
    private bool _afterLine;
    private readonly List<Issue> _lost = [];

    private PayoutBuilder BeginPayout(PayoutRule rule)
    {
        var at = Here();
        var payout = _row.Issues.Count == 0 ? PayoutHead.Read(_row, rule, _mapping) : null;
        if (payout is not null && !_known.Add((payout.MerchantId, payout.Reference)))
        {
            _row.Add(FileMappingErrors.RepeatedPayout, rule.Reference, "the file holds this payout twice");
            payout = null;
        }

        var reference = payout?.Reference ?? (_row.Issues.Any(issue => issue.Code == FileMappingErrors.FieldCount) ? "" : _row.Text(rule.Reference) ?? "");
        var builder = new PayoutBuilder(_payoutCount++, _mapping, rule, payout, reference, at);
        _headsInRun = _afterLine ? 1 : _headsInRun + 1;
        _afterLine = false;
        _open.Add(builder);
        _byReference.TryAdd(reference, builder);
        if (payout is null)
        {
            builder.Refuse(_row.Issues);
            return builder;
        }

        if (payout.Total is null && _mapping.Closing is null)
        {
            _notes.Add(NoTotal(builder));
        }

        _unknown.ForEach(builder.Doubt);
        _unread.ForEach(builder.Suspect);
        _unknown.Clear();
        _unread.Clear();
        _sink.Begin(builder.Index, payout);
        return builder;
    }

    private static Issue NoTotal(PayoutBuilder payout) =>
        new(FileMappingErrors.NoTotals, "the file states no total for the payout: the sum of its lines cannot be proven.", payout.At with { Record = "payout " + payout.Reference });

    /// <summary>Null when the row is so wrong that it does not say to which of the payouts it belongs.</summary>
    private PayoutBuilder? FindPayout(LineRule lines)
    {
        var isShifted = _row.Issues.Any(issue => issue.Code == FileMappingErrors.FieldCount);
        if (_rule!.From == lines.From)
        {
            return isShifted ? null : Grouped(_rule);
        }

        _afterLine = true;
        if (_row.Issues.Count > 0 && lines.Payout is not null && _open.Count > 1)
        {
            return null;
        }

        if (lines.Payout is { } link && _row.Issues.Count == 0 && _row.Text(link, repeats: true) is { } reference)
        {
            return _byReference.GetValueOrDefault(reference) ?? Other(reference, link);
        }

        return _open.Count == 1 || (_mapping.Closing is not null && _headsInRun == 1 && _open.Count > 0) ? _open[^1] : throw Refused(FileMappingErrors.StrayRow, _open.Count == 0
            ? "the row belongs to no payout: no payout came before it."
            : string.Create(CultureInfo.InvariantCulture, $"{_open.Count} payouts came before this row and it does not say to which it belongs."), Here(), "add the payout's reference to the rows of the report.");
    }

    /// <summary>Any payout of the file may lack the row: only those whose totals prove them are taken.</summary>
    private void Lose()
    {
        _refused++;
        _row.Issues.ForEach(_issues.Add);
        _lost.AddRange(_row.Issues);
    }

    /// <summary>Where the file has one payout only, a row that names another may still be its: the total has to prove it.</summary>
    private PayoutBuilder Other(string reference, FieldRule link)
    {
        if (_payoutCount != 1 || _open is not [var only])
        {
            throw Refused(FileMappingErrors.StrayRow, $"the row belongs to payout {Row.Quote(reference)}, which the file does not have.", Here(), "fetch the report again.");
        }

        if (!only.HasStrays)
        {
            only.HasStrays = true;
            _row.Record = "payout " + only.Reference;
            only.Doubt(_row.Issue(FileMappingErrors.StrayRow, link, $"from here on rows name payout {Row.Quote(reference)}; the file's only one is {only.Reference}"));
        }

        return only;
    }

    /// <summary>Rows that carry their payout's facts themselves.</summary>
    private PayoutBuilder Grouped(PayoutRule rule)
    {
        var reference = _row.Text(rule.Reference, repeats: true);
        if (!_byReference.TryGetValue(reference ?? "", out var payout))
        {
            return BeginPayout(rule);
        }

        if (payout.Payout is { } facts)
        {
            PayoutHead.Compare(_row, rule, facts);
        }

        return payout;
    }

    private void EndPayout(PayoutBuilder payout, bool isLast = false)
    {
        if (payout.Payout is not null && new PayoutProof(payout, _mapping).MissingRows() is { } reason)
        {
            throw Refused(FileMappingErrors.Incomplete, $"payout {payout.Reference} has no rows, and {reason}.", payout.At, "fetch the report again; it was cut off.");
        }

        if (payout.IsRefused)
        {
            End(payout);
            return;
        }

        Take(payout, isLast);
    }

    private void End(PayoutBuilder refused)
    {
        _refused += refused.RowCount;
        _issues.AddAll(refused.Issues);
        _sink.Refuse(refused.Index, new(refused.Reference, refused.At, refused.Issues.ToList()));
    }

    private void Take(PayoutBuilder payout, bool isLast)
    {
        var proof = new PayoutProof(payout, _mapping);
        var fromTotals = proof.LinesFromTotals();
        foreach (var line in fromTotals)
        {
            payout.CountFromTotal();
            _sink.Line(payout.Index, line);
        }

        var control = proof.Control(fromTotals);
        _lost.ForEach(payout.Suspect);
        if (payout.NeedsProof && !(control.IsProven && control.Mismatches.Count == 0))
        {
            payout.Refuse([.. payout.Suspicions.Except(_lost), .. control.Mismatches, new(FileMappingErrors.Unproven, "what is named above needs the proof of the payout's totals, and they do not give it.", payout.At with { Record = "payout " + payout.Reference })]);
            End(payout);
            return;
        }

        if (control.Total is null && _mapping.Closing is not null)
        {
            _notes.Add(NoTotal(payout));
        }

        if (isLast && control.OutOfBalance && !_survey.EndsWithLineEnd && payout == _open[^1])
        {
            throw Refused(FileMappingErrors.Truncated,
                $"the file has no line end and payout {payout.Reference} is out of balance by {control.Difference}: rows were cut off.", new(_file.Name), "fetch the report again.");
        }

        _issues.AddAll(payout.Issues);
        foreach (var issue in control.Mismatches)
        {
            _issues.Add(issue);
        }

        _taken += payout.RowCount;
        _sink.Take(payout.Index, control);
    }

    /// <summary>Its rows are read, or it needs none.</summary>
    private bool IsComplete(PayoutBuilder payout) =>
        payout.HasLineSection || payout.Payout is null || new PayoutProof(payout, _mapping).MissingRows() is null;
}
