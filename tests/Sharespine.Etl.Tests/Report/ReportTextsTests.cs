using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report;

namespace Sharespine.Etl.Tests.Report;

public class ReportTextsTests
{
    public static TheoryData<ReportLanguage> Languages => [.. Enum.GetValues<ReportLanguage>()];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_text_is_filled_in(ReportLanguage language)
    {
        var texts = ReportTexts.For(language);
        var empty = typeof(ReportTexts).GetProperties()
            .Where(property => property.PropertyType == typeof(string) && string.IsNullOrWhiteSpace((string?)property.GetValue(texts)))
            .Select(property => property.Name);

        Assert.Empty(empty);
        Assert.Equal(language, texts.Language);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_word_of_the_closed_lists_has_a_text(ReportLanguage language)
    {
        var texts = ReportTexts.For(language);

        Assert.Equal(Enum.GetValues<Disposition>(), texts.Dispositions.Keys.Order());
        Assert.Equal(Enum.GetValues<Disposition>(), texts.DispositionMeanings.Keys.Order());
        Assert.Equal(Enum.GetValues<PayoutStatus>(), texts.PayoutStatuses.Keys.Order());
        Assert.Equal(Enum.GetValues<PayoutStatus>(), texts.PayoutStatusMeanings.Keys.Order());
        Assert.Equal(Enum.GetValues<LineType>(), texts.LineTypes.Keys.Order());
        Assert.Equal(Enum.GetValues<Decision>(), texts.Decisions.Keys.Order());
        Assert.Equal(Enum.GetValues<Decision>(), texts.DecisionMeanings.Keys.Order());
        Assert.Equal(texts.Dispositions.Count, texts.Dispositions.Values.Distinct().Count());
    }

    [Fact]
    public void The_languages_have_the_same_placeholders()
    {
        var (swedish, english) = (ReportTexts.For(ReportLanguage.Swedish), ReportTexts.For(ReportLanguage.English));
        foreach (var property in typeof(ReportTexts).GetProperties().Where(property => property.PropertyType == typeof(string)))
        {
            var (one, other) = ((string)property.GetValue(swedish)!, (string)property.GetValue(english)!);
            Assert.True(Placeholders(one).SequenceEqual(Placeholders(other)), $"{property.Name}: \"{one}\" and \"{other}\"");
        }

        Assert.Equal(swedish.Reading.Count, english.Reading.Count);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Sheet_names_are_short_distinct_and_allowed(ReportLanguage language)
    {
        var texts = ReportTexts.For(language);
        string[] names = [texts.SummarySheet, texts.PayoutSheet, texts.ExceptionSheet, texts.LineSheet, texts.OpenItemSheet, texts.FeeSheet, texts.VoucherSheet, texts.AboutSheet];

        Assert.All(names, name => Assert.True(name.Length <= 31 && name.IndexOfAny([':', '\\', '/', '?', '*', '[', ']', '\'']) < 0, name));
        Assert.Equal(names.Length, names.Distinct().Count());
        var choices = string.Join(',', texts.Decisions.Values);
        Assert.True(choices.Length <= 253, "a list in a cell holds 255 characters with its quotes");
        Assert.Equal(texts.Decisions.Count, choices.Split(',').Length);
    }

    [Fact]
    public void Amounts_are_written_as_each_language_writes_them()
    {
        var money = Money.Exact(-1234567.5m, Currency.Sek);

        Assert.Equal("-1 234 567,50 SEK", ReportTexts.For(ReportLanguage.Swedish).Write(money));
        Assert.Equal("-1,234,567.50 SEK", ReportTexts.For(ReportLanguage.English).Write(money));
    }

    private static IEnumerable<char> Placeholders(string text) =>
        Enumerable.Range(0, 3).Where(i => text.Contains($"{{{i}}}", StringComparison.Ordinal)).Select(i => (char)('0' + i));
}
