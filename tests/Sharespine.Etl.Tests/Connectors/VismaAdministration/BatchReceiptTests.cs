using Sharespine.Etl.Connectors.Erps.VismaAdministration;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Tests.Connectors.VismaAdministration;

public sealed class BatchReceiptTests : ExchangeFixture
{
    private static readonly FileBatchRef Ref = new("b", "order");

    private VismaExchange Exchange => new(Settings);

    private void Write() => Exchange.Write(Batch("b", "order", Record("order/42", Order), Record("order/43", Order)));

    private void Take() => Array.ForEach(Files("out"), name => Move(name, "out", "taken"));

    private BatchReceipt Answered(string ack)
    {
        Write();
        Take();
        File.WriteAllText(PathOf("in", "ack_b.csv"), ack);
        File.WriteAllText(PathOf("in", "ack_b.done"), "");
        return Exchange.Check(Ref);
    }

    [Fact]
    public void A_batch_goes_from_written_to_taken_to_acknowledged()
    {
        Write();
        Assert.Equal(BatchState.Written, Exchange.Check(Ref).State);

        // The agent claims a batch by its marker, before it moves the rest.
        Move("orders_delta_b.done", "out", "taken");
        Assert.Equal(BatchState.Taken, Exchange.Check(Ref).State);

        File.WriteAllText(PathOf("in", "ack_b.csv"), "key;number;error\norder/42;1001;\norder/43;;Kunden är spärrad\n");
        Assert.Equal(BatchState.Taken, Exchange.Check(Ref).State);

        File.WriteAllText(PathOf("in", "ack_b.done"), "");
        var receipt = Exchange.Check(Ref);
        Assert.Equal(BatchState.Acknowledged, receipt.State);
        Assert.Equal([new("order/42", "1001", null), new("order/43", null, "Kunden är spärrad")], receipt.Records);
        Assert.Null(receipt.Issue);
    }

    [Fact]
    public void Files_that_are_gone_without_an_answer_count_as_taken()
    {
        Write();
        Array.ForEach(Files("out"), name => File.Delete(PathOf("out", name)));

        Assert.Equal(BatchState.Taken, Exchange.Check(Ref).State);
    }

    [Fact]
    public void A_receipt_is_read_even_when_the_batch_s_files_are_gone()
    {
        Write();
        Array.ForEach(Files("out"), name => File.Delete(PathOf("out", name)));
        File.WriteAllText(PathOf("in", "ack_b.csv"), "\uFEFFkey;number;error\r\norder/42;1001;\r\n\"order/43\";\"1002\";\r\n");
        File.WriteAllText(PathOf("in", "ack_b.done"), "");

        Assert.Equal(["1001", "1002"], Exchange.Check(Ref).Records.Select(record => record.TargetKey));
    }

    [Fact]
    public void A_batch_in_error_is_refused_with_the_agent_s_reason()
    {
        Write();
        Array.ForEach(Files("out"), name => Move(name, "out", "error"));
        Assert.Equal("b: VAD010 The agent gave no reason.", Exchange.Check(Ref).Issue!.ToString());

        File.WriteAllText(PathOf("error", "reason_b.txt"), "Företaget är låst\u0007 av Anna\nrad 2");

        var receipt = Exchange.Check(Ref);
        Assert.Equal(BatchState.Refused, receipt.State);
        Assert.Equal("b: VAD010 Företaget är låst  av Anna", receipt.Issue!.ToString());
    }

    [Theory]
    [InlineData("number;key;error\n", "ack_b.csv:1: VAD009 Its first line is not key;number;error.")]
    [InlineData("", "ack_b.csv:1: VAD009 Its first line is not key;number;error.")]
    [InlineData("key;number;error\norder/42;1001;\n", "ack_b.csv: VAD009 It says nothing about 1 of 2 records, the first \"order/43\".")]
    [InlineData("key;number;error\norder/42;1001;\norder/44;1002;\n", "ack_b.csv:3: VAD009 The batch has no record \"order/44\".")]
    [InlineData("key;number;error\norder/42;1001;\norder/42;1002;\n", "ack_b.csv:3: VAD009 The record \"order/42\" stands twice.")]
    [InlineData("key;number;error\norder/42;;\norder/43;1002;\n", "ack_b.csv:2: VAD009 The record \"order/42\" must have either a number or an error.")]
    [InlineData("key;number;error\norder/42;1001;fel\norder/43;1002;\n", "ack_b.csv:2: VAD009 The record \"order/42\" must have either a number or an error.")]
    [InlineData("key;number;error\norder/42;1001\norder/43;1002;\n", "ack_b.csv:2: VAD009 The line has 2 fields instead of 3.")]
    public void A_receipt_that_is_not_whole_is_not_taken_at_all(string ack, string expected)
    {
        var receipt = Answered(ack);

        Assert.Equal(BatchState.Taken, receipt.State);
        Assert.Empty(receipt.Records);
        Assert.Equal(expected, receipt.Issue!.ToString());
    }

    [Fact]
    public void A_receipt_with_broken_quotes_is_not_taken()
    {
        var receipt = Answered("key;number;error\n\"order/42;1001;\norder/43;1002;\n");

        Assert.Equal(BatchState.Taken, receipt.State);
        Assert.StartsWith("ack_b.csv: VAD009 It is not CSV: ", receipt.Issue!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_receipt_that_is_rubbish_is_not_taken()
    {
        foreach (var rubbish in new[] { "key;number;error\n" + new string('x', 200_000), "key;number;error\n\0\0\0;\0;\0\n", "key;number;error\n\"" + new string('x', 200_000), "\uFFFD;;;;;;\n" })
        {
            var receipt = Answered(rubbish);

            Assert.Equal(BatchState.Taken, receipt.State);
            Assert.Equal(VismaAdministrationErrors.BadReceipt, receipt.Issue!.Code);
            Assert.True(receipt.Issue.ToString().Length < 500);
            Directory.Delete(Path.Combine(Folder, "taken"), recursive: true);
            File.Delete(PathOf("in", "ack_b.done"));
        }
    }

    [Fact]
    public void A_marker_without_its_file_is_said()
    {
        Write();
        File.WriteAllText(PathOf("in", "ack_b.done"), "");

        Assert.Equal("ack_b.csv: VAD009 The marker is there, ack_b.csv is not.", Exchange.Check(Ref).Issue!.ToString());
    }
}
