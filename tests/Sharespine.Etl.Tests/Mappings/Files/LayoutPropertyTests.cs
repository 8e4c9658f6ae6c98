using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Mappings.Files;

/// <summary>Whatever layout a payout is written in, the same payout is read.</summary>
public sealed class LayoutPropertyTests
{
    private static readonly string[] Types = ["SALE", "RETURN", "FEE", "FEE_REFUND", "REVERSAL", "HOLDBACK", "RELEASE", "CREDIT", "CHARGE", "COMMISSION", "CORRECTION"];
    private static readonly string[] Negative = ["RETURN", "FEE", "REVERSAL", "HOLDBACK", "CHARGE"];
    private static readonly string[] Awkward = ["", "10001", "A;B", "x,y", "tab\there", "12\"", "Åsa|Örn", "=1+1", "two  blanks", "line\nbreak", "0012", "#7"];

    [Fact]
    public void A_payout_written_in_any_layout_is_read_back_the_same() =>
        Prop.ForAll(Cases.ToArbitrary(), test =>
        {
            var file = KlarnaMapping.Read(test.Layout.Write(test.Payouts));

            Assert.Empty(file.Issues.Select(issue => issue.ToString()));
            Assert.Equal(test.Payouts.Select(Describe), file.Payouts.Select(Describe));
            Assert.All(file.Controls, control => Assert.True(control.IsProven));
            Assert.Equal(test.Payouts.Sum(payout => payout.Rows.Count), file.Rows.Taken);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void The_order_of_the_columns_makes_no_difference() =>
        Prop.ForAll(Cases.ToArbitrary(), test =>
        {
            var one = KlarnaMapping.Read(test.Layout.Write(test.Payouts));
            var other = KlarnaMapping.Read((test.Layout with { Order = test.Layout.Order + 1 }).Write(test.Payouts));

            Assert.Equal(SettlementText.Lines(one), SettlementText.Lines(other));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Amounts_survive_any_format() =>
        Prop.ForAll(Gen.Choose(-2_000_000_000, 2_000_000_000).Zip(Layouts).ToArbitrary(), pair =>
        {
            var (minor, layout) = pair;

            Assert.True(AmountText.TryMoney(Encoding.UTF8.GetBytes(layout.Amount(minor)), layout.Mark, Currency.Sek, 2, out var money));
            Assert.Equal(minor, money.Minor);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static Gen<Line> Lines =>
        from type in Gen.Elements(Types)
        from minor in Gen.Choose(1, 500_000_000)
        from isNegative in Gen.Elements(true, false)
        from order in Gen.Choose(1, 6)
        from reference in Gen.Elements(Awkward)
        from vat in Gen.Choose(0, 50_000)
        from day in Gen.Choose(0, 700)
        select new Line(type, type == "CORRECTION" && isNegative ? -minor : minor, $"o-{order}", reference, type is "FEE" or "FEE_REFUND" ? vat : 0, new DateOnly(2024, 1, 1).AddDays(day));

    private static Gen<IReadOnlyList<Source>> Payouts =>
        from count in Gen.Choose(1, 4)
        from rows in Gen.Choose(0, 12).SelectMany(length => Lines.ListOf(length)).ListOf(count)
        select (IReadOnlyList<Source>)[.. rows.Select((lines, i) => new Source($"90000{i:0000}", [.. lines]))];

    private static Gen<LayoutOf> Layouts =>
        from delimiter in Gen.Elements(';', ',', '\t', '|')
        from mark in Gen.Elements(DecimalMark.Point, DecimalMark.Comma)
        from thousands in Gen.Elements("", " ", "\u00A0", "'", "other")
        from isQuoted in Gen.Elements(true, false)
        from end in Gen.Elements("\n", "\r\n")
        from hasBom in Gen.Elements(true, false)
        from isTitled in Gen.Elements(true, false)
        from isSigned in Gen.Elements(true, false)
        from dates in Gen.Elements("yyyy-MM-dd", "yyyy-MM-dd'T'10:00:00'Z'", "yyyy-MM-dd'T'00:30:00'+01:00'", "yyyy-MM-dd 10:00:00", "yyyy/MM/dd", "yyyyMMdd")
        from encoding in Gen.Elements("utf-8", "windows-1252")
        from order in Gen.Choose(0, 1_000_000)
        select new LayoutOf(delimiter, mark, thousands, isQuoted, end, hasBom, isTitled, isSigned, dates, encoding, order);

    private static Gen<Case> Cases => from payouts in Payouts from layout in Layouts select new Case(payouts, layout);

    private static string Describe(Source payout)
    {
        var occurrences = new Dictionary<string, int>();
        return payout.Reference + ": " + string.Join("; ", payout.Rows.Select(row =>
        {
            var key = $"{row.Type}/{row.Order}/{Plain(row.Minor)}";
            occurrences[key] = occurrences.GetValueOrDefault(key) + 1;
            return string.Create(CultureInfo.InvariantCulture, $"{row.Type} {row.Signed} {row.SignedVat} {row.Reference} {row.Day:yyyy-MM-dd} {key}#{occurrences[key]}");
        }));
    }

    private static string Describe(Payout payout) => payout.Reference + ": " + string.Join("; ", payout.Lines.Select(line =>
        string.Create(CultureInfo.InvariantCulture, $"{line.ProviderType} {line.Amount.Minor} {line.Vat.Minor} {line.OrderReference} {line.EventDate:yyyy-MM-dd} {line.Key}")));

    private static string Plain(long minor) => (minor / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private sealed record Case(IReadOnlyList<Source> Payouts, LayoutOf Layout);

    private sealed record Source(string Reference, IReadOnlyList<Line> Rows);

    private sealed record Line(string Type, int Minor, string Order, string Reference, int Vat, DateOnly Day)
    {
        public int Sign => Negative.Contains(Type) ? -1 : 1;

        public long Signed => (long)Minor * Sign;

        public long SignedVat => (long)Vat * Sign;
    }

    /// <summary>One way of writing the report.</summary>
    private sealed record LayoutOf(char Delimiter, DecimalMark Mark, string Thousands, bool IsQuoted, string LineEnd, bool HasBom, bool IsTitled, bool IsSigned, string Dates, string Encoding, int Order)
    {
        public byte[] Write(IReadOnlyList<Source> payouts)
        {
            // A byte order mark says UTF-8 by itself.
            var text = string.Join(LineEnd, payouts.Select(Write));
            return HasBom ? [.. "\uFEFF"u8, .. System.Text.Encoding.UTF8.GetBytes(text)] : TextEncoding.All.Single(known => known.Name == Encoding).ToEncoding().GetBytes(text);
        }

        public string Amount(long minor)
        {
            var parts = Plain(Math.Abs(minor)).Split('.');
            var separator = Thousands == "other" ? (Mark == DecimalMark.Point ? "," : ".") : Thousands;
            for (var at = parts[0].Length - 3; at > 0; at -= 3)
            {
                parts[0] = parts[0].Insert(at, separator);
            }

            return (minor < 0 ? "-" : "") + parts[0] + (Mark == DecimalMark.Point ? "." : ",") + parts[1];
        }

        private string Write(Source payout)
        {
            var total = payout.Rows.Sum(row => row.Signed + row.SignedVat);
            (string, string)[] summary =
            [
                ("payment_reference", payout.Reference), ("settlement_currency", "SEK"), ("payout_date", Date(new(2025, 1, 10))),
                ("total_settlement_amount", Amount(total)), ("total_sale_amount", Amount(Sum(payout, "SALE"))), ("total_fee_amount", Amount(-Sum(payout, "FEE"))),
            ];
            var lines = new List<string> { Row(summary.Select(cell => Caption(cell.Item1))), Row(summary.Select(cell => cell.Item2)), "" };
            if (payout.Rows.Count > 0)
            {
                lines.Add(Row(Cells(payout.Rows[0]).Select(cell => Caption(cell.Name))));
                lines.AddRange(payout.Rows.Select(row => Row(Cells(row).Select(cell => cell.Value))));
            }

            return string.Concat(lines.Select(line => line + LineEnd));
        }

        private static long Sum(Source payout, string type) => payout.Rows.Where(row => row.Type == type).Sum(row => row.Signed);

        private (string Name, string Value)[] Cells(Line row) =>
        [
            ("type", row.Type), ("order_id", row.Order), ("merchant_reference1", row.Reference), ("posting_currency", "SEK"),
            ("capture_date", Date(row.Day)),
            ("amount", Amount(row.Type == "CORRECTION" || !IsSigned ? row.Minor : row.Signed)),
            ("vat_amount", row.Vat == 0 ? "" : Amount(IsSigned ? row.SignedVat : row.Vat)),
        ];

        private string Date(DateOnly day) => day.ToDateTime(default).ToString(Dates, CultureInfo.InvariantCulture);

        private string Caption(string name) => IsTitled ? CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name.Replace('_', ' ')) : name;

        private string Row(IEnumerable<string> cells) => string.Join(Delimiter, Shuffled(cells.Select(Quoted).ToArray()));

        private string Quoted(string cell) => IsQuoted || cell.AsSpan().IndexOfAny([Delimiter, '"', '\n']) >= 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

        /// <summary>The same order for every row of a length.</summary>
        private string[] Shuffled(string[] cells)
        {
            var state = (uint)Order;
            for (var i = cells.Length - 1; i > 0; i--)
            {
                state = unchecked((state * 1664525) + 1013904223);
                var j = (int)(state % (uint)(i + 1));
                (cells[i], cells[j]) = (cells[j], cells[i]);
            }

            return cells;
        }
    }
}
