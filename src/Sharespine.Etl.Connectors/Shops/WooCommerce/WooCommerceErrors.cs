using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

public static class WooCommerceErrors
{
    public static readonly ErrorCode BadSettings = new("WOO001", "The connection's settings cannot work.",
        "A setting is missing or contradicts another.", "Correct the setting that the message names.");

    public static readonly ErrorCode WrongSecret = new("WOO002", "The shop knows the key but not the secret.",
        "The consumer secret is mistyped, or the key was made anew.", "Make a new key under WooCommerce > Settings > Advanced > REST API, and store both parts.");

    public static readonly ErrorCode NoRights = new("WOO003", "The shop does not let this key read.",
        "WooCommerce answers the same for an unknown key, a key of a user without rights to orders or products, a write-only key, and a host that strips the Authorization header.",
        "Check the consumer key, that it has read rights and belongs to a shop manager; if all is right, ask the host whether it strips the Authorization header, or set auth: query.");

    public static readonly ErrorCode BasicOnHttp = new("WOO004", "The shop refuses key and secret on plain http.",
        "WooCommerce accepts Basic credentials only when it sees https; on http it answers as if rights were missing.",
        "Use the https address; on your own network set auth: oauth, or let the proxy in front tell PHP that it is https.");

    public static readonly ErrorCode ReadOnlyKey = new("WOO005", "The key may read but not write.",
        "It was made with the permission Read.", "Give it Read/Write under WooCommerce > Settings > Advanced > REST API, or remove the jobs that write to the shop.");

    public static readonly ErrorCode NotAShop = new("WOO006", "There is no WooCommerce API at this address.",
        "The url is not the shop's site address, WooCommerce is not active, or permalinks are plain.",
        "Open <url>/wp-json/wc/v3/ in a browser; under WordPress > Settings > Permalinks choose anything but Plain.");

    public static readonly ErrorCode ClockDiffers = new("WOO007", "This machine's clock and the shop's differ.",
        "One of them is not synchronised.", "Synchronise the clocks: OAuth signatures are refused when they differ by more than 15 minutes.");

    public static readonly ErrorCode UnknownEntity = new("WOO008", "WooCommerce is not read for this entity.",
        "A job names an entity that this connection cannot deliver.", "Use one that the message names; price lists are an extension's matter in WooCommerce and are not read.");

    public static readonly ErrorCode BadPage = new("WOO009", "A page of the listing is not what was asked for.",
        "An extension changes the answers of the API.", "Switch off the extension for the API; nothing was lost, the walk continues from its last page.");

    public static readonly ErrorCode NotSortedById = new("WOO010", "The shop does not sort the listing by id.",
        "An extension overrides the order; rows would be lost between pages.", "Switch off the extension for the API, and run again.");

    public static readonly ErrorCode SamePageAgain = new("WOO011", "The shop answers the same page whatever page is asked for.",
        "A cache in front of the API ignores the query.", "Exclude /wp-json/ from the cache, and run again.");

    public static readonly ErrorCode NoDate = new("WOO012", "The shop's answer has no Date header.",
        "A proxy strips it; without the server's clock the next start cannot be set.", "Let the proxy pass the Date header.");

    public static readonly ErrorCode BadResume = new("WOO013", "The stored resume position cannot be read.",
        "It was written by another program or edited.", "Clear the job's open window with the cursor command; the walk starts over, nothing is lost.");

    public static readonly ErrorCode PersonalNumberDropped = new("WOO014", "A personal number was dropped.",
        "The shop stores one in the order; it is not needed here.", "Nothing; set allow-personal-numbers only with a legal ground, or keep-meta for a field that holds something else.");

    public static readonly ErrorCode RefundsDiffer = new("WOO015", "An order and its refunds do not agree.",
        "A refund, or the order, was made or deleted while it was read, or an extension hides refunds.",
        "Nothing, if the order comes again in the next run; else look at its refunds in the shop.");

    public static readonly ErrorCode BadStatusPayload = new("WOO016", "The status document cannot be sent.",
        "The order-status mapping made something that WooCommerce has no field for.", "Correct the mapping: id, and status or meta_data.");

