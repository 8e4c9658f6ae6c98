using System.Text.Json;

namespace Sharespine.Etl.Tests.Samples;

public sealed class DemoTruthTests
{
    private static readonly JsonElement Truth = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SampleFolders.Demo, "truth.json"))).RootElement;

    [Fact]
    public void Every_settlement_row_is_known_once_and_as_the_file_has_it()
    {
        var known = Truth.GetProperty("lines").EnumerateArray()
            .Select(line => $"{Text(line, "payout")}:{line.GetProperty("fileLine").GetInt32()} {Text(line, "type")} {Text(line, "reference")} {Text(line, "amount")}");
        var files = Truth.GetProperty("files").EnumerateArray().Where(file => !file.GetProperty("resent").GetBoolean())
            .Select(file => SettlementText.Read(Path.Combine(SampleFolders.Demo, "klarna.settlement", Text(file, "name"))));
        var read = files.SelectMany(file => file.Rows.Select((row, index) => $"{file.Reference}:{index + 5} {row["type"]} {row["merchant_reference1"]} {row["amount"]}"));
        Assert.Equal(read, known);
    }

    [Fact]
    public void Every_row_on_the_providers_account_is_known_once()
    {
        var sie = SieText.Read(Path.Combine(SampleFolders.Demo, "sie", "norrsken-2026.se"));
        var read = sie.Vouchers.SelectMany(voucher => voucher.Rows.Where(row => row.Account == "1580").Select(row => (voucher.Voucher, row.Amount)));
        var known = Truth.GetProperty("entries").EnumerateArray().Select(entry => (Text(entry, "voucher"), Minor(entry, "amount")));
        Assert.Equal(read.Order(), known.Order());
    }

    [Fact]
    public void The_account_holds_and_what_is_open_is_what_no_line_and_no_person_settled()
    {
        var account = Truth.GetProperty("account");
        var closing = SieText.Read(Path.Combine(SampleFolders.Demo, "sie", "norrsken-2026.se")).Balances("#UB", "0")["1580"];
        Assert.Equal(closing, Minor(account, "closing"));
        Assert.Equal(closing, Minor(account, "opening") + Minor(account, "sales") + Minor(account, "credits") + Minor(account, "settledByHand"));
        Assert.Equal(closing, Minor(account, "settledByLines") + Minor(account, "open"));
    }

    [Fact]
    public void The_counts_are_those_of_the_planted_document()
    {
        var entries = Truth.GetProperty("entryCounts");
        Assert.Equal(1, entries.GetProperty("Duplicate").GetInt32());
        Assert.Equal(2, entries.GetProperty("Ambiguous").GetInt32());
        Assert.Equal(1, entries.GetProperty("MissingInSettlement").GetInt32());
        Assert.Equal(1, entries.GetProperty("PartiallySettled").GetInt32());
        Assert.Equal(17, entries.GetProperty("Waiting").GetInt32());
        Assert.Equal(2, Truth.GetProperty("lineCounts").GetProperty("MissingInLedger").GetInt32());
    }

    [Fact]
    public void Nothing_open_could_pass_for_a_line_that_must_stay_missing()
    {
        var missing = Truth.GetProperty("lines").EnumerateArray().Where(line => Text(line, "disposition") == "MissingInLedger").Select(line => Minor(line, "amount")).ToList();
        var open = Truth.GetProperty("entries").EnumerateArray().Select(entry => Minor(entry, "open"));
        Assert.Equal(2, missing.Count);
        Assert.Empty(missing.Intersect(open));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static long Minor(JsonElement element, string name) => SieText.Minor(Text(element, name));
}
