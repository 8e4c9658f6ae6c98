using System.Globalization;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.Connectors.Providers;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd.Whole;

/// <summary>
/// From a provider's interface to vouchers, for each of the three that have one. Two nights: one payout fails in the first, is
/// fetched in the second together with what is new, and nothing is asked for twice.
/// </summary>
public sealed class ProviderNightTests
{
    [StoreFact]
    public async Task Klarna_from_its_interface_to_a_voucher_that_names_its_pdf()
    {
        await using var provider = await FakeProvider.StartAsync();
        var account = new List<KlarnaPayout>
        {
            new("900000201", "2026-11-03", "{\"type\":\"SALE\",\"order_id\":\"k-1\",\"merchant_reference1\":\"1001\",\"amount\":125000,\"currency_code\":\"SEK\",\"capture_date\":\"2026-11-01T09:00:00Z\"},{\"type\":\"FEE\",\"order_id\":\"k-1\",\"merchant_reference1\":\"1001\",\"amount\":4000,\"vat_rate\":2500,\"vat_amount\":1000,\"currency_code\":\"SEK\"}", "\"sale_amount\":125000,\"fee_amount\":4000,\"tax_amount\":1000,\"settlement_amount\":120000"),
            new("900000202", "2026-11-04", "{\"type\":\"SALE\",\"order_id\":\"k-2\",\"merchant_reference1\":\"1002\",\"amount\":104950,\"currency_code\":\"SEK\",\"capture_date\":\"2026-11-02T09:00:00Z\"}", "\"sale_amount\":104950,\"settlement_amount\":104950"),
        };
        provider.Answer = request => request.Target.Contains("transactions?payment_reference=900000202", StringComparison.Ordinal) ? new(500, "{}") : Klarna(account, request);
        using var site = new WholeSite(Site("klarna-settlements", "klarna", $"user: \"${{USER}}\", password: \"${{SECRET}}\", since: 2026-11-01, url: \"{provider.Url}\""));
        new Books().Sale("1", "2026-11-01", "1001", 1250m).Sale("2", "2026-11-02", "1002", 1049.50m).Sale("3", "2026-11-04", "1003", 80m).Export(site);

        var first = await site.NightAsync();

        Assert.Equal(1, first.Counts("prov↔books", "extract").Held);
        Assert.Equal(["1001 1250.00 Matched A 1", "1001 -40.00 Fee"], site.Said());
        Assert.Equal(["prov/900000201/1 1580 -1250.00", "prov/900000201/1 1684 1200.00", "prov/900000201/1 2641 10.00", "prov/900000201/1 6064 40.00"], Sorted(site));
        Assert.Equal(["prov/900000201/1 Klarna utbetalning 900000201, underlag klarna_900000201.pdf"], site.Rows("SELECT voucher_text FROM voucher"));
        Assert.Equal(["900000201|klarna_900000201.pdf", "900000202|klarna_900000202.pdf"], site.Rows("SELECT payout_reference, file_name FROM payout_document ORDER BY payout_reference"));
        Assert.All(site.Rows("SELECT archived_path FROM payout_document"), path => Assert.StartsWith("%PDF-", site.Text("archive/" + path), StringComparison.Ordinal));

        provider.Answer = request => Klarna(account, request);
        account.Add(new("900000203", "2026-11-06", "{\"type\":\"SALE\",\"order_id\":\"k-3\",\"merchant_reference1\":\"1003\",\"amount\":8000,\"currency_code\":\"SEK\",\"capture_date\":\"2026-11-04T09:00:00Z\"}", "\"sale_amount\":8000,\"settlement_amount\":8000"));
        var before = provider.Requests.Count;
        var second = await site.NightAsync();

        Assert.Equal(0, second.Counts("prov↔books", "extract").Held);
        Assert.Equal(["/payouts", "/reports/payout", "/transactions", "/transactions"], provider.All.Skip(before).Select(request => request.Path).Order());
        Assert.Equal(["900000202", "900000203", "900000203"], provider.All.Skip(before).Where(request => request.Query.ContainsKey("payment_reference")).Select(request => request.Query["payment_reference"]).Order());
        Assert.Equal(["prov/900000201/1", "prov/900000202/1", "prov/900000203/1"], site.Rows("SELECT reference FROM voucher ORDER BY reference"));
        Assert.Contains("underlag klarna_900000202.pdf", site.Rows("SELECT voucher_text FROM voucher WHERE reference = 'prov/900000202/1'").Single(), StringComparison.Ordinal);
        Assert.Empty(site.Exceptions());
        await NothingChanges(site, provider, asked: 1);
    }

