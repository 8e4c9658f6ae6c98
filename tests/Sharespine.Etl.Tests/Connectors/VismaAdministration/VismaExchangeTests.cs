using System.Text;
using Sharespine.Etl.Connectors.Erps.VismaAdministration;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Tests.Connectors.VismaAdministration;

public sealed class VismaExchangeTests : ExchangeFixture
{
    private VismaExchange Exchange => new(Settings);

    [Fact]
    public void A_batch_is_a_head_file_a_row_file_and_a_marker_with_the_manifest()
    {
        var written = Exchange.Write(Batch("b1", "order", Record("order/42", Order), Record("order/43", Order with { CustomerOrderNumber = "43" }, "update")));

        Assert.Equal(["order_rows_delta_b1.csv", "orders_delta_b1.csv", "orders_delta_b1.done"], Files("out"));
        Assert.Equal(["orders_delta_b1.csv", "order_rows_delta_b1.csv", "orders_delta_b1.done"], written.Select(file => file.Name));
        Assert.Equal(
            """"
            key;row_number;article_number;text;quantity1;quantity2;unit;price_each_current_currency;discount;amount_discount_flag;amount_current_currency;vat_code;account_number;profit_centre;project
            order/42;1;TS-1;"T-shirt; röd ""L""";;2;;125.25;;;250.5;1;;;
            order/42;2;FRAKT;Frakt;;1;;49;;;49;1;;;
            order/43;1;TS-1;"T-shirt; röd ""L""";;2;;125.25;;;250.5;1;;;
            order/43;2;FRAKT;Frakt;;1;;49;;;49;1;;;

            """".ReplaceLineEndings("\r\n"), Text("out", "order_rows_delta_b1.csv"));
        var head = Text("out", "orders_delta_b1.csv").Split("\r\n");
        Assert.StartsWith("key;action;customer_number;customer_order_number;document_date1;document_date2;currency_code;including_vat;customer_name;", head[0], StringComparison.Ordinal);
        Assert.EndsWith(";round_off;total_amount;vat_amount;do_not_create_backorder", head[0], StringComparison.Ordinal);
        Assert.StartsWith("order/42;create;WEBB;42;2026-02-27;;SEK;1;Åsa Öberg;", head[1], StringComparison.Ordinal);
        Assert.EndsWith(";-0.5;299;59.8;", head[1], StringComparison.Ordinal);
        Assert.StartsWith("order/43;update;WEBB;43;", head[2], StringComparison.Ordinal);
        Assert.Equal(
            $"""
            batch;b1
            entity;order
            kind;delta
            made_at;2026-02-28T01:00:00Z
            records;2
            rows;4
            control_total;598
            file;orders_delta_b1.csv;{written[0].Sha256};{written[0].Bytes}
            file;order_rows_delta_b1.csv;{written[1].Sha256};{written[1].Bytes}

            """.ReplaceLineEndings("\r\n"), Text("out", "orders_delta_b1.done"));
    }

    [Fact]
    public void Customers_articles_invoices_and_credits_have_files_of_their_own()
    {
        var invoice = new ExchangeInvoice
        {
            CustomerNumber = "1",
            CustomerOrderNumber = "42",
            DocumentDate1 = new(2026, 2, 27),
            CurrencyCode = "EUR",
            IncludingVat = false,
            TotalAmount = 0,
            VatAmount = 0,
            Rows = [],
            DocumentType = ExchangeInvoiceType.Credit,
            CreditsKey = "order/42",
        };
        Exchange.Write(Batch("c", "credit", Record("order/42/refund/7", invoice)));
        Exchange.Write(Batch("i", "invoice", Record("order/42", invoice with { DocumentType = ExchangeInvoiceType.Invoice, CreditsKey = null })));
        Exchange.Write(Batch("k", "customer", Record("customer/1", new ExchangeCustomer { Name = "AB" })), ExchangeKind.Full);
        Exchange.Write(Batch("a", "article", Record("article/x", new ExchangeArticle { Number = "x", Name = "X" })));

        Assert.Equal(
            [
                "articles_delta_a.csv", "articles_delta_a.done", "credit_rows_delta_c.csv", "credits_delta_c.csv", "credits_delta_c.done",
                "customers_full_k.csv", "customers_full_k.done", "invoice_rows_delta_i.csv", "invoices_delta_i.csv", "invoices_delta_i.done",
            ],
            Files("out"));
        Assert.Contains("kind;full", Text("out", "customers_full_k.done"), StringComparison.Ordinal);
        Assert.EndsWith(";credit;order/42\r\n", Text("out", "credits_delta_c.csv"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+46", "'+46")]
    [InlineData("-10% rea", "'-10% rea")]
    [InlineData("@import", "'@import")]
    [InlineData("'n roll", "''n roll")]
    [InlineData("rock'n", "rock'n")]
    public void A_text_that_a_spreadsheet_would_run_gets_an_apostrophe_that_the_agent_takes_away(string name, string written)
    {
        Exchange.Write(Batch("a", "article", Record("article/x", new ExchangeArticle { Number = "x", Name = name, Price = -5 })));

        Assert.Contains($";{written};", Text("out", "articles_delta_a.csv"), StringComparison.Ordinal);
        Assert.Contains(";-5;", Text("out", "articles_delta_a.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_long_or_cannot_be_stored_is_refused_with_field_and_length_but_without_the_text()
    {
        var order = Order with { CustomerName = new string('x', 51), City = "東京", Rows = [Order.Rows[0] with { ArticleNumber = "12345678901234567" }] };

        var failure = Assert.Throws<EtlException>(() => Exchange.Write(Batch("b", "order", Record("order/42", order))));

        Assert.Equal(
            [
                "order/42: VAD002 order.customer_name: The text has 51 characters, the ERP's field 50.",
                "order/42: VAD003 order.city: The ERP cannot store 東 (U+6771), 京 (U+4EAC).",
                "order/42: VAD002 order_row.article_number: The text has 17 characters, the ERP's field 16.",
            ],
            failure.Issues.Select(issue => issue.ToString()));
        Assert.Equal(failure.Issues, Exchange.Examine("order", Record("order/42", order)));
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void Settings_can_allow_a_cut_a_length_of_the_installed_version_and_replacements()
    {
        var settings = Settings with
        {
            Shorten = ["article.name"],
            Lengths = new Dictionary<string, int> { ["article.number"] = 20, ["article.bar_code"] = 5 },
            UnknownCharacters = UnknownCharacters.Replace,
        };
        var article = new ExchangeArticle { Number = "12345678901234567890", Name = "Kaffekopp med fat, storlek XL och\nblå", NameX = "Řím – 日 €", BarCode = "123456" };

        var issue = Assert.Single(new VismaExchange(settings).Examine("article", Record("article/x", article)));
        new VismaExchange(settings).Write(Batch("a", "article", Record("article/x", article with { BarCode = null })));

        Assert.Equal("article/x: VAD002 article.bar_code: The text has 6 characters, the ERP's field 5.", issue.ToString());
        Assert.Contains(";12345678901234567890;Kaffekopp med fat, storlek XL;Rím – ? €;", Text("out", "articles_delta_a.csv"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"number":"x","name":"X","colour":"red"}""", "$.colour is unknown, missing or of another kind")]
    [InlineData("""{"number":"x"}""", "a required field is missing")]
    [InlineData("""{"number":"x","name":null}""", "$.name is unknown, missing or of another kind")]
    [InlineData("""{"number":5,"name":"X"}""", "$.number is unknown, missing or of another kind")]
    [InlineData("null", "it is null")]
    public void A_payload_of_another_kind_is_refused_without_showing_it(string json, string what)
    {
        var record = new FileRecord("article/x", "create", Encoding.UTF8.GetBytes(json));

        Assert.Equal($"article/x: VAD004 The payload is no ExchangeArticle: {what}.", Assert.Single(Exchange.Examine("article", record)).ToString());
    }