    public static readonly ErrorCode OrderGone = new("WOO017", "The shop has no such order.",
        "It was deleted for good in the shop.", "Nothing to do in the shop; look at the document in the ERP.");

    public static readonly ErrorCode OrderInTrash = new("WOO018", "The order lies in the shop's trash.",
        "Somebody deleted it.", "Restore it in the shop and retry, or ignore the record.");

    public static readonly ErrorCode WouldMoveBack = new("WOO019", "The order's status may not be left.",
        "The shop has already ended the order, and leaving that state may move money or send mail.",
        "Look at the order in the shop; set may-leave for that status only if the change is wanted in general.");

    public static readonly ErrorCode CaptureFailed = new("WOO020", "The order fell back to on-hold.",
        "The payment extension could not capture the payment when the status changed, and put the order on hold.",
        "Read the order's notes in the shop, capture there, then retry or ignore the record.");

    public static readonly ErrorCode StatusNotTaken = new("WOO021", "The order did not get the status that was set.",
        "An extension changed it at once.", "Look at the order's notes in the shop; correct the mapping's status, or ignore the record.");

    public static readonly ErrorCode MetaNotTaken = new("WOO022", "A meta field was not stored.",
        "An extension removes it, or the key is protected.", "Choose another key in the mapping.");

    public static readonly ErrorCode RefusedByShop = new("WOO023", "The shop refused the change.",
        "It does not accept a value, for example a status that does not exist there.", "Read the shop's own code and words in the message; correct the mapping.");

    public static readonly ErrorCode BadRecording = new("WOO024", "The recorded shop cannot be read.",
        "The folder has no orders*.json, or a file is not a list of orders.", "Correct the folder or the file.");

    public static readonly ErrorCode NoWriteRights = new("WOO025", "The shop does not let this key write here.",
        "The key may write, but its user has no right to what is written: products, orders or order notes.",
        "Let the key belong to a shop manager (or give its user the right that the message names), or remove the jobs that write it.");

    public static readonly ErrorCode NoSetting = new("WOO026", "The shop does not say how its prices are reckoned.",
        "Its settings (currency, prices with or without VAT) are not where WooCommerce keeps them, or an extension hides them.",
        "Look under WooCommerce > Settings > General and Tax; let the key's user manage WooCommerce.");

    public static readonly ErrorCode BadPayload = new("WOO027", "The document cannot be sent.",
        "The mapping made something that WooCommerce has no field for, or left out what it needs.", "Correct the mapping; the message names the field.");

    public static readonly ErrorCode NoSuchSku = new("WOO028", "The shop has no article with this SKU.",
        "It was not made there yet, or goes by another SKU.", "Make it in the shop or let a product job make it; the document waits until then.");

    public static readonly ErrorCode SkuTwice = new("WOO029", "The shop has several articles with this SKU.",
        "WooCommerce refuses such SKUs, imports and extensions do not.", "Give each its own SKU in the shop, then retry.");

    public static readonly ErrorCode NotCounted = new("WOO030", "The shop does not count this article's stock.",
        "Stock management is off for it, and a quantity would be ignored without a word.",
        "Switch stock management on for it in the shop, or say in the mapping what becomes of such articles (uncounted: leave, or count).");

    public static readonly ErrorCode StockOfParent = new("WOO031", "The variation's stock is kept by its product.",
        "Its stock management says parent: a quantity of its own would be ignored without a word.",
        "Send the stock under the product's own SKU, switch stock management on for the variation, or say in the mapping what becomes of such articles (uncounted: leave, or count).");

    public static readonly ErrorCode PartOfPiece = new("WOO032", "The shop counts whole pieces only.",
        "A quantity with decimals would be refused, or cut without a word.", "Round in the mapping (floor), or set decimal-stock where an extension counts decimals.");

    public static readonly ErrorCode StockNotTaken = new("WOO033", "The shop did not take the stock.",
        "It answered with another level than was sent: an extension changed it, or something was sold in that very second.",
        "Look at the article in the shop, then retry.");

    public static readonly ErrorCode OtherBasis = new("WOO034", "The price is not in the shop's currency or VAT basis.",
        "WooCommerce has one currency, and all prices with VAT or all without; the shop's settings say which.",
        "Take the ERP's price list with the same basis, or compute the price in the mapping (grossOf, netOf).");