    [StoreFact]
    public async Task Nexi_from_its_interface_to_a_voucher()
    {
        await using var provider = await FakeProvider.StartAsync();
        var account = new List<NexiPayout>
        {
            new("id-1", "NX1", "2026-11-03", """{"id":"a1","paymentId":"p1","paymentAction":"Charge","paymentMethod":"Visa","timestamp":"2026-11-01T09:00:00Z","reference":"1001","amount":125000,"currency":"SEK","fee":2000}""", "\"amount\":123000,\"chargedAmount\":125000,\"refundedAmount\":0,\"fees\":2000,\"feeTaxAmount\":0"),
            new("id-2", "NX2", "2026-11-04", """{"id":"a2","paymentId":"p2","paymentAction":"Charge","paymentMethod":"Visa","timestamp":"2026-11-02T09:00:00Z","reference":"1002","amount":104950,"currency":"SEK"}""", "\"amount\":104950,\"chargedAmount\":104950,\"refundedAmount\":0,\"fees\":0,\"feeTaxAmount\":0"),
        };
        provider.Answer = request => request.Path.EndsWith("/id-2", StringComparison.Ordinal) ? new(500, "{}") : Nexi(account, request);
        using var site = new WholeSite(Site("nexi-payouts", "nexi", $"secret-key: \"${{SECRET}}\", since: 2026-11-01, url: \"{provider.Url}\""));
        new Books().Sale("1", "2026-11-01", "1001", 1250m).Sale("2", "2026-11-02", "1002", 1049.50m).Sale("3", "2026-11-04", "1003", 80m).Export(site);

        var first = await site.NightAsync();

        Assert.Equal(1, first.Counts("prov↔books", "extract").Held);
        Assert.Equal(["1001 1250.00 Matched A 1", "1001 -20.00 Fee"], site.Said());
        Assert.Equal(["prov/NX1/1 1580 -1250.00", "prov/NX1/1 1687 1230.00", "prov/NX1/1 6040 20.00"], Sorted(site));

        provider.Answer = request => Nexi(account, request);
        account.Add(new("id-3", "NX3", "2026-11-06", """{"id":"a3","paymentId":"p3","paymentAction":"CHARGE","paymentMethod":"Visa","timestamp":"2026-11-04T09:00:00Z","reference":"1003","amount":8000,"currency":"SEK"}""", "\"amount\":8000,\"chargedAmount\":8000,\"refundedAmount\":0,\"fees\":0,\"feeTaxAmount\":0"));
        var before = provider.Requests.Count;
        var second = await site.NightAsync();

        Assert.Equal(0, second.Counts("prov↔books", "extract").Held);
        Assert.Equal(["/report/v1/payouts", "/report/v1/payouts/id-2", "/report/v1/payouts/id-3"], provider.All.Skip(before).Select(request => request.Path).Order());
        Assert.Equal(["prov/NX1/1", "prov/NX2/1", "prov/NX3/1"], site.Rows("SELECT reference FROM voucher ORDER BY reference"));
        Assert.Empty(site.Exceptions());
        await NothingChanges(site, provider, asked: 1);
    }

    [StoreFact]
    public async Task Svea_from_its_interface_to_a_voucher()
    {
        await using var provider = await FakeProvider.StartAsync();
        var days = new Dictionary<string, string>
        {
            ["2026-11-03"] = Svea("2026-11-03", 117500, """{"externalOrderNo":"1001","sveaOrderNo":7001,"sveaInvoiceNo":900001,"nominalAmount":125000,"sveaPaidAmount":117500,"paymentType":"Invoice","currency":"SEK","rowType":"Order","fees":[{"type":"Credit","amountExcludingVat":6000,"vatAmount":1500,"vatPercent":25,"sveaPaidAmount":-7500}]}"""),
            ["2026-11-04"] = Svea("2026-11-04", 104950, """{"externalOrderNo":"1002","sveaOrderNo":7002,"nominalAmount":104950,"sveaPaidAmount":104950,"paymentType":"Card","currency":"SEK","rowType":"Order","fees":[]}"""),
        };
        provider.Answer = request => request.Query["date"] == "2026-11-04" ? new(500, "{}") : Days(days, request);
        using var site = new WholeSite(Site("svea-reports", "svea", $"merchant-id: \"1234\", secret-key: \"${{SECRET}}\", since: 2026-11-01, url: \"{provider.Url}\""));
        new Books().Sale("1", "2026-11-01", "1001", 1250m).Sale("2", "2026-11-02", "1002", 1049.50m).Sale("3", "2026-11-04", "1003", 80m).Export(site);

        var first = await site.NightAsync();

        Assert.Equal(1, first.Counts("prov↔books", "extract").Held);
        Assert.Equal(["1001 1250.00 Matched A 1", "1001 -60.00 Fee"], site.Said());
        Assert.Equal(["prov/58702-2026-11-03-SEK/1 1580 -1250.00", "prov/58702-2026-11-03-SEK/1 1685 1175.00", "prov/58702-2026-11-03-SEK/1 2641 15.00", "prov/58702-2026-11-03-SEK/1 6064 60.00"], Sorted(site));

        days["2026-11-06"] = Svea("2026-11-06", 8000, """{"externalOrderNo":"1003","sveaOrderNo":7003,"nominalAmount":8000,"sveaPaidAmount":8000,"paymentType":"Card","currency":"SEK","rowType":"Order","fees":[]}""");
        provider.Answer = request => Days(days, request);
        var before = provider.Requests.Count;
        var second = await site.NightAsync();

        Assert.Equal(0, second.Counts("prov↔books", "extract").Held);
        // The failed day, the young days without rows, and the new one; not the day that came.
        Assert.Equal(["2026-11-01", "2026-11-02", "2026-11-04", "2026-11-05", "2026-11-06"], provider.All.Skip(before).Select(request => request.Query["date"]).Order());
        Assert.Equal(["prov/58702-2026-11-03-SEK/1", "prov/58702-2026-11-04-SEK/1", "prov/58702-2026-11-06-SEK/1"], site.Rows("SELECT reference FROM voucher ORDER BY reference"));
        Assert.Empty(site.Exceptions());
        await NothingChanges(site, provider, asked: 3);
    }

