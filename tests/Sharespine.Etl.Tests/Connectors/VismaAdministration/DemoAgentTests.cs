using Sharespine.Etl.Connectors.Erps.VismaAdministration;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Tests.Connectors.VismaAdministration;

public sealed class DemoAgentTests : ExchangeFixture
{
    private VismaExchange Exchange => new(Settings);

    private DemoAgent Agent => new(Folder, new() { Reject = new HashSet<string> { "order/66" } });

    [Fact]
    public void It_numbers_what_it_takes_and_rejects_what_it_is_told_to()
    {
        Exchange.Write(Batch("b1", "order", Record("order/42", Order), Record("order/66", Order), Record("order/43", Order with { CustomerOrderNumber = "43" })));
        Exchange.Write(Batch("b2", "customer", Record("customer/1", new ExchangeCustomer { Name = "Utan nummer" }), Record("customer/2", new ExchangeCustomer { Name = "Med", Number = "K7" })));

        Assert.Equal(2, Agent.Run());

        var orders = Exchange.Check(new("b1", "order"));
        Assert.Equal(BatchState.Acknowledged, orders.State);
        Assert.Equal([new("order/42", "1001", null), new("order/66", null, "The demo ERP was told to reject it."), new("order/43", "1002", null)], orders.Records);
        Assert.Equal(["101", "K7"], Exchange.Check(new("b2", "customer")).Records.Select(record => record.TargetKey));
        Assert.Empty(Files("out"));
        Assert.Equal(0, Agent.Run());
    }

    [Fact]
    public void It_goes_on_where_it_was_stopped_and_counts_what_is_sent_twice()
    {
        Exchange.Write(Batch("b1", "order", Record("order/42", Order)));
        Agent.Run();
        // Stopped between its register and its answer: the answer is missing.
        File.Delete(PathOf("in", "ack_b1.done"));
        Assert.Equal(1, Agent.Run());
        Assert.Equal(1, Assert.Single(Agent.Documents).Imports);

        Exchange.Write(Batch("b2", "order", Record("order/42", Order), Record("order/43", Order)));
        Agent.Run();

        Assert.Equal([("order/42", "1001", 2), ("order/43", "1002", 1)], Agent.Documents.Select(document => (document.Key, document.Number, document.Imports)));
    }

    [Fact]
    public void It_finds_a_document_whose_rows_do_not_come_to_its_total()
    {
        Exchange.Write(Batch("b", "order", Record("order/42", Order with { RoundOff = null })));

        Agent.Run();

        Assert.Equal("The rows come to 299.50, the document says 299.00.", Assert.Single(Exchange.Check(new("b", "order")).Records).Error);
    }

    [Fact]
    public void A_batch_that_was_tampered_with_ends_in_error()
    {
        Exchange.Write(Batch("b", "order", Record("order/42", Order)));
        File.AppendAllText(PathOf("out", "order_rows_delta_b.csv"), "order/42;3;X;;;;;;;;;;;;\r\n");

        Agent.Run();

        var receipt = Exchange.Check(new("b", "order"));
        Assert.Equal(BatchState.Refused, receipt.State);
        Assert.Equal("b: VAD010 order_rows_delta_b.csv has other content than the manifest says.", receipt.Issue!.ToString());
        Assert.Empty(Files("taken"));
        Assert.Empty(Agent.Documents);
    }

    [Fact]
    public void Texts_guarded_against_formulas_come_out_as_they_were()
    {
        Exchange.Write(Batch("b", "order", Record("order/42", Order with { CustomerOrderNumber = "-42" }), Record("order/43", Order with { CustomerOrderNumber = "'=43" })));

        Agent.Run();

        Assert.Equal(["-42", "'=43"], Agent.Documents.Select(document => document.CustomerOrderNumber));
    }

    [Fact]
    public void It_imports_a_waiting_SIE_file_once_and_leaves_a_wrong_one_unread()
    {
        var path = Path.Combine(Folder, "ETL.SI");
        Assert.Empty(Agent.ImportSie(path));
        new SieDrop(Folder, "ETL.SI").Place("#FLAGGA 0\r\n#PROGRAM x 1\r\n#VER K \"\" 20260227 \"klarna/1\"\r\n{\r\n#TRANS 1930 {} 1\r\n#TRANS 1580 {} -1\r\n}\r\n"u8.ToArray(), null);

        Assert.Equal(["klarna/1"], Agent.ImportSie(path));
        Assert.Empty(Agent.ImportSie(path));
        Assert.Equal(SieDropState.Read, new SieDrop(Folder, "ETL.SI").Look().State);

        File.WriteAllText(path, "#FLAGGA 0\r\n#VER K \"\" 20260227 \"klarna/2\"\r\n{\r\n#TRANS 1930 {} 1\r\n}\r\n");
        Assert.Empty(Agent.ImportSie(path));
        Assert.Equal(SieDropState.Lying, new SieDrop(Folder, "ETL.SI").Look().State);
    }
}
