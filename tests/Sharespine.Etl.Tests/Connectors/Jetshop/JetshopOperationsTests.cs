using Sharespine.Etl.Connectors.Shops.Jetshop;
using Sharespine.Etl.Connectors.Shops.Jetshop.Operations;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Tests.Mappings;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Tests.Connectors.Jetshop;

/// <summary>The operations file: read strictly, held against the shop's WSDL, and deciding what is offered.</summary>
public sealed class JetshopOperationsTests
{
    [Theory]
    [InlineData("parameters: { nummer: \"{orderId}\", status: \"{status}\" }", "parameters: { nummer: \"{orderid}\", status: \"{status}\" }", "{orderid} is not known here", "orderId")]
    [InlineData("created: OrderDate", "createdd: OrderDate", "no such setting", "created")]
    [InlineData("paging: { by: page, size: 3, total: Bestallning_ListaResult/Summa }", "paging: { by: pages }", "is not one of", "page")]
    [InlineData("Sida: \"{page}\"", "Sida: \"1\"", "asked for by {page}", "Page")]
    [InlineData("each: lines", "each: rows", "shipment has no such list", "lines")]
    [InlineData("element: KolliRad", "elements: KolliRad", "not known beside each", "element")]
    [InlineData("done: [ { path: StatusId, is: \"{status}\" } ]", "done: []", "how the order looks when it is done", "StatusId")]
    [InlineData("records: Bestallning_ListaResult/Rader/OrderData", "created: x", "CFG002", "")]
    public void A_mistake_is_found_with_its_place_and_what_to_write(string right, string wrong, string told, string hint)
    {
        var text = JetshopSite.OperationsFile.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(JetshopSite.OperationsFile, text);
        var issues = new List<Issue>();

        Assert.Null(OperationsReader.Read(text, "jetshop/operations.yaml", issues));

        var issue = issues.First(issue => issue.ToString().Contains(told, StringComparison.Ordinal));
        Assert.Equal("jetshop/operations.yaml", issue.At!.Value.Source);
        Assert.True(issue.At.Value.Line > 0 && issue.At.Value.Column > 0, issue.ToString());
        Assert.Contains(hint, issue.Try ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_file_reads_clean_and_describes_nothing()
    {
        var issues = new List<Issue>();

        var operations = OperationsReader.Load(null, issues);

        Assert.Empty(issues);
        Assert.Equal(JetshopOperations.Purposes, operations.NotDescribed());
    }

    [Fact]
    public void A_sites_file_fills_the_shipped_one()
    {
        using var site = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(site.Path, "jetshop"));
        site.Write("jetshop/operations.yaml", JetshopSite.OperationsFile);
        var issues = new List<Issue>();

        var operations = OperationsReader.Load(site.Path, issues);

        Assert.Empty(issues);
        Assert.Equal("Bestallning_Lista", operations.Orders!.Operation);
        Assert.Equal("yyyy-MM-ddTHH:mm:ss", operations.Times!.Format);
    }

    [Fact]
    public void A_write_to_an_order_that_cannot_be_read_is_refused()
    {
        using var site = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(site.Path, "jetshop"));
        site.Write("jetshop/operations.yaml", "order-status: { operation: X, parameters: { a: \"{orderId}\" }, done: [ { path: S, is: \"{status}\" } ] }");
        var issues = new List<Issue>();

        OperationsReader.Load(site.Path, issues);

        Assert.Equal(JetshopErrors.BadOperations, Assert.Single(issues).Code);
    }

    [Fact]
    public async Task What_is_not_described_is_not_offered()
    {
        await using var shop = await FakeJetshop.StartAsync();

        var connection = shop.Connection(new JetshopOperations());

        Assert.Null(connection.Records);
        Assert.Equal(["price", "price-list", "product", "stock"], connection.Targets.Keys.Order());
        Assert.Equal(["order"], shop.Connection().Records!.Entities);
        Assert.Equal(["capture", "order-status", "price", "price-list", "product", "shipment", "stock"], shop.Connection().Targets.Keys.Order());
    }

    [Fact]
    public async Task Doctor_is_content_with_a_file_that_fits_the_wsdl()
    {
        await using var shop = await FakeJetshop.StartAsync();

        Assert.Empty(await shop.Connection().ProbeAsync!(default));
        Assert.DoesNotContain(shop.Requests, request => request.Operation != "Product_Get");
    }

    [Fact]
    public async Task Doctor_names_the_purposes_that_nobody_described_unless_they_are_not_wanted()
    {
        await using var shop = await FakeJetshop.StartAsync();
        var nothing = new JetshopOperations();

        var told = Assert.Single(await shop.Connection(nothing).ProbeAsync!(default));
        Assert.Equal(JetshopErrors.NotDescribed, told.Code);
        Assert.Contains("orders, order, order-status, shipment, capture", told.Message, StringComparison.Ordinal);

        Assert.Empty(await shop.Connection(nothing, shop.Settings with { Without = JetshopOperations.Purposes }).ProbeAsync!(default));
    }

