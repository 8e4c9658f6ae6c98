using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>Amounts in sentences are written as the language of the sentence has them.</summary>
public sealed class ReconcileTextsTests
{
    private static readonly ExceptionFacts NoRate = new() { Reason = Reason.NoRate, Amount = new(237642, Currency.Eur), PayoutReference = "K1", Date = new(2026, 11, 2) };

    [Fact]
    public void Swedish_has_a_comma_and_a_space_that_does_not_break() =>
        Assert.Equal("Utbetalning K1 på 2\u00a0376,42 EUR är i en valuta som saknar kurs eller avräkningskonto.", ReconcileTexts.For("sv").Explain(NoRate));

    [Fact]
    public void English_has_a_point_and_a_comma() =>
        Assert.Equal("Payout K1 of 2,376.42 EUR is in a currency that there is no exchange rate or clearing account for.", ReconcileTexts.For("en").Explain(NoRate));

    [Fact]
    public void Amounts_among_what_is_related_are_written_so_too_and_names_are_left_alone()
    {
        var facts = NoRate with { Reason = Reason.BankAmountDiffers, Related = ["12956.60 SEK + -200.00 SEK", "12931.60 SEK 2026-10-14 (C 9)", "A 1000"] };
        Assert.Equal(
            "Utbetalning K1 är 12\u00a0956,60 SEK + -200,00 SEK enligt leverantören men 12\u00a0931,60 SEK 2026-10-14 (C 9), A 1000 på bankkontot.",
            ReconcileTexts.For("sv").Explain(facts));
    }
}
