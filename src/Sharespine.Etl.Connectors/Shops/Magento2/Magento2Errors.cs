using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

public static class Magento2Errors
{
    public static readonly ErrorCode BadSettings = new("MGT001", "The connection's settings cannot work.",
        "A setting is missing or contradicts another.", "Correct the setting that the message names.");

    public static readonly ErrorCode NoRights = new("MGT002", "The integration may not do this.",
        "The token is wrong or withdrawn, the integration has not been given the named resource, or the shop does not take access tokens as bearer.",
        "Under System > Integrations give it the named resource and activate it again; for bearer, set auth: oauth or let the shop switch on oauth/consumer/enable_integration_as_bearer.");

    public static readonly ErrorCode BadSignature = new("MGT003", "The shop does not accept the signature.",
        "One of the four credentials is mistyped, the clocks differ, or a proxy changes the address that was signed.",
        "Store the four credentials anew; synchronise the clocks; let the proxy pass host and scheme.");

    public static readonly ErrorCode NotAShop = new("MGT004", "There is no Magento REST API at this address.",
        "The url is not the shop's base address, or web server rules do not pass /rest.", "Open <url>/rest/V1/store/storeViews in a browser: Magento answers in JSON.");

    public static readonly ErrorCode UnknownEntity = new("MGT005", "Magento is not read for this entity.",
        "A job names an entity that this connection cannot deliver.", "Use one of the entities that the message names.");

    public static readonly ErrorCode BadPage = new("MGT006", "An answer is not what was asked for.",
        "An extension changes the answers of the API.", "Switch off the extension for the API; nothing was lost, the walk continues from its last page.");

    public static readonly ErrorCode FilterIgnored = new("MGT007", "The shop does not heed filter or order of a listing.",
        "An extension or a cache in front of the API ignores the search criteria; rows would be lost between pages.", "Exclude /rest/ from the cache or switch off the extension, and run again.");

    public static readonly ErrorCode NoDate = new("MGT008", "The shop's answer has no Date header.",
        "A proxy strips it; without the server's clock the next start cannot be set.", "Let the proxy pass the Date header.");

    public static readonly ErrorCode BadResume = new("MGT009", "The stored resume position cannot be read.",
        "It was written by another program or edited.", "Clear the job's open window with the cursor command; the walk starts over, nothing is lost.");

    public static readonly ErrorCode UnknownStore = new("MGT010", "The shop has no such website, store view or source.",
        "A code is misspelt, or it was renamed in the shop.", "Use a code from Stores > All Stores, or Stores > Sources.");

    public static readonly ErrorCode PersonalNumberDropped = new("MGT011", "A personal number was dropped.",
        "The shop stores one in the order; it is not needed here.", "Nothing; set allow-personal-numbers only with a legal ground.");

    public static readonly ErrorCode BadPayload = new("MGT012", "The document cannot be sent.",
        "The mapping made something that Magento has no field for, or left out what it needs.", "Correct the mapping; the message names the field.");

    public static readonly ErrorCode OrderGone = new("MGT013", "The shop has no such order.",
        "The id is not from this shop, or the order was deleted in the database.", "Look at the document in the ERP; ignore the record if the order is truly gone.");

    public static readonly ErrorCode NoStatus = new("MGT014", "The order has no status that could be kept.",
        "A comment was written without a status, which empties the order's.", "Give the order a status in the shop, and retry.");

    public static readonly ErrorCode StateForbids = new("MGT015", "The order's state forbids it.",
        "It is cancelled, closed, on hold or under payment review in the shop.", "Look at the order in the shop; take it off hold and retry, or ignore the record.");

    public static readonly ErrorCode NothingLeft = new("MGT016", "Less is left on the order than was asked for.",
        "A part was shipped, invoiced, cancelled or refunded in the shop by hand, or the row is virtual and is never shipped.",
        "Compare the order with the ERP's delivery; do the rest by hand, or ignore the record.");

