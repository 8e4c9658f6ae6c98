using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

public static class ShopifyErrors
{
    public static readonly ErrorCode BadSettings = new("SHP001", "The connection's settings cannot work.",
        "A setting is missing or contradicts another.", "Correct the setting that the message names.");

    public static readonly ErrorCode NotAuthorised = new("SHP002", "The shop does not accept the app's token.",
        "The token was withdrawn, the app was uninstalled, or the client id and secret belong to another organisation's app.",
        "Install the app in the shop again and store its token, or the client id and secret, anew.");

    public static readonly ErrorCode NoRights = new("SHP003", "The app lacks a right.",
        "An access scope is missing, or Shopify has not approved the app for protected customer data.",
        "Give the app the scope that the message names (docs/connectors/shopify.md lists them) and install it again.");

    public static readonly ErrorCode ShopClosed = new("SHP004", "The shop is closed to apps.",
        "It is frozen, locked, or its plan is unpaid (402, 423, SHOP_INACTIVE).", "Let the shop's owner open it again; nothing was lost.");

    public static readonly ErrorCode NotAShop = new("SHP005", "There is no Admin API at this address.",
        "The shop domain is misspelt, or the API version does not exist.", "Write the shop's myshopify.com domain and a version that Shopify supports.");

    public static readonly ErrorCode OtherVersion = new("SHP006", "The shop answers with another API version than asked for.",
        "Shopify has ended the version and uses its oldest supported one instead.", "Set api-version to a supported version, after reading what changed between the two.");

    public static readonly ErrorCode Throttled = new("SHP007", "The shop asks us to slow down.",
        "The app's cost bucket is empty.", "Run later, or lower page-size and the connection's concurrency.");

    public static readonly ErrorCode TooDear = new("SHP008", "A query costs more than Shopify allows.",
        "Pages are too large.", "Lower page-size.");

    public static readonly ErrorCode QueryRefused = new("SHP009", "The shop refused the query.",
        "The API version does not know a field or argument, or a value is not accepted.", "Read Shopify's words in the message; set api-version to one that docs/connectors/shopify.md names.");

    public static readonly ErrorCode ServerFailed = new("SHP010", "The shop failed inside (INTERNAL_SERVER_ERROR).",
        "A fault at Shopify.", "Run again; if it recurs, look at status.shopify.com.");

    public static readonly ErrorCode BadAnswer = new("SHP011", "The answer is not what was asked for.",
        "Shopify left out what it must give.", "Run again; if it recurs, report it with the message.");

    public static readonly ErrorCode UnknownEntity = new("SHP012", "Shopify is not read for this entity.",
        "A job names an entity that this connection cannot deliver.", "Use order, product, stock, price or price-list.");

    public static readonly ErrorCode BadResume = new("SHP013", "The stored resume position cannot be read.",
        "It was written by another program or edited.", "Clear the job's open window with the cursor command; the walk starts over, nothing is lost.");

    public static readonly ErrorCode NotSortedById = new("SHP014", "The shop does not sort the listing by id.",
        "Shopify's index was rebuilt, or its sorting changed.", "Run again; nothing was lost.");

    public static readonly ErrorCode OnlySixtyDays = new("SHP015", "The app sees only the last 60 days of orders.",
        "It lacks the scope read_all_orders: older orders vanish even when they change.",
        "Ask Shopify for read_all_orders and install the app again, or accept that older orders are not followed.");

    public static readonly ErrorCode OrderDeleted = new("SHP016", "Orders were deleted in the shop.",
        "Somebody deleted them there; they are in no listing any more.", "Look at their documents in the ERP.");

    public static readonly ErrorCode NotListed = new("SHP017", "What was deleted cannot be seen.",
        "The app may not read the shop's events.", "Nothing, if the shop never deletes orders; else give the app the rights that the message names.");

    public static readonly ErrorCode BulkFailed = new("SHP018", "A bulk operation did not end well.",
        "Shopify ended it, or its result is gone.", "Run again; set bulk: never to read page by page.");

    public static readonly ErrorCode UnknownLocation = new("SHP019", "The shop has no such location.",
        "A location was renamed or closed, or is misspelt.", "Write the location's name or number as the shop has it.");

    public static readonly ErrorCode BadPayload = new("SHP020", "The document cannot be sent.",
        "The mapping made something that Shopify has no place for.", "Correct the mapping as the message says.");

    public static readonly ErrorCode OrderGone = new("SHP021", "The shop has no such order.",
        "It was deleted, or it is older than 60 days and the app lacks read_all_orders.", "Look at the order in the shop and the document in the ERP.");

    public static readonly ErrorCode RefusedByShop = new("SHP022", "The shop refused the change.",
        "It does not accept a value.", "Read the shop's own words in the message; correct the record or the mapping.");

