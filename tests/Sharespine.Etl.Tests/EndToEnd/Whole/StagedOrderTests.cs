using System.Globalization;
using System.Text;
using System.Text.Json;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd.Whole;

/// <summary>A ledger of day totals, and the orders behind them staged by the shop's own flow.</summary>
public sealed class StagedOrderTests
{
    [StoreFact]
    public async Task Orders_that_a_flow_staged_link_settled_lines_with_the_totals_of_their_days()
    {
        await using var site = await SiteFixture.CreateAsync();
        var yaml = await File.ReadAllTextAsync(site.PathOf("etl.yaml"));
        await File.WriteAllTextAsync(site.PathOf("etl.yaml"), yaml.Replace("    booking-rules: klarna\n", "    booking-rules: klarna\n    ledger-holds: totals\n    orders: { from: flows, connection: shop-se }\n", StringComparison.Ordinal)
            .Replace("    start:\n      date: 2026-09-01\n      amounts: { \"1580\": 0 }\n", "", StringComparison.Ordinal));
        Directory.Delete(site.PathOf("sie-export"), recursive: true);
        Directory.CreateDirectory(site.PathOf("sie-export"));
        await site.NightAsync();
        var documents = site.Column("SELECT hub FROM document WHERE entity IN ('order', 'credit') AND flow = @flow", new { flow = "shop-se→visma" }).Select(hub => JsonSerializer.Deserialize<CommercialDocument>(hub!, TargetJson.Options)!).ToList();
        Assert.NotEmpty(documents);

        site.Pass(TimeSpan.FromHours(8));
        site.Put("sie-export/totals.se", Totals(documents, site.Clock.Now));
        await site.NightAsync();

        var rules = site.Database.Read(session => session.Query<(string Order, string? Rule)>(
            "SELECT l.order_reference, l.rule_name FROM settlement_line l WHERE l.line_type IN ('Sale', 'Return')"));
        var listed = documents.Select(document => document.OrderNumber).ToHashSet();
        Assert.Contains(rules, row => listed.Contains(row.Order));
        Assert.All(rules.Where(row => listed.Contains(row.Order)), row => Assert.Equal("order list", row.Rule));
        Assert.All(rules.Where(row => !listed.Contains(row.Order)), row => Assert.Null(row.Rule));
        // A day's totals are proven to the öre: what is left on them is what no payout holds yet.
        Assert.Empty(site.Column("SELECT reason FROM reconciliation_exception WHERE reason = 'TotalNotOrders'"));
    }

    private static byte[] Totals(IReadOnlyList<CommercialDocument> documents, DateTimeOffset now)
    {
        var days = documents.GroupBy(document => document.Date).OrderBy(day => day.Key)
            .Select(day => (day.Key, Sum: day.Sum(document => (document.Kind == DocumentKind.Credit ? -document.Total : document.Total).Major))).ToList();
        var total = days.Sum(day => day.Sum).ToString("0.00", CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"#FLAGGA 0\r\n#PROGRAM \"Books\" 1\r\n#FORMAT PC8\r\n#GEN {now:yyyyMMdd}\r\n#SIETYP 4\r\n#ORGNR 559999-0008\r\n#FNAMN \"Norrsken Handel AB\"\r\n#RAR 0 20260101 20261231\r\n");
        text.Append(CultureInfo.InvariantCulture, $"#KONTO 1580 Klarna\r\n#KONTO 3001 Sales\r\n#IB 0 1580 0\r\n#UB 0 1580 {total}\r\n#RES 0 3001 -{total}\r\n");
        foreach (var (index, (day, sum)) in days.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"#VER A {index + 1} {day:yyyyMMdd} Dagsrapport\r\n{{\r\n#TRANS 1580 {{}} {sum:0.00}\r\n#TRANS 3001 {{}} {-sum:0.00}\r\n}}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
