namespace Sharespine.Etl.Benchmarks.Generate.Books;

/// <summary>The whole fiscal year as the ERP exports it (SIE 4E).</summary>
public static class SieFile
{
    public const string Company = "Norrsken Handel AB";

    public static readonly string CompanyNumber = OrganisationNumber.Invented(0);

    /// <summary>Sorted by series and date and numbered from 1 in each series, as an ERP does.</summary>
    public static IReadOnlyList<SieVoucher> Number(IEnumerable<SieVoucher> vouchers)
    {
        var numbered = new List<SieVoucher>();
        foreach (var series in vouchers.GroupBy(voucher => voucher.Series).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            numbered.AddRange(series.OrderBy(voucher => voucher.Date).Select((voucher, index) => voucher with { Number = index + 1 }));
        }

        return numbered;
    }

    public static void Write(string path, IReadOnlyList<SieVoucher> vouchers, DateOnly generated)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var movements = vouchers.SelectMany(voucher => voucher.Rows).GroupBy(row => row.Account).ToDictionary(group => group.Key, group => group.Sum(row => row.Amount));
        using var writer = new SieWriter(path);
        WriteHead(writer, generated);
        WriteBalances(writer, account => movements.GetValueOrDefault(account.Number));
        foreach (var voucher in vouchers)
        {
            writer.Voucher(voucher);
        }
    }

    public static void WriteHead(SieWriter writer, DateOnly generated)
    {
        writer.Record("#PROGRAM", "Påhittat Affärssystem", "12.4");
        writer.Record("#FORMAT", "PC8");
        writer.Record("#GEN", SwedishTime.SieText(generated), "LL");
        writer.Record("#SIETYP", "4");
        writer.Record("#FNR", "NORRSKEN");
        writer.Record("#ORGNR", CompanyNumber);
        writer.Record("#FNAMN", Company);
        writer.Record("#ADRESS", "Åsa Öberg", "Påhittade gatan 1", "903 26 Umeå", "090-000 00 00");
        writer.Record("#RAR", "0", "20260101", "20261231");
        writer.Record("#RAR", "-1", "20250101", "20251231");
        writer.Record("#VALUTA", "SEK");
        writer.Record("#KPTYP", "EUBAS97");
        foreach (var account in ChartOfAccounts.All)
        {
            writer.Record("#KONTO", account.Number, account.Name);
            writer.Record("#KTYP", account.Number, account.Kind.ToString());
        }
    }

    /// <summary>IB, UB and RES of both years; the closing balance is the opening one and the vouchers'.</summary>
    public static void WriteBalances(SieWriter writer, Func<Account, long> movement)
    {
        var balances = ChartOfAccounts.All.Where(account => account.IsBalance).ToList();
        var results = ChartOfAccounts.All.Where(account => !account.IsBalance).ToList();
        Write(writer, "#IB", "0", balances, account => account.Opening);
        Write(writer, "#UB", "0", balances, account => account.Opening + movement(account));
        Write(writer, "#IB", "-1", balances, account => account.YearBefore);
        Write(writer, "#UB", "-1", balances, account => account.Opening);
        Write(writer, "#RES", "0", results, movement);
        Write(writer, "#RES", "-1", results, account => account.YearBefore);
    }

    private static void Write(SieWriter writer, string label, string year, List<Account> accounts, Func<Account, long> amount)
    {
        foreach (var account in accounts)
        {
            writer.Record(label, year, account.Number, Amounts.Text(amount(account)));
        }
    }
}
