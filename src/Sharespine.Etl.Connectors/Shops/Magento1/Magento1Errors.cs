using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

public static class Magento1Errors
{
    public static readonly ErrorCode BadSettings = new("MGO001", "The connection's settings cannot work.",
        "A setting is missing or contradicts another.", "Correct the setting that the message names.");

    public static readonly ErrorCode WrongLogin = new("MGO002", "The shop does not let this user in.",
        "The user name or API key is wrong, or the user is not active.", "Correct user and api-key; look under System > Web Services > SOAP/XML-RPC - Users.");

    public static readonly ErrorCode NoRights = new("MGO003", "The user's role may not do this.",
        "Magento answers \"Access denied\" when the role lacks the resource.", "Give the role the resource that the message names under System > Web Services > SOAP/XML-RPC - Roles.");

    public static readonly ErrorCode UnknownEntity = new("MGO004", "Magento 1 is not read for this entity.",
        "A job names an entity that this connection cannot deliver.", "Use order, product, stock, price or price-list.");

    public static readonly ErrorCode BadAnswer = new("MGO005", "The shop's answer lacks what it must have.",
        "An extension changes the API's answers.", "Switch off the extension for the API; nothing was lost, the walk continues from its last page.");

    public static readonly ErrorCode NoDate = new("MGO006", "The shop's answer has no Date header.",
        "A proxy strips it; without the server's clock the next start cannot be set.", "Let the proxy pass the Date header.");

    public static readonly ErrorCode BadResume = new("MGO007", "The stored resume position cannot be read.",
        "It was written by another program or edited.", "Clear the job's open window with the cursor command; the walk starts over, nothing is lost.");

    public static readonly ErrorCode UnknownStore = new("MGO008", "The shop has no such store view.",
        "A code in stores or price-stores is misspelt, or the store view was removed.", "Use the codes that the message lists.");

    public static readonly ErrorCode FilterIgnored = new("MGO009", "The shop did not obey a filter.",
        "An old version, or an extension that replaces the list, ignores it.", "Look at the list in the shop's API; nothing was written.");

    public static readonly ErrorCode UpperBoundIgnored = new("MGO010", "The shop ignores the upper limit of a time span.",
        "Magento 1 keeps only one of two conditions on a field.", "Nothing is lost: what came too much is used at once. If answers grow too large, raise max-answer-bytes.");

    public static readonly ErrorCode BadPayload = new("MGO011", "The document cannot be sent.",
        "The mapping made something that Magento has no field for, or left out what it needs.", "Correct the mapping; the message names the field.");

    public static readonly ErrorCode OrderGone = new("MGO012", "The shop has no such order.",
        "It was deleted for good, or never came from this shop.", "Look at the document in the ERP; ignore the record if the order is meant to be gone.");

    public static readonly ErrorCode WouldMoveBack = new("MGO013", "The order's state may not be left.",
        "The shop has already ended the order.", "Look at the order in the shop; set may-leave for that state only if the change is wanted in general.");

    public static readonly ErrorCode NotTaken = new("MGO014", "The shop said yes, and what was sent is not there.",
        "An extension changed it at once, or a cache answers.", "Look at the order or product in the shop, then retry or ignore the record.");

    public static readonly ErrorCode RefusedByShop = new("MGO015", "The shop refused the change.",
        "The state of the order or product does not allow it.", "Read the shop's own code and words in the message; correct the record there, then retry.");

    public static readonly ErrorCode AlreadyShipped = new("MGO016", "Nothing is left to ship on the order.",
        "Somebody shipped it by hand, without our reference.", "Look at the order's shipments in the shop; ignore the record if the goods are the same.");

    public static readonly ErrorCode NotOnOrder = new("MGO017", "A delivered row is not on the order, or not in that quantity.",
        "The order was edited in the ERP, or part of it was shipped or invoiced by hand.", "Compare the order in the shop with the delivery in the ERP; ship or capture the rest by hand.");

    public static readonly ErrorCode MailUnknown = new("MGO018", "Whether the customer was written to is not known.",
        "The shipment and its tracking numbers are there, but the connection broke around the mail; Magento does not tell.",
        "Look in the shop's mail log; send the shipment's mail by hand if it is missing, then ignore the record.");

    public static readonly ErrorCode CaptureFailed = new("MGO019", "The payment was not collected.",
        "The payment extension refused; Magento masks the reason as \"Invoice capturing problem.\"",
        "Read the order's comments and the payment extension's log; capture the invoice in the shop, then retry.");

    public static readonly ErrorCode CaptureUnclear = new("MGO020", "A capture was begun and its invoice is still open.",
        "The answer was lost, or the gateway did not answer the shop.", "Look at the payment at the provider before anything else; capture the invoice in the shop if the money was not collected, then retry.");

    public static readonly ErrorCode AmountDiffers = new("MGO021", "The invoice comes to another amount than was to be collected.",
        "Rows, freight or discounts differ between ERP and shop.", "Nothing was captured by us; compare the invoice in the shop with the ERP's, capture or cancel it by hand.");

    public static readonly ErrorCode AlreadyInvoiced = new("MGO022", "Nothing is left to invoice on the order.",
        "Somebody invoiced it by hand, or the payment extension does so by itself.", "Look at the order's invoices in the shop; ignore the record if the money was collected.");

    public static readonly ErrorCode NoSuchArticle = new("MGO023", "The shop has no product with this SKU.",
        "It has not been created yet, or goes by another number.", "Create the product, or let the product job do so; the record goes on by itself then.");

    public static readonly ErrorCode AmbiguousArticle = new("MGO024", "Which product is meant cannot be told.",
        "Two products answer to the number: one by its SKU, one by its id.", "Change one of the SKUs in the shop, or write this one by hand.");

    public static readonly ErrorCode PersonalNumberDropped = new("MGO025", "A personal number was dropped.",
        "The shop stores one in the order; it is not needed here.", "Nothing.");

    public static readonly ErrorCode NoStockItem = new("MGO026", "A product has no stock record.",
        "It was imported without one, or the list does not give it.", "Save the product once in the shop's administration.");

    public static readonly ErrorCode UnknownGroup = new("MGO027", "The shop has no such customer group.",
        "The list's name in the ERP is not the group's code or id in the shop.", "Use one of the groups that the message lists, or map the list's name in an overlay.");

    public static readonly ErrorCode CreditMemosDiffer = new("MGO028", "An order and its credit memos do not agree.",
        "A credit memo was made or changed while the order was read.", "Nothing, if the order comes again in the next run; else look at its credit memos in the shop.");

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        BadSettings, WrongLogin, NoRights, UnknownEntity, BadAnswer, NoDate, BadResume, UnknownStore, FilterIgnored, UpperBoundIgnored, BadPayload,
        OrderGone, WouldMoveBack, NotTaken, RefusedByShop, AlreadyShipped, NotOnOrder, MailUnknown, CaptureFailed, CaptureUnclear, AmountDiffers,
        AlreadyInvoiced, NoSuchArticle, AmbiguousArticle, PersonalNumberDropped, NoStockItem, UnknownGroup, CreditMemosDiffer,
    ];
}
