using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Sharespine.Etl.Sie;

/// <summary>Makes a typed record of a line's fields, or an issue with the column of the field that cannot be read.</summary>
internal ref struct SieRecordParser(ReadOnlySpan<byte> line, int number, SieLabel label, SieFields fields, SieFields inner, SieDecoder decoder, SieIssues issues)
{
    private static readonly IReadOnlyList<SieObject> NoObjects = [];
    private readonly ReadOnlySpan<byte> _line = line;
    private bool _failed;

    /// <summary>Null when something in it is wrong; the issue is noted then.</summary>
    public SieRecord? Parse()
    {
        SieRecord record = label switch
        {
            SieLabel.Trans => Row(SieRowKind.Booked),
            SieLabel.Rtrans => Row(SieRowKind.Added),
            SieLabel.Btrans => Row(SieRowKind.Removed),
            SieLabel.Ver => new SieRecord.VoucherStart(number, Text(0), Text(1), NeedDate(2), Text(3), InfoDate(4), Text(5)),
            SieLabel.Psaldo or SieLabel.Pbudget => PeriodBalance(),
            SieLabel.Oib => ObjectBalance(SieBalanceKind.ObjectOpening),
            SieLabel.Oub => ObjectBalance(SieBalanceKind.ObjectClosing),
            SieLabel.Ib => Balance(SieBalanceKind.Opening),
            SieLabel.Ub => Balance(SieBalanceKind.Closing),
            SieLabel.Res => Balance(SieBalanceKind.Result),
            _ => ParseOther(),
        };
        return _failed ? null : record;
    }

    private SieRecord ParseOther() => label switch
    {
        SieLabel.Konto => new SieRecord.AccountName(number, Need(0, "account"), Text(1)),
        SieLabel.Ktyp => new SieRecord.AccountKind(number, Need(0, "account"), Text(1)),
        SieLabel.Enhet => new SieRecord.AccountUnit(number, Need(0, "account"), Text(1)),
        SieLabel.Sru => new SieRecord.TaxCode(number, Need(0, "account"), Text(1)),
        SieLabel.Dim => new SieRecord.DimensionName(number, Integer(0, "dimension"), Text(1), null),
        SieLabel.Underdim => new SieRecord.DimensionName(number, Integer(0, "dimension"), Text(1), Integer(2, "parent dimension")),
        SieLabel.Objekt => new SieRecord.DimensionObject(number, Integer(0, "dimension"), Need(1, "object"), Text(2)),
        SieLabel.Rar => new SieRecord.FiscalYear(number, Integer(0, "year number"), NeedDate(1), NeedDate(2)),
        SieLabel.Valuta => new SieRecord.BookCurrency(number, Need(0, "currency")),
        SieLabel.Ksumma => new SieRecord.Checksum(number, ChecksumValue()),
        SieLabel.Omfattn => new SieRecord.CoversTo(number, InfoDate(0)),
        SieLabel.Gen => new SieRecord.Generated(number, InfoDate(0), Text(1)),
        SieLabel.Flagga => new SieRecord.Flag(number, Need(0, "flag") == "1"),
        SieLabel.Sietyp => new SieRecord.FileType(number, Integer(0, "type")),
        _ => ParseText(),
    };

    private readonly SieRecord ParseText() => label switch
    {
        SieLabel.Program => new SieRecord.Program(number, Text(0), Text(1)),
        SieLabel.Format => new SieRecord.Format(number, Text(0)),
        SieLabel.Prosa => new SieRecord.Remark(number, Text(0)),
        SieLabel.Ftyp => new SieRecord.CompanyForm(number, Text(0)),
        SieLabel.Fnr => new SieRecord.CompanyId(number, Text(0)),
        SieLabel.Orgnr => new SieRecord.OrganisationNumber(number, Text(0)),
        SieLabel.Bkod => new SieRecord.Branch(number, Text(0)),
        SieLabel.Adress => new SieRecord.PostalAddress(number, Text(0), Text(1), Text(2), Text(3)),
        SieLabel.Fnamn => new SieRecord.CompanyName(number, Text(0)),
        SieLabel.Taxar => new SieRecord.TaxYear(number, Text(0)),
        SieLabel.Kptyp => new SieRecord.ChartType(number, Text(0)),
        _ => throw new InvalidOperationException($"The label {label} has no record."),
    };

    private SieRecord.Row Row(SieRowKind kind)
    {
        var account = Need(0, "account");
        // Some programs leave out the empty object list; the amount then stands second.
        var shift = fields.Count > 1 && fields[1].IsList ? 1 : 0;
        return new(number, kind, account, Objects(1), Amount(1 + shift), InfoDate(2 + shift), Text(3 + shift), Quantity(4 + shift), Text(5 + shift));
    }

    private SieRecord.Balance Balance(SieBalanceKind kind) =>
        new(number, kind, Integer(0, "year number"), Need(1, "account"), NoObjects, Amount(2), Quantity(3));

    private SieRecord.Balance ObjectBalance(SieBalanceKind kind) =>
        new(number, kind, Integer(0, "year number"), Need(1, "account"), Objects(2), Amount(3), Quantity(4));

    private SieRecord.PeriodBalance PeriodBalance() =>
        new(number, label == SieLabel.Pbudget, Integer(0, "year number"), Integer(1, "period"), Need(2, "account"), Objects(3), Amount(4), Quantity(5));

    private readonly string Text(int index) =>
        index < fields.Count ? decoder.Text(fields[index].Of(_line), fields[index].Escaped, number) : "";

    private string Need(int index, string what)
    {
        var text = Text(index);
        if (text.Length == 0)
        {
            Missing(what);
        }

        return text;
    }

    private long Amount(int index)
    {
        if (index >= fields.Count)
        {
            Missing("amount");
            return 0;
        }

        if (SieNumbers.TryAmount(fields[index].Of(_line), out var minor))
        {
            return minor;
        }

        Fail(SieErrors.BadAmount, index, $"{SieIssues.Quote(Text(index))} in {SieLabels.Name(label)} is not an amount.", "an amount like -1234.50");
        return 0;
    }

    private DateOnly NeedDate(int index)
    {
        if (index >= fields.Count)
        {
            Missing("date");
            return default;
        }

        if (!SieNumbers.TryDate(fields[index].Of(_line), out var date))
        {
            Fail(SieErrors.BadDate, index, $"{SieIssues.Quote(Text(index))} in {SieLabels.Name(label)} is not a date.", "a date like 20260131");
        }

        return date;
    }

    private readonly DateOnly? InfoDate(int index)
    {
        if (index >= fields.Count || fields[index].Length == 0)
        {
            return null;
        }

        if (SieNumbers.TryDate(fields[index].Of(_line), out var date))
        {
            return date;
        }

        issues.Add(SieErrors.NotRead, $"{SieIssues.Quote(Text(index))} in {SieLabels.Name(label)} is not a date; it was left out.", number, fields[index].Start + 1);
        return null;
    }

    private readonly decimal? Quantity(int index)
    {
        if (index >= fields.Count || fields[index].Length == 0)
        {
            return null;
        }

        var bytes = fields[index].Of(_line);
        if (Utf8Parser.TryParse(bytes, out decimal quantity, out var used) && used == bytes.Length)
        {
            return quantity;
        }

        issues.Add(SieErrors.NotRead, $"{SieIssues.Quote(Text(index))} in {SieLabels.Name(label)} is not a quantity; it was left out.", number, fields[index].Start + 1);
        return null;
    }

    private int Integer(int index, string what)
    {
        if (index >= fields.Count)
        {
            Missing(what);
            return 0;
        }

        if (!SieNumbers.TryInteger(fields[index].Of(_line), out var value))
        {
            Fail(SieErrors.MissingField, index, $"{SieIssues.Quote(Text(index))} in {SieLabels.Name(label)} is not a {what}.", "a whole number");
        }

        return value;
    }

    private uint? ChecksumValue()
    {
        var text = Text(0);
        if (text.Length == 0)
        {
            return null;
        }

        if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            Fail(SieErrors.ChecksumWrong, 0, $"{SieIssues.Quote(text)} is not a check sum.", null);
        }

        return value;
    }

    private IReadOnlyList<SieObject> Objects(int index)
    {
        if (index >= fields.Count || !fields[index].IsList || fields[index].Length == 0)
        {
            return NoObjects;
        }

        var list = fields[index].Of(_line);
        if (!inner.Split(list, 0, withLists: false) || inner.Count % 2 != 0)
        {
            Fail(SieErrors.MissingField, index, $"The objects {SieIssues.Quote(Encoding.Latin1.GetString(list))} are not pairs of dimension and object.", null);
            return NoObjects;
        }

        return Pairs(list, index);
    }

    private SieObject[] Pairs(ReadOnlySpan<byte> list, int index)
    {
        var objects = new SieObject[inner.Count / 2];
        for (var i = 0; i < objects.Length; i++)
        {
            var id = inner[2 * i + 1];
            if (!SieNumbers.TryInteger(inner[2 * i].Of(list), out var dimension))
            {
                Fail(SieErrors.MissingField, index, $"{SieIssues.Quote(Encoding.Latin1.GetString(inner[2 * i].Of(list)))} is not the number of a dimension.", null);
            }

            objects[i] = new(dimension, decoder.Text(id.Of(list), id.Escaped, number));
        }

        return objects;
    }

    private void Missing(string what)
    {
        _failed = true;
        issues.Add(SieErrors.MissingField, $"{SieLabels.Name(label)} has no {what}.", number);
    }

    private void Fail(Errors.ErrorCode code, int index, string message, string? hint)
    {
        _failed = true;
        issues.Add(code, message, number, fields[index].Start + 1, null, hint);
    }
}