    private static async Task NothingChanges(WholeSite site, FakeProvider provider, int asked)
    {
        var (everything, files, requests) = (site.Everything(), site.Files("vouchers"), provider.Requests.Count);
        var again = await site.AgainAsync();
        Assert.Equal(RunState.Done, again.State);
        Assert.Equal(everything, site.Everything());
        Assert.Equal(files, site.Files("vouchers"));
        Assert.Equal(asked, provider.Requests.Count - requests);
    }

    private static IEnumerable<string> Sorted(WholeSite site) => site.VoucherRows().Order(StringComparer.Ordinal);

    private static string Site(string type, string rules, string settings) => $$"""
        connections:
          prov: { type: {{type}}, folder: inbox/prov, {{settings}}, transport: { allow-http: true, retries: 0 } }
          books: { type: sie-files, ledger: ledger, vouchers: vouchers }
        reconciliations:
          - provider: prov
            ledger: books
            booking-rules: {{rules}}
            accounts: [{ account: "1580" }]
            matching: { ledger-delay-days: 0 }
        """;

    private static ProviderAnswerOf Klarna(List<KlarnaPayout> account, ProviderRequest request)
    {
        static ProviderAnswerOf Page(string name, string rows, int count) => new(200, $$"""{"{{name}}":[{{rows}}],"pagination":{"count":{{count}},"total":{{count}},"offset":0} }""");
        if (request.Path == "/payouts")
        {
            var listed = account.Where(payout => string.CompareOrdinal(request.Query["start_date"], payout.Day + "T09:00:00Z") <= 0 && string.CompareOrdinal(payout.Day + "T09:00:00Z", request.Query["end_date"]) <= 0).ToList();
            return Page("payouts", string.Join(',', listed.Select(payout => $$"""{"payment_reference":"{{payout.Reference}}","payout_date":"{{payout.Day}}T09:00:00Z","currency_code":"SEK","merchant_id":"K1","merchant_settlement_type":"NET","totals":{ {{payout.Totals}} } }""")), listed.Count);
        }

        var rows = account.Single(payout => payout.Reference == request.Query["payment_reference"]).Rows;
        return request.Path == "/transactions" ? Page("transactions", rows, rows.Split("\"type\"").Length - 1) : new(200, "%PDF-1.4 avräkning"u8.ToArray());
    }

    private static ProviderAnswerOf Nexi(List<NexiPayout> account, ProviderRequest request)
    {
        if (request.Path == "/report/v1/payouts")
        {
            var listed = account.Where(payout => string.CompareOrdinal(request.Query["fromDate"], payout.Day) <= 0 && string.CompareOrdinal(payout.Day, request.Query["toDate"]) <= 0).ToList();
            return new(200, $$"""{"numberOfPayouts":{{listed.Count}},"payouts":[{{string.Join(',', listed.Select(payout => $$"""{"id":"{{payout.Id}}","reference":"{{payout.Reference}}","date":"{{payout.Day}}"}"""))}}]}""");
        }

        var one = account.Single(payout => request.Path == $"/report/v1/payouts/{payout.Id}");
        return new(200, $$"""{"id":"{{one.Id}}","reference":"{{one.Reference}}","date":"{{one.Day}}","currency":"SEK",{{one.Totals}},"numberOfPaymentActions":1,"paymentActions":[{{one.Rows}}]}""");
    }

    private static string Svea(string day, int paid, string row) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"totalNrOfRows":1,"clientReports":[{"clientId":58702,"reconciliationDate":"{{day}}T00:00:00","paymentReport":{"sveaPaidAmountExcludingWithholding":{{paid}},"sveaPaidAmountIncludingWithholding":{{paid}},"openingBalanceDebt":0,"closingBalanceDebt":0,"currency":"SEK"},"rows":[{{row}}]}]}""");

    private static ProviderAnswerOf Days(Dictionary<string, string> days, ProviderRequest request) =>
        days.TryGetValue(request.Query["date"], out var report) ? new(200, report) : new(200, """{"totalNrOfRows":0,"clientReports":[]}""");

    private sealed record KlarnaPayout(string Reference, string Day, string Rows, string Totals);

    private sealed record NexiPayout(string Id, string Reference, string Day, string Rows, string Totals);
}
