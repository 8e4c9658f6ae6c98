using FsCheck;
using FsCheck.Fluent;
using Sharespine.Etl.Model;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Tests.Sie;

/// <summary>Whatever we write, our reader gets the same vouchers back, with text as code page 437 holds it.</summary>
public sealed class SieRoundTripTests
{
    private static readonly string[] Pieces =
        ["a", "B", "å", "Ö", "é", "\"", "\\", "\\\"", " ", "\t", "{", "}", "#", "#VER", "\r\n", "€", "–", "ø", "日", "\u0000", "7", ";", "'"];

    private static Gen<string> Text => Gen.Elements(Pieces).ListOf().Select(string.Concat);

    private static Gen<VoucherRow> Row =>
        from account in Gen.Choose(1000, 8999)
        from minor in Gen.OneOf(Gen.Choose(-1_000_000, 1_000_000).Select(value => (long)value), Gen.Elements(0L, 1L, -99L, 12345678901234L))
        from text in Text
        from objects in Gen.Choose(1, 20).Zip(Text.Select(id => "o" + id)).ListOf()
        select new VoucherRow(account.ToString(), new(minor, Currency.Sek), text, [.. objects.Take(3)]);

    private static Gen<Voucher> VoucherGen =>
        from number in Gen.Choose(1, 1_000_000)
        from series in Text
        from day in Gen.Choose(0, 364)
        from text in Text
        from rows in Row.NonEmptyListOf()
        select new Voucher
        {
            Reference = $"r/{number}",
            Series = series,
            Date = new DateOnly(2026, 1, 1).AddDays(day),
            Text = text,
            Rows = [.. rows, new VoucherRow("1930", new(-rows.Sum(row => row.Amount.Minor), Currency.Sek))],
        };

    [Fact]
    public void What_is_written_is_read_back_the_same() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(100),
            Prop.ForAll(VoucherGen.NonEmptyListOf().Zip(Gen.Elements(true, false)).ToArbitrary(), pair => ReadsBack(pair.Item1, pair.Item2)));

    private static bool ReadsBack(IEnumerable<Voucher> vouchers, bool withChecksum)
    {
        var output = SieWriter.Write(new()
        {
            ProgramName = "p",
            ProgramVersion = "1",
            GeneratedOn = new(2026, 3, 1),
            CompanyName = "AB",
            FiscalYears = [new(new(2026, 1, 1), new(2026, 12, 31))],
            AccountNames = new Dictionary<string, string> { ["1930"] = "Bank" },
            Vouchers = [.. vouchers],
            WithChecksum = withChecksum,
        }).Single();

        var (result, records) = SieBytes.Read(output.Content.ToArray());

        Assert.Empty(result.Issues);
        Assert.Equal(output.Vouchers.SelectMany(Expected), records.SelectMany(Read));
        return true;
    }

    private static IEnumerable<string> Expected(Voucher voucher) =>
    [
        $"{Clean(voucher.Series)}|{voucher.Date:yyyyMMdd}|{Clean(SieWriter.TextOf(voucher))}",
        .. voucher.Rows.Select(row => $"{row.Account}|{row.Amount.Minor}|{Clean(row.Text)}|{string.Join(',', (row.Objects ?? []).Select(item => $"{item.Dimension}:{Clean(item.Object)}"))}"),
    ];

    private static IEnumerable<string> Read(SieRecord record) => record switch
    {
        SieRecord.VoucherStart voucher => [$"{voucher.Series}|{voucher.Date:yyyyMMdd}|{voucher.Text}"],
        SieRecord.Row row => [$"{row.Account}|{row.Amount}|{row.Text}|{string.Join(',', row.Objects)}"],
        _ => [],
    };

    private static string Clean(string text) => SieText.Clean(text, out _);
}
