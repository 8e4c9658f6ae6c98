using System.Text;
using System.Text.Json;
using Sharespine.Etl.Mappings;

namespace Sharespine.Etl.Tests.Mappings;

public sealed class WritePoliciesTests
{
    private const string ThereAlready = "the other side has a value of its own";
    private const string Changed = "it was changed on the other side since we wrote it";
    private const string NotOurs = "the other side has a value that we did not write";
    private const string OnlyOnce = "it is written only when the record is made";

    // policy, last sent, there now, wanted -> sent, or why not. "-" is absent.
    [Theory]
    [InlineData("always", "-", "-", "w", "sent")]
    [InlineData("always", "a", "b", "w", "sent")]
    [InlineData("always", "w", "w", "w", "unchanged")]
    [InlineData("create-only", "a", "a", "w", OnlyOnce)]
    [InlineData("create-only", "-", "-", "w", OnlyOnce)]
    [InlineData("create-only", "-", "w", "w", "unchanged")]
    [InlineData("if-empty", "-", "-", "w", "sent")]
    [InlineData("if-empty", "a", "", "w", "sent")]
    [InlineData("if-empty", "a", "a", "w", ThereAlready)]
    [InlineData("if-empty", "-", "b", "w", ThereAlready)]
    [InlineData("if-empty", "-", "w", "w", "unchanged")]
    [InlineData("if-unchanged-since-we-wrote", "a", "a", "w", "sent")]
    [InlineData("if-unchanged-since-we-wrote", "a", "b", "w", Changed)]
    [InlineData("if-unchanged-since-we-wrote", "a", "-", "w", Changed)]
    [InlineData("if-unchanged-since-we-wrote", "-", "-", "w", "sent")]
    [InlineData("if-unchanged-since-we-wrote", "-", "b", "w", NotOurs)]
    [InlineData("if-unchanged-since-we-wrote", "a", "w", "w", "unchanged")]
    public void A_field_is_decided_three_ways(string policy, string lastSent, string now, string wanted, string outcome)
    {
        var policies = new WritePolicies(new Dictionary<string, WritePolicy> { ["f"] = WritePolicies.Words[policy] });
        var decision = policies.Decide(Field(lastSent), Field(now), Field(wanted));
        var kept = decision.Kept.SingleOrDefault();
        Assert.Equal(outcome, kept is not null ? kept.Why : decision.IsUnchanged ? "unchanged" : "sent");
        Assert.Equal(kept is null ? """{"f":"w"}""" : "{}", Encoding.UTF8.GetString(decision.Payload.Span));
        Assert.Equal(kept is not null || outcome == "unchanged", decision.IsUnchanged);
    }

    [Fact]
    public void A_record_that_is_not_there_is_sent_whole()
    {
        var policies = new WritePolicies(new Dictionary<string, WritePolicy> { ["f"] = WritePolicy.CreateOnly });
        var decision = policies.Decide(null, null, Field("w"));
        Assert.Equal("""{"f":"w"}""", Encoding.UTF8.GetString(decision.Payload.Span));
        Assert.False(decision.IsUnchanged);
        Assert.Empty(decision.Kept);
    }

    [Fact]
    public void A_policy_on_an_object_holds_for_its_fields_and_a_list_is_one_field()
    {
        var policies = new WritePolicies(new Dictionary<string, WritePolicy> { ["customer"] = WritePolicy.IfEmpty, ["customer.phone"] = WritePolicy.Always, ["rows"] = WritePolicy.CreateOnly });
        var decision = policies.Decide(
            null,
            Json("""{"customer":{"email":"theirs","phone":"1","city":""},"rows":[1,2],"total":10.0}"""),
            Json("""{"customer":{"email":"ours","phone":"2","city":"Lund"},"rows":[1,2,3],"total":10.00}"""));
        Assert.Equal("""{"customer":{"phone":"2","city":"Lund"},"total":10.00}""", Encoding.UTF8.GetString(decision.Payload.Span));
        Assert.Equal(["customer.email", "rows"], decision.Kept.Select(kept => kept.Path));
        Assert.False(decision.IsUnchanged);
    }

    private static JsonElement Field(string value) => Json(value == "-" ? "{}" : $$"""{"f":"{{value}}"}""");

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
