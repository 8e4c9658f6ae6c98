using System.Globalization;
using System.Web;

namespace Sharespine.Etl.Benchmarks.Generate.Shops;

/// <summary>
/// REST V1: <c>/orders</c> behind an id, and beside them one paid invoice for each. Nothing was shipped or given back yet, so
/// shipments and credit memos are empty.
/// </summary>
public sealed class Magento2Pages : ShopPages
{
    private readonly Lazy<OrderTemplate[]> _invoices;

    public Magento2Pages(int count)
        : base(count) => _invoices = new(() => Templates((random, _) => Magento2Text.Invoice(DrawnOrder.Draw(random))));

    protected override string TimeFormat => "yyyy-MM-dd HH:mm:ss";

    protected override HttpResponseMessage Answer(HttpRequestMessage request, string body) => request.RequestUri!.AbsolutePath.Split("/V1/")[^1] switch
    {
        "orders" => Search(request, null),
        "invoices" => Search(request, _invoices.Value),
        "shipments" or "creditmemos" => Json("""{"items":[],"search_criteria":{"filter_groups":[]},"total_count":0}"""),
        "store/storeViews" => Json("""[{"id":1,"code":"default","name":"Svenska","website_id":1,"store_group_id":1,"is_active":1},{"id":0,"code":"admin","name":"Admin","website_id":0,"store_group_id":0,"is_active":1}]"""),
        "store/websites" => Json("""[{"id":0,"code":"admin","name":"Admin","default_group_id":0},{"id":1,"code":"base","name":"Main Website","default_group_id":1}]"""),
        "store/storeConfigs" => Json("""[{"id":1,"code":"default","website_id":1,"locale":"sv_SE","base_currency_code":"SEK","default_display_currency_code":"SEK","timezone":"Europe/Stockholm","weight_unit":"kgs"}]"""),
        _ => NotHere(request, body),
    };

    protected override string Text(SplitMix64 random, int variant) => Magento2Text.Order(DrawnOrder.Draw(random));

    /// <summary>Rows of rising id behind the one of the gt filter; of the in filter's, which are one run of orders, only those.</summary>
    private HttpResponseMessage Search(HttpRequestMessage request, OrderTemplate[]? templates)
    {
        var query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
        var filters = query.AllKeys.Where(key => key!.EndsWith("[conditionType]", StringComparison.Ordinal))
            .ToDictionary(key => query[key]!, key => query[key!.Replace("[conditionType]", "[value]", StringComparison.Ordinal)]!);
        var from = From(Number(filters["gt"]) + 1);
        var end = Count;
        if (filters.TryGetValue("in", out var listed))
        {
            var ids = listed.Split(',');
            (from, end) = (Math.Max(from, From(Number(ids[0]))), From(Number(ids[^1])) + 1);
        }

        var size = (int)Number(query["searchCriteria[pageSize]"]!);
        var left = Math.Max(0, end - from);
        return Page("application/json; charset=utf-8", page =>
        {
            Write(page, "{\"items\":[");
            Write(page, from, Math.Min(size, left), templates);
            Write(page, $"],\"search_criteria\":{{\"filter_groups\":[],\"page_size\":{Wire.Whole(size)},\"current_page\":1}},\"total_count\":{Wire.Whole(left)}}}");
        });
    }

    private HttpResponseMessage Json(string text) => Page("application/json; charset=utf-8", page => Write(page, text));

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
