using System.Globalization;
using System.Text.RegularExpressions;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>Whatever the report can say is told by a story, with its words written out.</summary>
public sealed class StoryCoverageTests
{
    /// <summary>What is told otherwise than by its own sentence: by the title of the story that tells it.</summary>
    private static readonly Dictionary<Reason, string> ToldOtherwise = new()
    {
        [Reason.None] = "A sale with the shop's order number settles the voucher that names the order",
        // Entries that need nobody: the open items show them as waiting.
        [Reason.PayoutMayFollow] = "A booked sale waits until the payout delay is over",
        [Reason.Unassigned] = "On a shared account another provider's sales are nobody's exception, unless a reference settles them",
        // The decision's own words stand where the reason's would.
        [Reason.Decided] = "What is left as it is stays so until it changes",
    };

    /// <summary>What needs the files that go between us and the ERP: the tests of whole nights tell it by its name.</summary>
    private static readonly Dictionary<Reason, string> ToldByNights = new()
    {
        [Reason.PaymentRefused] = "PaymentFilesTests.cs",
        [Reason.PaymentNotImported] = "PaymentFilesTests.cs",
    };

    private static readonly string[] Booked =
    [
        "mode=off", "mode=payments", "rows=per-line", "rows=per-day", "rows=per-payout", "closed-period=hold", "closed-through=2026-10-31", "fee-vat=exempt", "fee-vat=reverse-charge", "fee-vat=separate-invoice",
        "bank-voucher=yes", "post-while-waiting=yes", "suspense-max=100", "suspense-percent=20", "suspense-lines=1", "stop-after=2", "stop-after-percent=30", "default-account=6351",
    ];

    public static TheoryData<Disposition> Dispositions => [.. Enum.GetValues<Disposition>()];

    public static TheoryData<Reason> Reasons => [.. Enum.GetValues<Reason>()];

    public static TheoryData<LineType> LineTypes => [.. Enum.GetValues<LineType>()];

    public static TheoryData<string> WaysOfBooking => [.. Booked];

    [Theory]
    [MemberData(nameof(Dispositions))]
    public void A_story_tells_every_disposition(Disposition disposition) =>
        Assert.Contains(Lines("said", "open", "exceptions"), line => Regex.IsMatch(line, $@"\b{disposition}\b"));

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_story_tells_every_reason(Reason reason)
    {
        if (ToldOtherwise.TryGetValue(reason, out var where))
        {
            Assert.Contains(StoryTests.All, story => story.Title == where);
            return;
        }

        if (ToldByNights.TryGetValue(reason, out var test))
        {
            Assert.Contains(reason.ToString(), File.ReadAllText(Path.Combine(Support.Repository.Root, "tests", "Sharespine.Etl.Tests", "EndToEnd", test)), StringComparison.Ordinal);
            return;
        }

        var texts = ReconcileTexts.For("en");
        Assert.True(
            Lines("exceptions").Any(line => Sentence(texts, reason).IsMatch(line)) || texts.Remark(reason) is { } remark && Lines("said").Any(line => line.EndsWith($"({remark})", StringComparison.Ordinal)),
            $"no story tells {reason}: {Sentence(texts, reason)}");
    }

    [Theory]
    [MemberData(nameof(LineTypes))]
    public void A_story_has_every_type_of_line(LineType type)
    {
        var word = string.Concat(type.ToString().Select((letter, at) => (at > 0 && char.IsUpper(letter) ? "-" : "") + char.ToLowerInvariant(letter)));
        Assert.Contains(Lines("settled"), line => line.StartsWith(word + " ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(WaysOfBooking))]
    public void A_story_has_every_way_of_booking(string setting) =>
        Assert.Contains(StoryTests.All, story => story.Settings.Any(pair => $"{pair.Key}={pair.Value}" == setting) && story.Nights.Any(night => night.Of("vouchers").Any() || night.Of("payouts").Any()));

    private static IEnumerable<string> Lines(params string[] words) =>
        StoryTests.All.SelectMany(story => story.Nights).SelectMany(night => words.SelectMany(night.Of)).SelectMany(block => block.Lines);

    /// <summary>The reason's sentence with anything where its figures and names stand.</summary>
    private static Regex Sentence(ReconcileTexts texts, Reason reason)
    {
        var sentence = texts.Explain(new()
        {
            Reason = reason,
            Amount = new(471_11, Currency.Sek),
            OrderReference = "@order@",
            PayoutReference = "@payout@",
            Voucher = "@voucher@",
            Date = new(1999, 12, 31),
            Related = ["@one@", "@two@"],
        });
        var pattern = Regex.Escape(sentence).Replace(Regex.Escape("471.11 SEK"), "-?[0-9.,]+ [A-Z]{3}", StringComparison.Ordinal).Replace(Regex.Escape(" for @order@"), "(?: for .+)?", StringComparison.Ordinal)
            .Replace(Regex.Escape("@one@, @two@"), ".+", StringComparison.Ordinal).Replace(Regex.Escape("1999-12-31"), "[0-9-]{10}", StringComparison.Ordinal);
        return new(string.Create(CultureInfo.InvariantCulture, $": {Regex.Replace(pattern, "@[a-z]+@", ".+")}$"), RegexOptions.CultureInvariant);
    }
}
