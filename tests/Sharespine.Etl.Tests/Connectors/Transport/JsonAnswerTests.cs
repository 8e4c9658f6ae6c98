using System.Net;
using System.Text;
using Sharespine.Etl.Connectors.Transport;

namespace Sharespine.Etl.Tests.Connectors.Transport;

/// <summary>What stands where JSON should.</summary>
public class JsonAnswerTests
{
    private readonly Notes _notes = new();

    [Fact]
    public async Task A_web_page_is_named_with_its_first_words()
    {
        var issue = await ProblemAsync("<html><head><title>Logga in</title><style>p{color:red}</style></head><body>&Ouml;ppna butiken</body></html>", "text/html");

        Assert.Equal("GET https://shop.example/: NET011 A web page came instead of JSON: \"Logga in Öppna butiken\".", issue);
    }

    [Fact]
    public async Task Html_labelled_as_JSON_is_still_named_a_web_page()
    {
        Assert.Contains("NET011 A web page came instead of JSON: \"Hej\".", await ProblemAsync("<p>Hej</p>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_that_ends_in_the_middle_is_named_truncated()
    {
        Assert.EndsWith("NET013 The JSON ends in the middle after 18 bytes.", await ProblemAsync("[{\"id\":1},{\"id\":2,"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_JSON_is_named_with_its_place()
    {
        Assert.EndsWith("NET012 The JSON is broken in line 2, byte 2.", await ProblemAsync("[1,\n x]"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    public async Task An_empty_answer_is_not_JSON(string body)
    {
        Assert.EndsWith("NET012 The answer is not JSON (application/json; charset=utf-8): \"(empty)\".", await ProblemAsync(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_is_skipped_and_noted()
    {
        Assert.Equal("[1]", await BodyAsync("\ufeff[1]"));
        Assert.Equal("NET017 Skipped a byte order mark before the JSON.", Note());
    }

    [Fact]
    public async Task Php_notices_before_the_JSON_are_skipped_and_noted()
    {
        Assert.Equal("{\"a\":[1]}", await BodyAsync("<br />\n<b>Warning</b>:  Undefined array key [0] in <b>/x.php</b> on line <b>3</b><br />\n{\"a\":[1]}", "text/html"));
        Assert.Equal("NET017 Skipped \"Warning : Undefined array key [0] in /x.php on line 3\" before the JSON.", Note());
    }

    [Fact]
    public async Task Text_before_the_JSON_that_is_not_PHPs_is_not_skipped()
    {
        Assert.Contains("NET012 The answer is not JSON", await ProblemAsync("Hej [1]"), StringComparison.Ordinal);
        Assert.Empty(_notes.All);
    }

    [Fact]
    public async Task A_notice_before_truncated_JSON_is_not_skipped()
    {
        Assert.Contains("NET011", await ProblemAsync("<b>Notice</b>: x [{\"id\":1},"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_after_the_JSON_is_not_ignored()
    {
        Assert.Contains("NET012 The JSON is broken in line 1", await ProblemAsync("[1]<b>Notice</b>: x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_labelled_as_a_web_page_is_taken_and_noted()
    {
        Assert.Equal("[1]", await BodyAsync("[1]", "text/html"));
        Assert.Equal("NET018 JSON came labelled \"text/html; charset=utf-8\".", Note());
    }

    [Fact]
    public async Task Notes_of_a_kind_are_counted()
    {
        await BodyAsync("\ufeff[1]");
        await BodyAsync("\ufeff[2]");

        Assert.Equal(2, Assert.Single(_notes.All).Count);
    }

    private string Note() => (Assert.Single(_notes.All).First with { At = null }).ToString();

    private async Task<string> ProblemAsync(string body, string type = "application/json") =>
        Assert.IsType<HttpOutcome.Unknown>(await SendAsync(body, type)).Issue.ToString();

    private async Task<string> BodyAsync(string body, string type = "application/json") =>
        Encoding.UTF8.GetString((await SendAsync(body, type)).AnswerOrThrow().Body.Span);

    private async Task<HttpOutcome> SendAsync(string body, string type)
    {
        using var transport = new HttpTransport(
            new TransportSettings { Retries = 0 }, new World(TimeProvider.System, 1), new Redactor(), _notes, new StubHandler(_ => StubHandler.Json(body, HttpStatusCode.OK, type)));
        return await transport.SendAsync(HttpCall.Get(new Uri("https://shop.example/")), default);
    }
}
