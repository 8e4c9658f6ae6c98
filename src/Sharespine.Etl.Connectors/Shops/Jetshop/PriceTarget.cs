using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Jetshop;

/// <summary>
/// Writes prices into price lists. They are sent with VAT and read back without, to four decimals; the list that the article
/// names as its own is the only one that can be read back.
/// </summary>
internal sealed class PriceTarget<T>(JetshopClient client) : ArticleTarget<T>(client)
    where T : JetshopPrice
{
    public const string Operation = "PriceList_UpdateArticleIncVAT";
    public const string Result = "PriceList_UpdateArticleIncVATResult";
    public const string ResultRow = "ArticlePriceListResult";

    /// <summary>Four decimals without VAT, of a price with VAT that has as many.</summary>
    private const decimal Tolerance = 0.0001m;
    private const string NoDiscount = "-1";
    private static readonly DateTimeOffset FarOff = new(2099, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<SoapField> Message(IEnumerable<SoapValue.Fields> rows) =>
        [new("articlePriceLists", new SoapValue.Fields("", [.. rows.Select(row => new SoapField("ArticlePriceListIncVat", row))]))];

    /// <param name="vat">A fraction; needed where the price is without.</param>
    public static SoapValue.Fields Row(JetshopPrice wanted, string list, decimal? vat, TimeZoneInfo zone, DateTimeOffset now)
    {
        var spans = wanted.DiscountedPrice is not null && (wanted.DiscountFrom is not null || wanted.DiscountTo is not null);
        (string Name, SoapValue? Value)[] fields =
        [
            ("ArticleNumber", SoapValue.Of(wanted.ArticleNumber)),
            ("PriceListId", SoapValue.Of(list)),
            ("PriceIncVat", SoapValue.Of(With(wanted.Price, wanted, vat))),
            ("DiscountedPriceIncVat", wanted.DiscountedPrice is { } price ? SoapValue.Of(With(price, wanted, vat)) : SoapValue.Of(NoDiscount)),
            ("HideProduct", ProductFields.Of(wanted.HideProduct)),
            ("DiscountedPriceIsMemberPrice", ProductFields.Of(wanted.DiscountedPriceIsMemberPrice)),
            ("UseDiscountDateSpan", SoapValue.Of(spans)),
            // A span has two ends.
            ("DiscountStartDate", spans ? ProductFields.Of(wanted.DiscountFrom ?? now, zone) : null),
            ("DiscountEndDate", spans ? ProductFields.Of(wanted.DiscountTo ?? FarOff, zone) : null),
        ];
        return new("ArticlePriceListIncVat", [.. fields.Where(field => field.Value is not null).Select(field => new SoapField(field.Name, field.Value!))]);
    }

    /// <summary>What the rows say of the article in the list; null when all is well.</summary>
    public static Issue? Verdict(IEnumerable<JsonElement> rows, string list, string article, SourcePosition at)
    {
        var row = rows.FirstOrDefault(row => Same(ShopProduct.Text(row, "PriceListId"), list));
        return row.ValueKind != JsonValueKind.Object ? new(JetshopErrors.NoRow, $"The answer says nothing of {article} in {list}.", at)
            : ShopProduct.Text(row, "Success") is "true" or "1" ? null
            : new(JetshopErrors.RefusedByShop, $"{article} in {list}: {ShopProduct.Text(row, "Message") ?? "no message"}", at);
    }

    protected override string ArticleOf(T wanted) => wanted.ArticleNumber;

    protected override Task<TargetState> JudgeAsync(Item item, ShopProduct? there, CancellationToken cancellation) => Task.FromResult(Judge(item, there));

    protected override async Task<IReadOnlyList<(Item Item, TargetAnswer Answer)>> WriteAsync(IReadOnlyList<Item> items, CancellationToken cancellation)
    {
        var (there, problem) = await LookAsync(items, cancellation);
        if (problem is not null)
        {
            return NotDone(items, problem);
        }

        var answers = new List<(Item, TargetAnswer)>();
        var products = new Dictionary<Item, ShopProduct>();
        foreach (var item in items)
        {
            switch (Judge(item, there[item]))
            {
                case TargetState.WaitsFor waits:
                    answers.Add((item, new TargetAnswer.NotDone(waits.Issue)));
                    break;
                case TargetState.CannotAsk cannot:
                    answers.Add((item, new TargetAnswer.Refused(cannot.Issue)));
                    break;
                default:
                    products[item] = there[item]!;
                    break;
            }
        }

        var (good, others) = await CallAsync(Operation, [.. products.Keys],
            some => Message(some.Select(item => Row(item.Wanted, List(item.Wanted, products[item])!, products[item].Vat, Client.Settings.Zone, Client.World.UtcNow))),
            (answer, item) => Verdict(Rows(answer, Result, ResultRow, item.Article), List(item.Wanted, products[item])!, item.Article, At(item.Document)), cancellation);
        answers.AddRange(others);
        foreach (var item in good)
        {
            // Another list than the article's own cannot be read back: the shop's word is all there is.
            answers.Add((item, IsOwn(item.Wanted, products[item]) ? await VerifyAsync(item, cancellation) : new TargetAnswer.Done(Key(item.Wanted, products[item]))));
        }

        return answers;
    }

    private TargetState Judge(Item item, ShopProduct? there)
    {
        if (there is null)
        {
            return Missing(item);
        }

        if (List(item.Wanted, there) is null)
        {
            return new TargetState.CannotAsk(new(JetshopErrors.BadSettings, $"{item.Article} names no price list of its own.", At(item.Document), "price-list", "name the default list in the connection's settings."));
        }

        if (there.Vat is not { } vat)
        {
            return new TargetState.CannotAsk(new(JetshopErrors.NoVat, $"The shop gives no VAT rate for {item.Article}.", At(item.Document)));
        }

        if (!IsOwn(item.Wanted, there))
        {
            return new TargetState.Absent();
        }

        if (item.Wanted.Currency is { } currency && currency != Client.Settings.Currency.Code)
        {
            return new TargetState.CannotAsk(new(JetshopErrors.BadPayload, $"The price is in {currency}, the shop's are in {Client.Settings.Currency.Code}.", At(item.Document), "currency"));
        }

        var key = Key(item.Wanted, there);
        return IsAsWanted(item.Wanted, there, vat)
            ? new TargetState.AsWanted(key)
            : new TargetState.Other(key, Now(item.Wanted, there, vat), Effect(item.Wanted, there, vat));
    }

    private bool IsAsWanted(JetshopPrice wanted, ShopProduct there, decimal vat) =>
        Near(there.Price, Without(wanted.Price, wanted, vat))
        && (wanted.DiscountedPrice is { } price ? Near(there.DiscountedPrice, Without(price, wanted, vat)) : there.DiscountedPrice is null)
        && (wanted.HideProduct is null || wanted.HideProduct == there.IsHidden)
        && SameSpan(wanted, there);

    private bool SameSpan(JetshopPrice wanted, ShopProduct there)
    {
        if (wanted.DiscountedPrice is null)
        {
            return true;
        }

        var spans = wanted.DiscountFrom is not null || wanted.DiscountTo is not null;
        return spans == there.Flag("UseDiscountDateSpan")
            && (wanted.DiscountFrom is null || Time(there, "DiscountStartDate") == Seconds(wanted.DiscountFrom.Value))
            && (!spans || Time(there, "DiscountEndDate") == Seconds(wanted.DiscountTo ?? FarOff));
    }

    /// <summary>The price that moves most is what the guard is shown.</summary>
    private static TargetEffect Effect(JetshopPrice wanted, ShopProduct there, decimal vat)
    {
        var effect = new TargetEffect { Deactivates = wanted.HideProduct == true && !there.IsHidden };
        if (there.Price is null or <= 0)
        {
            // A first price moves nothing.
            return effect;
        }

        var regular = Without(wanted.Price, wanted, vat);
        var isRegular = !Near(there.Price, regular);
        return effect with
        {
            PriceBefore = isRegular ? there.Price : there.DiscountedPrice ?? there.Price,
            PriceAfter = isRegular ? regular : wanted.DiscountedPrice is { } price ? Without(price, wanted, vat) : regular,
        };
    }

    private byte[] Now(T wanted, ShopProduct there, decimal vat) => Json(wanted with
    {
        Price = Basis(there.Price ?? 0, wanted, vat),
        DiscountedPrice = there.DiscountedPrice is { } price ? Basis(price, wanted, vat) : null,
        DiscountFrom = there.Flag("UseDiscountDateSpan") ? Utc(there, "DiscountStartDate") : null,
        DiscountTo = there.Flag("UseDiscountDateSpan") ? Utc(there, "DiscountEndDate") : null,
        HideProduct = wanted.HideProduct is null ? null : there.IsHidden,
    });

    private string? List(JetshopPrice wanted, ShopProduct there) => (wanted as JetshopListPrice)?.PriceList ?? Client.Settings.PriceList ?? there.PriceList;

    /// <summary>GUIDs come in capitals and go in small letters.</summary>
    private bool IsOwn(JetshopPrice wanted, ShopProduct there) => Same(List(wanted, there), there.PriceList);

    private string Key(JetshopPrice wanted, ShopProduct there) => $"{there.Article}@{List(wanted, there)!.ToLowerInvariant()}";

    private static DateTimeOffset Seconds(DateTimeOffset instant) => new(instant.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private DateTimeOffset? Time(ShopProduct there, string field) => Utc(there, field) is { } time ? Seconds(time) : null;

    private DateTimeOffset? Utc(ShopProduct there, string field) => DateTime.TryParse(there.Text(field), CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        ? new DateTimeOffset(time, Client.Settings.Zone.GetUtcOffset(time)).ToUniversalTime()
        : null;

    private static bool Same(string? left, string? right) => left is not null && string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static bool Near(decimal? left, decimal? right) => left is { } a && right is { } b && Math.Abs(a - b) <= Tolerance;

    private static decimal Without(decimal price, JetshopPrice of, decimal vat) => of.IncludesVat ? price / (1 + vat) : price;

    private static decimal Basis(decimal without, JetshopPrice of, decimal vat) => of.IncludesVat ? Math.Round(without * (1 + vat), 2, MidpointRounding.AwayFromZero) : without;

    /// <summary>With VAT; without the rate a price that has none yet is sent as it is, which Judge has refused before.</summary>
    private static decimal With(decimal price, JetshopPrice of, decimal? vat) => of.IncludesVat ? price : Math.Round(price * (1 + (vat ?? 0)), 4, MidpointRounding.AwayFromZero);
}