    [Theory]
    [InlineData("operation: Bestallning_Hamta\n", "operation: Bestallning_Hämta\n", "no operation Bestallning_Hämta", "Bestallning_Hamta")]
    [InlineData("AndradEfter:", "AndratEfter:", "no AndratEfter there", "AndradEfter")]
    [InlineData("key: OrderId", "key: OrderNr", "no OrderNr there", "OrderId")]
    [InlineData("Artikel: \"{sku}\"", "Artikle: \"{sku}\"", "no Artikle there", "Artikel")]
    [InlineData("path: Fraktsedlar/Nummer", "path: Fraktsedel/Nummer", "no Fraktsedel there", "Fraktsedlar")]
    [InlineData("path: Betalning_DraResult/Lyckades", "path: Betalning_DraResult/Lyckats", "no Lyckats there", "Lyckades")]
    public async Task Doctor_finds_what_the_wsdl_does_not_have(string right, string wrong, string told, string hint)
    {
        await using var shop = await FakeJetshop.StartAsync();
        var operations = JetshopSite.Operations(JetshopSite.OperationsFile.Replace(right, wrong, StringComparison.Ordinal));

        var issues = await shop.Connection(operations).ProbeAsync!(default);

        var issue = Assert.Single(issues, issue => issue.Message.Contains(told, StringComparison.Ordinal));
        Assert.Equal(JetshopErrors.NotInWsdl, issue.Code);
        Assert.Contains(hint, issue.Try, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_finds_that_the_service_lacks_a_known_operation()
    {
        await using var shop = await FakeJetshop.StartAsync();
        shop.Wsdl = shop.Wsdl.Replace("name=\"PriceList_UpdateArticleIncVAT\"", "name=\"PriceList_UpdateArticle\"", StringComparison.Ordinal);

        var issue = Assert.Single(await shop.Connection().ProbeAsync!(default));

        Assert.Contains("no operation PriceList_UpdateArticleIncVAT", issue.Message, StringComparison.Ordinal);
        Assert.Contains("PriceList_UpdateArticle", issue.Try, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_tells_a_wrong_password_a_role_that_is_too_narrow_and_a_wsdl_that_is_none()
    {
        await using var shop = await FakeJetshop.StartAsync();

        var wrong = await shop.Connection(settings: shop.Settings with { Password = "another" }).ProbeAsync!(default);
        Assert.Equal(Sharespine.Etl.Connectors.Transport.TransportErrors.NotAuthorised, Assert.Single(wrong).Code);

        shop.OutsideRole.Add("Product_Get");
        Assert.Equal(SoapErrors.NotAuthorised, Assert.Single(await shop.Connection().ProbeAsync!(default)).Code);

        shop.OutsideRole.Clear();
        shop.Wsdl = "<html><body>Maintenance</body></html>";
        Assert.Equal(SoapErrors.WsdlUnreadable, Assert.Single(await shop.Connection().ProbeAsync!(default)).Code);
    }

    [Fact]
    public async Task Statuses_come_from_the_operation_that_the_site_describes()
    {
        await using var shop = await FakeJetshop.StartAsync();

        Assert.Equal([new("10", "Betald"), new("30", "Levererad")], await shop.Connection().StatusesAsync!(default));
        Assert.Null(shop.Connection(new JetshopOperations()).StatusesAsync);
    }

    [Fact]
    public void An_element_without_a_value_is_left_out_and_one_in_a_list_is_repeated()
    {
        var values = JetshopSite.Json("""{"orderId":"42","lines":[{"sku":"A","quantity":2.5},{"sku":"B","quantity":1}],"trackingNumbers":[]}"""u8.ToArray());

        var filled = ParameterTree.Fill(JetshopSite.Operations().Shipment!.Parameters, values);

        var parcel = Assert.IsType<SoapValue.Fields>(Assert.Single(filled).Value);
        Assert.Equal(["Bestallning", "Rader"], parcel.Members.Select(member => member.Name));
        var rows = Assert.IsType<SoapValue.Fields>(parcel.Members[1].Value);
        Assert.Equal(["KolliRad", "KolliRad"], rows.Members.Select(member => member.Name));
        Assert.Equal(new SoapValue.Text("2.5"), Assert.IsType<SoapValue.Fields>(rows.Members[0].Value).Members[1].Value);
    }

    [Fact]
    public void The_operations_file_has_a_schema() =>
        Assert.Contains("heads-only", JsonSchemaWriter.For(typeof(JetshopOperations)).ToJsonString(), StringComparison.Ordinal);
}
