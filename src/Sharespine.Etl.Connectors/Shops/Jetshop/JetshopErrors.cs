using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.Jetshop;

public static class JetshopErrors
{
    public static readonly ErrorCode BadSettings = new("JET001", "The connection's settings cannot work.",
        "A setting is missing or contradicts another.", "Correct the setting that the message names.");

    public static readonly ErrorCode BadOperations = new("JET002", "The operations file cannot be used.",
        "It contradicts itself, or lacks what a purpose needs.", "Correct it at the place named; docs/connectors/jetshop.md explains every key.");

    public static readonly ErrorCode NotDescribed = new("JET003", "The shop's operations for a purpose are not described.",
        "Jetshop publishes no description of its order operations: they come from the shop's own WSDL.",
        "Describe them in mappings/jetshop/operations.yaml of the site, or name the purposes under without: where they are not wanted.");

    public static readonly ErrorCode NotInWsdl = new("JET004", "The shop's WSDL does not have what is called.",
        "The service is of another version, the role lacks the operation, or the operations file names it wrongly.",
        "Compare with the WSDL (the connection's url with ?WSDL); correct the operations file, or ask the shop for the operation.");

    public static readonly ErrorCode BadAnswer = new("JET005", "The shop's answer is not what was asked for.",
        "The service is of another version, or the operations file's paths do not fit the answer.", "Correct the paths in the operations file, or tell us of the answer.");

    public static readonly ErrorCode NoDate = new("JET006", "The shop's answer has no Date header.",
        "A proxy strips it; without the server's clock the next start cannot be set.", "Let the proxy pass the Date header.");

    public static readonly ErrorCode PagesRepeat = new("JET007", "The shop gives the same page whatever page is asked for.",
        "The operation does not heed the parameter that the operations file uses for paging.", "Correct paging in the operations file.");

    public static readonly ErrorCode Incomplete = new("JET008", "The listing gave fewer records than it says it has.",
        "Records moved between pages while they were read, or the path of the total is another's.", "Run again; if it recurs, page by key or correct total in the operations file.");

    public static readonly ErrorCode UnknownArticle = new("JET009", "The shop does not have an article of the list.",
        "It was never sent, or deleted.", "Nothing, if the list is longer than the shop's range; else send the product.");

    public static readonly ErrorCode NoArticles = new("JET010", "The list of article numbers cannot be read.",
        "The file is not there, or empty.", "Correct article-list: a text file with one article number a line, or a CSV file with them in its first column.");

    public static readonly ErrorCode BadPayload = new("JET011", "The document cannot be sent.",
        "The mapping made something that the shop has no field for.", "Correct the mapping as the message says.");

    public static readonly ErrorCode ArticleMissing = new("JET012", "The shop does not have the article yet.",
        "Its product was not sent, or was refused.", "Nothing, if the product follows; else look at the product job.");

    public static readonly ErrorCode RefusedByShop = new("JET013", "The shop refused the row.",
        "It does not accept a value, for example a price list that does not exist there.", "Read the shop's own words in the message; correct the record.");

    public static readonly ErrorCode NoRow = new("JET014", "The shop's answer says nothing of the row.",
        "The shop left it out of its answer.", "Nothing: it is asked for before anything is sent again.");

    public static readonly ErrorCode NotTaken = new("JET015", "The shop did not store what was sent.",
        "Its answer said that all went well; read back, the article has another value.", "Look at the article in the shop; correct the record or the mapping.");

    public static readonly ErrorCode FieldLost = new("JET016", "A field that was not sent has another value since the write.",
        "The shop resets what a document leaves out.", "Restore the field in the shop, and name it under send-along: it is then sent as it is there.");

    public static readonly ErrorCode NoPrice = new("JET017", "The article stays hidden until it has a price.",
        "It has none in the shop, and would be sold for nothing.", "Nothing, if its price follows: the next run shows it. Else send its price.");

    public static readonly ErrorCode NoVat = new("JET018", "The article's VAT rate is not known.",
        "The shop gave none; without it a price cannot be turned from one basis to the other.", "Set the article's VAT in the shop.");

    public static readonly ErrorCode OrderMissing = new("JET019", "The shop has no such order.",
        "It was deleted, or the operations file asks for another number than the order's key.", "Look at the order in the shop.");

    public static readonly ErrorCode MayNotChange = new("JET020", "The order may not be changed any more.",
        "It is in a state that the operations file names under unless.", "Look at the order in the shop; retry or ignore the record.");

    public static readonly ErrorCode CannotTell = new("JET021", "Whether the shop has this already cannot be told.",
        "The operations file's done refers to something that the document does not have, such as a tracking number.", "Do it in the shop by hand and ignore the record, or let done look at something that every document has.");

    public static readonly ErrorCode PartNotTold = new("JET022", "A part of an order cannot be told from the whole.",
        "Part of a payment is to be collected, and done looks at nothing of this part alone, or the call would say neither {amount} nor rows.", "Collect it in the shop by hand and ignore the record, or let done look for {key} and the parameters name the rows (each: lines).");

    public static readonly ErrorCode ShopSaysNo = new("JET023", "The shop did not do it.",
        "Its answer does not hold what the operations file calls success.", "Read the shop's own words in the message; look at the order in the shop.");

    public static readonly ErrorCode BadResume = new("JET024", "The stored resume position cannot be read.",
        "It was written by another program or edited.", "Clear the job's open window with the cursor command; the walk starts over, nothing is lost.");

    public static readonly ErrorCode UnknownEntity = new("JET025", "This connection is not read for this entity.",
        "Nothing in the connection's settings says how.", "Describe the operation, name article-list, or take the job out.");

    public static readonly ErrorCode KeptBack = new("JET026", "A field was dropped because it may hold a personal number.",
        "Its name says so; it is not needed here.", "Nothing; keep in the operations file names fields that hold something else.");

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        BadSettings, BadOperations, NotDescribed, NotInWsdl, BadAnswer, NoDate, PagesRepeat, Incomplete, UnknownArticle, NoArticles, BadPayload, ArticleMissing, RefusedByShop,
        NoRow, NotTaken, FieldLost, NoPrice, NoVat, OrderMissing, MayNotChange, CannotTell, PartNotTold, ShopSaysNo, BadResume, UnknownEntity, KeptBack,
    ];
}