    [Fact]
    public void A_row_with_an_amount_and_no_article_is_refused_because_the_ERP_would_lose_the_amount()
    {
        var order = Order with { Rows = [Order.Rows[0], new() { Text = "Hälsning" }, new() { Text = "Frakt", AmountCurrentCurrency = 49 }] };

        Assert.Equal(
            "order/42: VAD014 order_row.article_number: Row 3 has an amount and no article number.",
            Assert.Single(Exchange.Examine("order", Record("order/42", order))).ToString());
    }

    [Fact]
    public void An_unknown_entity_or_an_unsafe_batch_id_is_refused()
    {
        Assert.Equal("VAD005 \"orders\" is not carried. Try: did you mean \"order\"?", Assert.Throws<EtlException>(() => Exchange.Write(Batch("b", "orders"))).Message);
        Assert.Equal("VAD006 \"../b\" cannot be part of a file name.", Assert.Throws<EtlException>(() => Exchange.Write(Batch("../b", "order"))).Message);
        Assert.Equal("VAD006 \"..\\b\" cannot be part of a file name.", Assert.Throws<EtlException>(() => Exchange.Check(new("..\\b", "order"))).Message);
    }

    [Fact]
    public void Writing_again_gives_the_same_bytes_wherever_the_first_attempt_stopped()
    {
        var batch = Batch("b", "order", Record("order/42", Order));
        var first = Exchange.Write(batch);
        var bytes = Files("out").ToDictionary(name => name, name => File.ReadAllBytes(PathOf("out", name)));

        foreach (var stopped in new[] { new[] { "orders_delta_b.done" }, ["orders_delta_b.done", "order_rows_delta_b.csv"], ["orders_delta_b.done", "order_rows_delta_b.csv", "orders_delta_b.csv"] })
        {
            Array.ForEach(stopped, name => File.Delete(PathOf("out", name)));
            File.WriteAllText(PathOf("out", ".orders_delta_b.csv.tmp"), "half a li");
            Assert.Equal(first, Exchange.Write(batch));
            Assert.Equal(bytes, Files("out").Where(name => name[0] != '.').ToDictionary(name => name, name => File.ReadAllBytes(PathOf("out", name))));
        }
    }