    public static readonly ErrorCode UnknownRow = new("MGT017", "The order has no such row.",
        "The ERP names an article or row that the shop's order does not have.", "Compare the order with the ERP's delivery; do it by hand, or ignore the record.");

    public static readonly ErrorCode NotTaken = new("MGT018", "The shop did not keep what was sent.",
        "It answered that all is well, and shows something else when it is read again.", "Look at the record in the shop, and at extensions that change it; correct the mapping.");

    public static readonly ErrorCode NotCaptured = new("MGT019", "The invoice was made, but its payment was not captured.",
        "The payment provider has put it under review, or the payment method left the invoice open.",
        "Look at the order's payment in the shop; when it is collected, retry: the invoice is recognised by our reference.");

    public static readonly ErrorCode AmountDiffers = new("MGT020", "The amount to collect is not what the shop would collect.",
        "The ERP delivered other prices or quantities than the shop's order has.", "Compare the two; capture in the shop by hand, or ignore the record.");

    public static readonly ErrorCode RefusedByShop = new("MGT021", "The shop refused it.",
        "It does not accept a value, or the order's rows do not allow it.", "Read the shop's own words in the message; correct the mapping or the record.");

    public static readonly ErrorCode ArticleMissing = new("MGT022", "The shop does not have the article.",
        "Its product has not been made yet, or has another SKU there.", "Nothing, if products come from the ERP: it is sent as soon as the article is there. Else make it, or correct the SKU.");

    public static readonly ErrorCode WrongKind = new("MGT023", "The article is of a kind that has none of its own.",
        "A configurable or grouped product has neither stock nor price: its variants have.", "Send it for the variants' SKUs.");

    public static readonly ErrorCode OtherBasis = new("MGT024", "The price is in another currency or VAT basis than the shop's prices.",
        "The ERP's price includes VAT and the shop's does not, or the other way round; or it is in a foreign currency.",
        "Convert it in the mapping, or correct prices-include-tax.");

    public static readonly ErrorCode UnknownGroup = new("MGT025", "The shop has no such customer group.",
        "The price list names a group that is not there, or is written differently.", "Make it under Customers > Customer Groups, or put the list's name in the mapping's table.");

    public static readonly ErrorCode NoFirstPrice = new("MGT026", "A new article has no price.",
        "It would be sold for nothing until its price came.", "Give it a price in the ERP; it is tried again.");

    public static readonly ErrorCode BadOption = new("MGT027", "A variant's option cannot be set.",
        "The shop has no such attribute, or it is not a list to choose from.", "Make the attribute under Stores > Attributes > Product (dropdown, global), or correct the mapping's table.");

    public static readonly ErrorCode OtherKind = new("MGT028", "The article is there as another kind of product.",
        "A simple product cannot become one with variants, or the other way round.", "Decide in the shop which it is; delete or rename the other.");

    public static readonly ErrorCode ClockDiffers = new("MGT029", "This machine's clock and the shop's differ.",
        "One of them is not synchronised.", "Synchronise the clocks: signatures are refused when they differ by more than ten minutes.");

    public static readonly ErrorCode PriceScope = new("MGT030", "The shop's prices hold for all stores.",
        "Its price scope is global; a price for one store view or website would become the price of all.",
        "Leave the store out in the mapping, or let the shop set Stores > Configuration > Catalog > Price Scope to Website.");

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        BadSettings, NoRights, BadSignature, NotAShop, UnknownEntity, BadPage, FilterIgnored, NoDate, BadResume, UnknownStore,
        PersonalNumberDropped, BadPayload, OrderGone, NoStatus, StateForbids, NothingLeft, UnknownRow, NotTaken, NotCaptured,
        AmountDiffers, RefusedByShop, ArticleMissing, WrongKind, OtherBasis, UnknownGroup, NoFirstPrice, BadOption, OtherKind, ClockDiffers, PriceScope,
    ];
}