    public static readonly ErrorCode NoPriceOfItsOwn = new("WOO035", "The article has no price of its own.",
        "A product with variations is priced by them, a grouped one by its members.", "Send prices for the variations' SKUs.");

    public static readonly ErrorCode PriceNotTaken = new("WOO036", "The shop did not take the price.",
        "It answered with another: a campaign price has to be below the regular one, or an extension changed it.",
        "Correct the price at its source, or look at the article in the shop.");

    public static readonly ErrorCode RefusedItem = new("WOO037", "The shop refused one article of a batch.",
        "It does not accept a value; the others of the batch were done.", "Read the shop's own code and words in the message; correct the value.");

    public static readonly ErrorCode ProductInTrash = new("WOO038", "A product with this SKU lies in the shop's trash.",
        "Somebody deleted it; a second one is not made.", "Restore it in the shop, or delete it for good, then retry.");

    public static readonly ErrorCode OtherKind = new("WOO039", "The article has another form in the shop.",
        "The SKU belongs to a variation, to a product of another type, or the variants stand under different products.",
        "Give both sides the same form, or the article another SKU.");

    public static readonly ErrorCode OptionsTaken = new("WOO040", "A variation with these options has another SKU.",
        "The shop has the same size or colour under another article number.", "Give that variation the right SKU in the shop, or correct the options at the source.");

    public static readonly ErrorCode ProductNotTaken = new("WOO041", "The shop did not take the product as it was sent.",
        "It answered with another SKU, status or without a variation: an extension changed it.", "Look at the product in the shop, then retry.");

    public static readonly ErrorCode NotDeliverable = new("WOO042", "The delivery does not fit the order.",
        "It names a row that the order does not have, or more than is left to be sent.", "Compare the delivery in the ERP with the order in the shop.");

    public static readonly ErrorCode NoTracking = new("WOO043", "The shop has no place for tracking numbers as configured.",
        "The setting tracking names an extension or feature that the shop does not have switched on.", "Switch it on in the shop, or set tracking: auto or note.");

    public static readonly ErrorCode TrackingNotTaken = new("WOO044", "The shop did not keep the delivery.",
        "It answered well and does not show it afterwards: an extension removed it.", "Look at the order in the shop before anything is sent again.");

    public static readonly ErrorCode NotCapturable = new("WOO045", "The order's payment is not there to be collected.",
        "The order is unpaid, failed, cancelled or paid back.", "Look at the order and its payment in the shop.");

    public static readonly ErrorCode CaptureNotSeen = new("WOO046", "The order has its status, and no sign that the payment was collected.",
        "The payment extension keeps the collection's id in the order when it succeeds; when it fails it may only write a note.",
        "Read the order's notes in the shop and collect there; see capture-proof for which field is looked at.");

    public static readonly ErrorCode OtherAmount = new("WOO047", "The shop would collect another amount than was delivered.",
        "A status change collects all that the order comes to in the shop, and the ERP delivered less or more.",
        "Change or refund the order in the shop so that the amounts agree, or collect by hand and ignore the record.");

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        BadSettings, WrongSecret, NoRights, BasicOnHttp, ReadOnlyKey, NotAShop, ClockDiffers, UnknownEntity, BadPage, NotSortedById,
        SamePageAgain, NoDate, BadResume, PersonalNumberDropped, RefundsDiffer, BadStatusPayload, OrderGone, OrderInTrash, WouldMoveBack,
        CaptureFailed, StatusNotTaken, MetaNotTaken, RefusedByShop, BadRecording, NoWriteRights, NoSetting, BadPayload, NoSuchSku,
        SkuTwice, NotCounted, StockOfParent, PartOfPiece, StockNotTaken, OtherBasis, NoPriceOfItsOwn, PriceNotTaken,
        RefusedItem, ProductInTrash, OtherKind, OptionsTaken, ProductNotTaken, NotDeliverable, NoTracking, TrackingNotTaken,
        NotCapturable, CaptureNotSeen, OtherAmount,
    ];
}