    public static readonly ErrorCode NotTaken = new("SHP023", "The shop did not take what it confirmed.",
        "An app or a rule in the shop changed it at once.", "Look at the record's history in the shop.");

    public static readonly ErrorCode SkuUnknown = new("SHP024", "The shop has no article with this number.",
        "It has not been made there yet, or its SKU differs.", "Nothing, if the product is on its way; else correct the SKU in the shop.");

    public static readonly ErrorCode SkuTwice = new("SHP025", "The shop has the article number more than once.",
        "Shopify does not keep SKUs unique.", "Give each variant in the shop a SKU of its own.");

    public static readonly ErrorCode Stale = new("SHP026", "The stock changed while it was being set.",
        "Something was sold or counted in between.", "Nothing: it is asked for and set again in the next run.");

    public static readonly ErrorCode YoungerInShop = new("SHP027", "The shop's own value is younger.",
        "It was sold or changed in the shop after the ERP told its level.", "Nothing: the next level from the ERP takes it into account.");

    public static readonly ErrorCode NotTracked = new("SHP028", "The shop does not count this article.",
        "Its inventory is not tracked.", "Switch tracking on for the variant in the shop, or leave it out of the job.");

    public static readonly ErrorCode OtherCurrency = new("SHP029", "The price is in another currency.",
        "The shop's or the list's currency is another.", "Send prices in the currency that the message names; other currencies go through price lists.");

    public static readonly ErrorCode OtherVatBasis = new("SHP030", "The price is on another VAT basis.",
        "The shop shows prices with VAT and the price is without it, or the other way round.", "Let the ERP's mapping give prices on the shop's basis.");

    public static readonly ErrorCode ListUnknown = new("SHP031", "The shop has no such price list, or two of one name.",
        "Its catalog has not been made, or was renamed.", "Make the catalog with a price list in the shop, or write the list's name as it is there.");

    public static readonly ErrorCode OnHold = new("SHP032", "The order may not be sent off yet.",
        "Its fulfillment is on hold, scheduled or asked of somebody else.", "Release it in the shop; it is tried again in the next run.");

    public static readonly ErrorCode NotToShip = new("SHP033", "The order has not that much left to send off.",
        "It was sent off, cancelled or edited in the shop.", "Compare the order in the shop with the delivery in the ERP.");

    public static readonly ErrorCode UnclearWhetherDone = new("SHP034", "It cannot be told whether this was done.",
        "An answer was lost, and the shop shows something that may or may not be ours.", "Look at the order in the shop; resolve the record accordingly.");

    public static readonly ErrorCode NothingReserved = new("SHP035", "There is no payment to capture.",
        "The reservation ran out, was released, or never was.", "Look at the order's payment in the shop, take the money there or from the customer.");

    public static readonly ErrorCode TooMuch = new("SHP036", "More is to be captured than is reserved.",
        "The order grew in the ERP, or a part was captured already.", "Compare the order in the shop with the delivery in the ERP; capture by hand.");

    public static readonly ErrorCode PartNotPossible = new("SHP037", "This payment can be captured only once.",
        "The provider does not allow captures in parts for this shop, and more deliveries are to come.",
        "Nothing: the last delivery collects all that is reserved. To leave parts out by name, skip them in an overlay of shopify.capture (when: not isFinal).");

    public static readonly ErrorCode CaptureFailed = new("SHP038", "The payment provider refused the capture.",
        "The reservation is gone or the provider is down.", "Read the order's timeline in the shop, capture there, then retry or ignore the record.");

    public static readonly ErrorCode CapturePending = new("SHP039", "The payment provider has not answered yet.",
        "The capture is under way.", "Nothing: the order is looked at again in the next run.");

    public static readonly ErrorCode ProductUnclear = new("SHP040", "The product cannot be told from others in the shop.",
        "Its SKUs lie in several products, or its address (handle) is taken by a product without its SKU.", "Bring the variants together in one product in the shop, or correct the SKUs.");

    public static readonly ErrorCode PersonalNumberDropped = new("SHP041", "A personal number was dropped.",
        "The shop stores one in the order; it is not needed here.", "Nothing; set allow-personal-numbers only with a legal ground.");

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        BadSettings, NotAuthorised, NoRights, ShopClosed, NotAShop, OtherVersion, Throttled, TooDear, QueryRefused, ServerFailed, BadAnswer,
        UnknownEntity, BadResume, NotSortedById, OnlySixtyDays, OrderDeleted, NotListed, BulkFailed, UnknownLocation, BadPayload, OrderGone,
        RefusedByShop, NotTaken, SkuUnknown, SkuTwice, Stale, YoungerInShop, NotTracked, OtherCurrency, OtherVatBasis, ListUnknown, OnHold,
        NotToShip, UnclearWhetherDone, NothingReserved, TooMuch, PartNotPossible, CaptureFailed, CapturePending, ProductUnclear,
        PersonalNumberDropped,
    ];
}