    [Theory]
    [InlineData("taken")]
    [InlineData("error")]
    public void A_batch_that_was_taken_is_not_written_again(string folder)
    {
        var batch = Batch("b", "order", Record("order/42", Order));
        var first = Exchange.Write(batch);
        Move("orders_delta_b.done", "out", folder);
        Move("orders_delta_b.csv", "out", folder);

        Assert.Equal(first, Exchange.Write(batch));
        Assert.Equal(["order_rows_delta_b.csv"], Files("out"));
    }

    [Fact]
    public void A_batch_that_was_answered_and_cleared_away_is_not_written_again()
    {
        var batch = Batch("b", "order", Record("order/42", Order));
        Exchange.Write(batch);
        Array.ForEach(Files("out"), name => File.Delete(PathOf("out", name)));
        File.WriteAllText(PathOf("in", "ack_b.done"), "");

        Exchange.Write(batch);

        Assert.Empty(Files("out"));
    }

    [Fact]
    public void A_batch_handed_over_with_other_content_is_refused()
    {
        Exchange.Write(Batch("b", "order", Record("order/42", Order)));

        var failure = Assert.Throws<EtlException>(() => Exchange.Write(Batch("b", "order", Record("order/42", Order with { City = "Lund" }))));

        Assert.Equal("orders_delta_b.done: VAD007 The files that were handed over have other content than these would have.", failure.Message);
    }

    [Fact]
    public void A_folder_that_cannot_be_used_is_a_passing_failure()
    {
        var blocked = Path.Combine(Folder, "file");
        File.WriteAllText(blocked, "");

        var failure = Assert.Throws<EtlException>(() => new VismaExchange(Settings with { Exchange = blocked }).Write(Batch("b", "order", Record("order/42", Order))));

        Assert.Equal(VismaAdministrationErrors.CannotWrite, failure.Code);
        Assert.True(failure.IsTransient);
        Assert.StartsWith($"{blocked}: VAD008 ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_checked_all_at_once()
    {
        var settings = new VismaAdministrationSettings
        {
            Exchange = "",
            AutomatikFile = "../ETL.SI",
            Shorten = ["article.nam", "order_row.article_number", "article.name"],
            Lengths = new Dictionary<string, int> { ["customer.city"] = 0 },
            Vouchers = "a",
            Automatik = "b",
        };

        Assert.Equal(
            [
                "VAD001 exchange: It is empty.",
                "VAD001 automatik-file: \"../ETL.SI\" is not a plain file name. Try: ETL.SI",
                "VAD001 shorten: \"article.nam\" is not a text field of the exchange files. Try: did you mean \"article.name\"?",
                "VAD001 shorten: \"order_row.article_number\" names something: cut, it would name something else.",
                "VAD001 lengths: customer.city: 0 is not a length.",
                "VAD001 automatik: Voucher files go to one place. Try: keep vouchers or automatik",
            ],
            settings.Check().Select(issue => issue.ToString()));
        Assert.Empty(Settings.Check());
    }
}
