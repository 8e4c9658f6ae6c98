namespace Sharespine.Etl.Sie;

/// <summary>Follows the braces: #VER, then {, its rows, then }.</summary>
internal sealed class SieBlock(SieIssues issues)
{
    private int _voucherLine;
    private int _openLine;

    /// <summary>Tells of a record; rows must stand between a voucher's braces, and nothing else may.</summary>
    public void Enter(SieLabel label, int line, bool opensBlock)
    {
        var isRow = label is SieLabel.Trans or SieLabel.Rtrans or SieLabel.Btrans;
        if (isRow)
        {
            if (_openLine == 0)
            {
                issues.Add(SieErrors.WrongBrace, $"{SieLabels.Name(label)} stands outside a voucher's braces.", line);
            }

            return;
        }

        if (_openLine != 0 && label != SieLabel.Unknown)
        {
            issues.Add(SieErrors.WrongBrace, $"{SieLabels.Name(label)} stands inside the voucher of line {_voucherLine}, which has no closing brace.", line);
            _openLine = 0;
        }

        if (label == SieLabel.Ver)
        {
            _voucherLine = line;
            _openLine = opensBlock ? line : 0;
        }
    }

    public void Open(int line)
    {
        if (_openLine != 0 || _voucherLine == 0)
        {
            issues.Add(SieErrors.WrongBrace, "An opening brace without a #VER before it.", line);
            return;
        }

        _openLine = line;
    }

    /// <summary>True when it ends a voucher.</summary>
    public bool Close(int line)
    {
        if (_openLine == 0)
        {
            issues.Add(SieErrors.WrongBrace, "A closing brace without an opening one.", line);
            return false;
        }

        _openLine = _voucherLine = 0;
        return true;
    }

    public void End(int line)
    {
        if (_openLine != 0)
        {
            issues.Add(SieErrors.Truncated, $"The voucher of line {_voucherLine} has no closing brace: the rest of the file is missing.", line);
        }
    }
}
