using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

public static class WooCommerceErrors
{
    public static readonly ErrorCode BadSettings = new("WOO001", "The connection's settings cannot work.",
        "A setting is missing or contradicts another.", "Correct the setting that the message names.");

    public static readonly ErrorCode WrongSecret = new("WOO002", "The shop knows the key but not the secret.",
        "The consumer secret is mistyped, or the key was made anew.", "Make a new key under WooCommerce > Settings > Advanced > REST API, and store both parts.");

    public static readonly ErrorCode NoRights = new("WOO003", "The shop lets this key do nothing with orders.",
        "WooCommerce answers the same for an unknown key, a key of a user without rights to orders, a write-only key, and a host that strips the Authorization header.",
        "Check the consumer key, that it has read rights and belongs to a shop manager; if all is right, ask the host whether it strips the Authorization header, or set auth: query.");

    public static readonly ErrorCode BasicOnHttp = new("WOO004", "The shop refuses key and secret on plain http.",
        "WooCommerce accepts Basic credentials only when it sees https; on http it answers as if rights were missing.",
        "Use the https address; on your own network set auth: oauth, or let the proxy in front tell PHP that it is https.");

    public static readonly ErrorCode ReadOnlyKey = new("WOO005", "The key may read but not write.",
        "It was made with the permission Read.", "Give it Read/Write under WooCommerce > Settings > Advanced > REST API, or remove the order-status job.");

    public static readonly ErrorCode NotAShop = new("WOO006", "There is no WooCommerce API at this address.",
        "The url is not the shop's site address, WooCommerce is not active, or permalinks are plain.",
        "Open <url>/wp-json/wc/v3/ in a browser; under WordPress > Settings > Permalinks choose anything but Plain.");

    public static readonly ErrorCode ClockDiffers = new("WOO007", "This machine's clock and the shop's differ.",
        "One of them is not synchronised.", "Synchronise the clocks: OAuth signatures are refused when they differ by more than 15 minutes.");

    public static readonly ErrorCode UnknownEntity = new("WOO008", "WooCommerce is not read for this entity.",
        "A job names an entity that this connection cannot deliver.", "Use order.");

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
        "The shop stores one in the order; it is not needed here.", "Nothing; set allow_personal_numbers only with a legal ground, or keep_meta for a field that holds something else.");

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
        "Look at the order in the shop; set may_leave for that status only if the change is wanted in general.");

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

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        BadSettings, WrongSecret, NoRights, BasicOnHttp, ReadOnlyKey, NotAShop, ClockDiffers, UnknownEntity, BadPage, NotSortedById,
        SamePageAgain, NoDate, BadResume, PersonalNumberDropped, RefundsDiffer, BadStatusPayload, OrderGone, OrderInTrash, WouldMoveBack,
        CaptureFailed, StatusNotTaken, MetaNotTaken, RefusedByShop, BadRecording,
    ];
}
