using System.Globalization;
using System.Text;
using System.Text.Json;
using Sharespine.Etl.Connectors.Files.Records;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Tests.Connectors.WooCommerce;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Connectors.Records;

/// <summary>Records from files that a system exports.</summary>
public sealed class RecordFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FixedClock _clock = new("2026-11-28T01:00:00Z");

    public RecordFilesTests() => Directory.CreateDirectory(In);

    private string In => Path.Combine(_folder.Path, "in");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_row_is_a_record_with_its_columns_and_the_files_time()
    {
        Put("stock.csv", "Sku;Available\nA-1;12,5\nÄ-2;0\n");

        var page = Assert.Single(await PagesAsync(Stock()));

        Assert.Equal(["A-1", "Ä-2"], page.Records.Select(record => record.Key));
        Assert.Equal("""{"Sku":"A-1","Available":"12,5","_fileTime":"2026-11-28T00:00:00Z"}""", Text(page.Records[0]));
        Assert.Equal("stock.csv:3 (Ä-2)", page.Records[1].Position.ToString());
        Assert.Equal(_clock.GetUtcNow(), page.ServerTime);
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("windows-1252", false)]
    [InlineData("iso-8859-1", false)]
    public async Task The_encoding_of_a_csv_file_is_found_by_its_bytes(string encoding, bool mark)
    {
        var bytes = encoding == "utf-8" ? new UTF8Encoding(mark).GetPreamble().Concat(Encoding.UTF8.GetBytes("Sku,Name\nÅ-1,Räksmörgås\n")).ToArray() : Encoding.Latin1.GetBytes("Sku,Name\nÅ-1,Räksmörgås\n");
        Put("stock.csv", bytes);

        Assert.Equal("Å-1", (await PagesAsync(Stock()))[0].Records[0].Key);
    }

    [Theory]
    [InlineData(";")]
    [InlineData(",")]
    [InlineData("\t")]
    [InlineData("|")]
    public async Task The_sign_between_columns_is_found_by_the_header(string sign)
    {
        Put("stock.csv", $"Name{sign}Sku{sign}Available\n\"Vas; blå, stor\"{sign}A-1{sign}1\n");

        var record = (await PagesAsync(Stock()))[0].Records[0];

        Assert.Equal(("A-1", "Vas; blå, stor"), (record.Key, Json(record).GetProperty("Name").GetString()));
    }

    [Fact]
    public async Task Rows_of_one_key_are_one_record_where_they_are_grouped()
    {
        Put("orders.csv", "OrderId;Email;Sku;Quantity\n42;a@x.test;A-1;1\n42;a@x.test;B-1;2\n\n43;b@x.test;A-1;1\n");

        var records = (await PagesAsync(Settings("order", new() { Pattern = "*.csv", Key = ["OrderId"], Grouped = true }), "order"))[0].Records;

        Assert.Equal(["42", "43"], records.Select(record => record.Key));
        Assert.Equal("""{"OrderId":"42","Email":"a@x.test","Sku":"A-1","Quantity":"1","rows":[{"OrderId":"42","Email":"a@x.test","Sku":"A-1","Quantity":"1"},{"OrderId":"42","Email":"a@x.test","Sku":"B-1","Quantity":"2"}]}""", Text(records[0]));
    }

    [Fact]
    public async Task Rows_of_one_key_that_do_not_follow_each_other_are_refused_rather_than_halved()
    {
        Put("orders.csv", "OrderId;Sku\n42;A-1\n43;A-1\n42;B-1\n");

        var error = await Assert.ThrowsAsync<EtlException>(() => PagesAsync(Settings("order", new() { Pattern = "*.csv", Key = ["OrderId"], Grouped = true }), "order"));

        Assert.Equal(RecordFilesErrors.Broken, error.Code);
        Assert.Equal(4, error.Issues[0].At!.Value.Line);
    }

    [Fact]
    public async Task Several_columns_make_one_key()
    {
        Put("stock.csv", "Sku;Warehouse;Available\nA-1;1;5\nA-1;2;7\n");

        Assert.Equal(["A-1|1", "A-1|2"], (await PagesAsync(Settings("stock", new() { Pattern = "*.csv", Key = ["Sku", "Warehouse"] })))[0].Records.Select(record => record.Key));
    }

    [Fact]
    public async Task An_xml_record_is_json_with_its_names_lists_and_attributes()
    {
        Put("orders.xml", """
            <?xml version="1.0" encoding="utf-8"?>
            <Export xmlns="urn:x"><Head><Order>not one</Order></Head><Orders count="2">
              <Order id="42"><Customer><Name>Åsa &amp; Bo</Name></Customer><Rows><Row><Sku>A-1</Sku></Row></Rows><Note/></Order>
              <Other/>
              <Order id="43"><Customer><Name>Bo</Name></Customer><Rows><Row>1</Row><Row unit="st">2</Row></Rows></Order>
            </Orders></Export>
            """);
        var settings = Settings("order", new() { Pattern = "*.xml", Key = ["@id"], Records = "Export/Orders/Order", Lists = ["Row"] });

        var records = (await PagesAsync(settings, "order"))[0].Records;

        Assert.Equal(["42", "43"], records.Select(record => record.Key));
        Assert.Equal("""{"@id":"42","Customer":{"Name":"Åsa & Bo"},"Rows":{"Row":[{"Sku":"A-1"}]},"Note":""}""", Text(records[0]));
        Assert.Equal("""{"@id":"43","Customer":{"Name":"Bo"},"Rows":{"Row":["1",{"@unit":"st","#text":"2"}]}}""", Text(records[1]));
        Assert.Equal("orders.xml:3 (42)", records[0].Position.ToString());
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><L><R><K>Å</K></R></L>")]
    [InlineData("<L><R><K>Å</K></R></L>")]
    public async Task Xml_in_latin1_is_read_whether_it_says_so_or_not(string xml)
    {
        Put("a.xml", Encoding.Latin1.GetBytes(xml));

        Assert.Equal("Å", (await PagesAsync(Settings("stock", new() { Pattern = "*.xml", Key = ["K"], Records = "L/R" })))[0].Records[0].Key);
    }

    [Fact]
    public async Task Records_that_touch_each_other_are_all_read()
    {
        Put("a.xml", "<L><R><K>1</K></R><R><K>2</K></R><R><K>3</K></R></L>");

        Assert.Equal(["1", "2", "3"], (await PagesAsync(Settings("stock", new() { Pattern = "*.xml", Key = ["K"], Records = "L/R" })))[0].Records.Select(record => record.Key));
    }

    [Theory]
    [InlineData("stock.csv", "Sku;Available\nA-1;1\nA-2\n", "the row has 1 columns, the header 2")]
    [InlineData("stock.csv", "Sku;Available\nA-1;\"1\n", "quote")]
    [InlineData("stock.csv", "Artikel;Available\nA-1;1\n", "no column \"Sku\"")]
    [InlineData("stock.csv", "Sku;Sku\nA-1;1\n", "stands twice")]
    [InlineData("stock.csv", "", "empty")]
    [InlineData("stock.csv", "Sku;_fileTime\nA-1;1\n", "needs for itself")]
    [InlineData("stock.xml", "<L><R><Sku>1</Sku></R><R><Sku>2</Sku>", "ends here in the middle")]
    [InlineData("stock.xml", "<!DOCTYPE L [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><L><R><Sku>&e;</Sku></R></L>", "DTD")]
    [InlineData("stock.xml", "<M><R/></M>", "the root is M")]
    public async Task A_broken_file_is_named_nothing_of_it_is_taken_and_the_others_are(string name, string text, string told)
    {
        Put(name, text);
        Put("whole.csv", "Sku;Available\nW-1;1\n");
        var source = Source(Settings("stock", new() { Pattern = "*.csv;*.xml", Key = ["Sku"], Records = "L/R" }));
        var pages = new List<SourcePage>();

        var error = await Assert.ThrowsAsync<EtlException>(async () =>
        {
            await foreach (var page in source.ReadAsync(new("stock", null, null), default))
            {
                pages.Add(page);
            }
        });

        Assert.Contains(told, error.Issues[0].Message, StringComparison.Ordinal);
        Assert.Equal(name, error.Issues[0].At!.Value.Source);
        Assert.Equal(["W-1"], pages.SelectMany(page => page.Records).Select(record => record.Key));
    }

    [Fact]
    public async Task A_file_that_is_mended_is_taken()
    {
        Put("stock.csv", "Sku;Available\nA-1\n");
        var source = Source(Stock());
        await Assert.ThrowsAsync<EtlException>(() => PagesAsync(source));

        Put("stock.csv", "Sku;Available\nA-1;1\n");

        Assert.Equal(["A-1"], (await PagesAsync(source))[0].Records.Select(record => record.Key));
    }

    [Fact]
    public async Task A_file_that_is_still_written_is_never_read()
    {
        Put("stock.csv", "Sku;Available\nA-1;1\nA-", at: _clock.GetUtcNow());
        Put("later.csv.tmp", "Sku;Available\nT-1;1\n");
        var source = Source(Stock());

        Assert.Empty((await PagesAsync(source))[0].Records);
        Assert.Contains(source.Remarks, remark => remark.Contains(RecordFilesErrors.StillWritten.Code, StringComparison.Ordinal));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Put("stock.csv", "Sku;Available\nA-1;1\nA-2;2\n", at: _clock.GetUtcNow());
        Assert.Empty((await PagesAsync(source))[0].Records);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await PagesAsync(source))[0].Records.Count);
    }

    [Fact]
    public async Task What_was_read_is_not_read_again_behind_the_cursor()
    {
        Put("stock.csv", "Sku;Available\nA-1;1\n");
        var source = Source(Stock());
        var first = (await PagesAsync(source))[0];
        _clock.Advance(TimeSpan.FromDays(1));
        Put("stock-2.csv", "Sku;Available\nA-1;2\n");

        var next = await PagesAsync(source, changedAfter: first.ServerTime);

        Assert.Equal("2", Json(Assert.Single(next.SelectMany(page => page.Records))).GetProperty("Available").GetString());
    }

    [Fact]
    public async Task The_same_bytes_are_read_once_unless_a_later_level_says_the_same()
    {
        var orders = Settings("order", new() { Pattern = "*.csv", Key = ["OrderId"] });
        Put("orders.csv", "OrderId;Sku\n42;A-1\n");
        Put("copy.csv", "OrderId;Sku\n42;A-1\n", at: _clock.GetUtcNow().AddHours(-5));
        Assert.Single((await PagesAsync(orders, "order")).SelectMany(page => page.Records));

        // Stock that was 5, 3 and 5 again is 5.
        Put("stock.csv", "Sku;Available\nA-1;5\n", at: _clock.GetUtcNow().AddHours(-3));
        Put("stock-2.csv", "Sku;Available\nA-1;3\n", at: _clock.GetUtcNow().AddHours(-2));
        Put("stock-3.csv", "Sku;Available\nA-1;5\n", at: _clock.GetUtcNow().AddHours(-1));
        var levels = (await PagesAsync(Settings("stock", new() { Pattern = "stock*.csv", Key = ["Sku"] }))).SelectMany(page => page.Records).Select(record => Json(record).GetProperty("Available").GetString());
        Assert.Equal(["5", "3", "5"], levels);
    }

    [Fact]
    public async Task An_older_file_is_read_before_a_newer_one_whatever_their_names()
    {
        Put("a.csv", "Sku;Available\nA-1;new\n", at: _clock.GetUtcNow().AddHours(-1));
        Put("b.csv", "Sku;Available\nA-1;old\n", at: _clock.GetUtcNow().AddHours(-2));

        Assert.Equal(["old", "new"], (await PagesAsync(Stock())).SelectMany(page => page.Records).Select(record => Json(record).GetProperty("Available").GetString()));
    }

    [Fact]
    public async Task A_walk_is_taken_up_in_the_file_and_row_where_it_stopped_though_the_folder_was_emptied()
    {
        Put("a.csv", Csv(0, 7), at: _clock.GetUtcNow().AddHours(-2));
        Put("b.csv", Csv(7, 7), at: _clock.GetUtcNow().AddHours(-1));
        var settings = Stock() with { PageSize = 3 };
        var pages = await PagesAsync(settings);
        Assert.Equal([3, 3, 1, 3, 3, 1], pages.Select(page => page.Records.Count));
        Array.ForEach(Directory.GetFiles(In), File.Delete);

        for (var stop = 0; stop < pages.Count; stop++)
        {
            var rest = await PagesAsync(settings, resumeAt: pages[stop].ResumeAt);
            Assert.Equal(pages.Skip(stop + 1).SelectMany(page => page.Records).Select(record => record.Key), rest.SelectMany(page => page.Records).Select(record => record.Key));
        }

        Assert.Equal(RecordFilesErrors.BadResume, (await Assert.ThrowsAsync<EtlException>(() => PagesAsync(settings, resumeAt: "0123@4"))).Code);
    }

    [Fact]
    public async Task Another_store_or_a_dry_run_takes_nothing_from_the_night()
    {
        Put("stock.csv", "Sku;Available\nA-1;1\n");
        await PagesAsync(Stock());
        _clock.Advance(TimeSpan.FromMinutes(5));

        // The night's own cursor is as it was before the dry run.
        Assert.Single((await PagesAsync(Stock(), changedAfter: _clock.GetUtcNow().AddDays(-1)))[0].Records);
    }

    [Fact]
    public async Task Every_cut_of_an_xml_file_is_refused_and_every_cut_of_a_csv_file_is_refused_or_read()
    {
        const string xml = "<?xml version=\"1.0\"?><L a='1'><!-- x --><R><Sku>Å&amp;1</Sku></R><R><Sku><![CDATA[2]]></Sku></R></L>";
        const string csv = "Sku;Name\nA-1;\"Vas; \"\"blå\"\"\"\nA-2;Kruka\n";
        var settings = Settings("stock", new() { Pattern = "*.dat", Key = ["Sku"], Records = "L/R" });
        var read = 0;
        foreach (var text in new[] { xml, csv })
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            for (var length = 0; length < bytes.Length; length++)
            {
                Put("file.dat", bytes[..length]);
                try
                {
                    await PagesAsync(settings);
                    read++;
                    Assert.NotEqual(xml, text);
                }
                catch (EtlException)
                {
                }
            }
        }

        Assert.InRange(read, 5, csv.Length);
    }

    [Theory]
    [InlineData("orders.csv", "OrderId;PersonalNumber;Fax;Sku\n42;800101-1234;08;A-1\n")]
    [InlineData("orders.xml", "<L><R PersonalNumber='800101-1234'><OrderId>42</OrderId><Person-Nummer>800101-1234</Person-Nummer><Fax>08</Fax><Sku>A-1</Sku></R></L>")]
    public async Task A_field_that_may_hold_a_personal_number_is_dropped_and_told_of(string name, string text)
    {
        Put(name, text);
        var source = Source(Settings("order", new() { Pattern = "orders.*", Key = ["OrderId"], Records = "L/R", Drop = ["Fax"] }));

        var record = Assert.Single((await PagesAsync(source, "order"))[0].Records);

        Assert.Equal("""{"OrderId":"42","Sku":"A-1"}""", Text(record));
        Assert.Contains(source.Remarks, remark => remark.Contains("PersonalNumber", StringComparison.Ordinal));
        Assert.Contains("800101", Text((await PagesAsync(Settings("order", new() { Pattern = "orders.*", Key = ["OrderId"], Records = "L/R", Keep = ["PersonalNumber"] }), "order"))[0].Records[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_deleted_from_the_archive_is_told_of_and_left_out()
    {
        Put("a.csv", "Sku;Available\nA-1;1\n");
        Put("b.csv", "Sku;Available\nB-1;1\n");
        var source = Source(Stock());
        await PagesAsync(source);
        File.Delete(Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "archive"), "*-a.csv", SearchOption.AllDirectories)));

        Assert.Equal(["B-1"], (await PagesAsync(source)).SelectMany(page => page.Records).Select(record => record.Key));
        Assert.Contains(source.Remarks, remark => remark.Contains(RecordFilesErrors.ArchiveGone.Code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_record_without_a_key_is_taken_in_by_name()
    {
        Put("stock.csv", "Sku;Available\n;1\nA-1;1\n");
        var source = Source(Stock());

        Assert.Equal(["stock.csv:2", "A-1"], (await PagesAsync(source))[0].Records.Select(record => record.Key));
        Assert.Contains(source.Remarks, remark => remark.Contains(RecordFilesErrors.NoKey.Code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_record_is_fetched_from_the_last_file_that_has_it()
    {
        Put("a.csv", "Sku;Available\nA-1;1\nA-2;1\n", at: _clock.GetUtcNow().AddHours(-2));
        Put("b.csv", "Sku;Available\nA-1;2\n", at: _clock.GetUtcNow().AddHours(-1));
        var source = Source(Stock());
        await PagesAsync(source);

        Assert.Equal("2", Json((await source.FetchAsync("stock", "A-1", default))!).GetProperty("Available").GetString());
        Assert.Equal("1", Json((await source.FetchAsync("stock", "A-2", default))!).GetProperty("Available").GetString());
        Assert.Null(await source.FetchAsync("stock", "A-3", default));
    }

    [Fact]
    public async Task Absence_is_no_deletion_and_nothing_is_swept()
    {
        Put("stock.csv", "Sku;Available\nA-1;1\n");
        var source = Source(Stock());
        await PagesAsync(source);
        var listed = 0;

        await foreach (var _ in source.ListAsync("stock", DateTimeOffset.MinValue, default))
        {
            listed++;
        }

        Assert.Equal(0, listed);
        Assert.Equal(RecordFilesErrors.UnknownEntity, (await Assert.ThrowsAsync<EtlException>(() => PagesAsync(source, "price"))).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_of_a_hundred_thousand_rows_is_streamed(bool xml)
    {
        const int rows = 100_000;
        var path = Path.Combine(In, xml ? "stock.xml" : "stock.csv");
        await using (var file = new StreamWriter(path))
        {
            await file.WriteLineAsync(xml ? "<L>" : "Sku;Name;Available;Updated");
            for (var i = 0; i < rows; i++)
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"Ett namn som är ungefär så långt som namn brukar vara {i}");
                await file.WriteLineAsync(xml
                    ? string.Create(CultureInfo.InvariantCulture, $"<R><Sku>A-{i}</Sku><Name>{text}</Name><Available>{i % 100}</Available></R>")
                    : string.Create(CultureInfo.InvariantCulture, $"A-{i};{text};{i % 100};2026-11-28 01:00:00"));
            }

            await file.WriteLineAsync(xml ? "</L>" : "");
        }

        File.SetLastWriteTimeUtc(path, _clock.GetUtcNow().AddHours(-1).UtcDateTime);
        var source = Source(Settings("stock", new() { Pattern = "stock.*", Key = ["Sku"], Records = "L/R" }));
        var (count, page) = (0, 0);
        long first = 0, most = 0;
        await foreach (var records in source.ReadAsync(new("stock", null, null), default))
        {
            count += records.Records.Count;
            if (page++ % 40 == 0)
            {
                var used = GC.GetTotalMemory(forceFullCollection: true);
                first = first == 0 ? used : first;
                most = Math.Max(most, used);
            }
        }

        Assert.Equal(rows, count);
        // The file is some ten million bytes, its records twice that.
        Assert.True(most - first < 3_000_000, $"{most - first} bytes more than at the start are held");
    }

    [Theory]
    [InlineData("stocks", "files.stocks", "stock")]
    [InlineData("", "files", "pattern")]
    public void A_setting_that_cannot_work_is_named(string entity, string field, string hint)
    {
        var files = new Dictionary<string, RecordFileSettings>();
        if (entity.Length > 0)
        {
            files[entity] = new() { Pattern = "*.csv", Key = ["Sku"] };
        }

        var issue = Assert.Single(new RecordFilesSettings { Folder = "in", Files = files }.Check());

        Assert.Equal(field, issue.Field);
        Assert.Contains(hint, issue.Try, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mistake_in_a_files_settings_is_told_at_once()
    {
        var settings = Settings("stock", new() { Pattern = "", Key = [], Delimiter = "x", Encoding = "latin1", Grouped = true, Records = "L//R" });

        Assert.Equal(["files.stock.pattern", "files.stock.key", "files.stock.delimiter", "files.stock.encoding", "files.stock.grouped", "files.stock.records"], settings.Check().Select(issue => issue.Field));
    }

    [Theory]
    [InlineData("record-files.stock")]
    [InlineData("record-files.price")]
    [InlineData("record-files.price-list")]
    [InlineData("record-files.product")]
    [InlineData("record-files.order-status")]
    public void Every_shipped_mapping_of_record_files_checks_without_a_finding(string name)
    {
        var findings = new List<Issue>();
        var library = MappingLibrary.Load([Repository.Mappings], new() { Targets = Sharespine.Etl.Connectors.ConnectorCatalog.Targets }, findings, new HashSet<string> { name });

        Assert.Equal("", string.Join(Environment.NewLine, findings));
        Assert.NotNull(library.Document(name));
    }

    [Fact]
    public async Task A_price_list_file_becomes_tiers_through_the_shipped_mapping()
    {
        Put("lists.csv", "List;Sku;FromQuantity;Price;Currency;IncludesVat\nAGENT;A-1;;200,00;SEK;false\nAGENT;A-1;10;180,00;SEK;false\n");
        var findings = new List<Issue>();
        var mapping = MappingLibrary.Load([Repository.Mappings], new() { Targets = Sharespine.Etl.Connectors.ConnectorCatalog.Targets }, findings, new HashSet<string> { "record-files.price-list" }).Document("record-files.price-list")!;

        var record = (await PagesAsync(Settings("price-list", new() { Pattern = "lists.csv", Key = ["List", "Sku"], Grouped = true }), "price-list"))[0].Records[0];
        var made = Assert.IsType<MappingResult.Document>(mapping.Map(record.Payload, MappingInputs.None));

        Assert.Equal("""{"list":"AGENT","sku":"A-1","currency":"SEK","includesVat":false,"tiers":[{"fromQuantity":1,"price":200.00},{"fromQuantity":10,"price":180.00}],"asOf":"2026-11-28T00:00:00Z"}""", Encoding.UTF8.GetString(made.Utf8.Span));
    }

    private static RecordFilesSettings Stock() => Settings("stock", new() { Pattern = "*.csv", Key = ["Sku"] });

    private static RecordFilesSettings Settings(string entity, RecordFileSettings files) => new() { Folder = "in", Files = new Dictionary<string, RecordFileSettings> { [entity] = files } };

    private FileRecordSource Source(RecordFilesSettings settings) => new(settings, In, Path.Combine(_folder.Path, "archive"), new World(_clock, seed: 7));

    private Task<List<SourcePage>> PagesAsync(RecordFilesSettings settings, string entity = "stock", DateTimeOffset? changedAfter = null, string? resumeAt = null) =>
        PagesAsync(Source(settings), entity, changedAfter, resumeAt);

    private static async Task<List<SourcePage>> PagesAsync(FileRecordSource source, string entity = "stock", DateTimeOffset? changedAfter = null, string? resumeAt = null)
    {
        var pages = new List<SourcePage>();
        await foreach (var page in source.ReadAsync(new(entity, changedAfter, resumeAt), default))
        {
            pages.Add(page);
        }

        return pages;
    }

    private void Put(string name, string text, DateTimeOffset? at = null) => Put(name, Encoding.UTF8.GetBytes(text), at);

    private void Put(string name, byte[] bytes, DateTimeOffset? at = null)
    {
        var path = Path.Combine(In, name);
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, (at ?? _clock.GetUtcNow().AddHours(-1)).UtcDateTime);
    }

    private static string Csv(int from, int count) => "Sku;Available\n" + string.Concat(Enumerable.Range(from, count).Select(i => $"A-{i};1\n"));

    private static string Text(RawRecord record) => Encoding.UTF8.GetString(record.Payload.Span);

    private static JsonElement Json(RawRecord record)
    {
        using var document = JsonDocument.Parse(record.Payload);
        return document.RootElement.Clone();
    }
}
