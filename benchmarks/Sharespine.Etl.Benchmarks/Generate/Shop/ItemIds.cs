namespace Sharespine.Etl.Benchmarks.Generate.Shop;

/// <summary>The shop's counters for rows and their notes; ids of orders and refunds share one more.</summary>
public sealed class ItemIds(int firstOrder, int firstItem = 5001, int firstMeta = 40001)
{
    private int _post = firstOrder - 1;
    private int _item = firstItem - 1;
    private int _meta = firstMeta - 1;

    /// <summary>Orders share their numbers with everything else the shop stores: numbers are skipped.</summary>
    public int NextPost(int step) => _post += step;

    public int NextItem() => ++_item;

    public MetaEntry Meta(string key, string value) => new(++_meta, key, value);

    public MetaEntry ShownMeta(string key, string value, string displayKey, string displayValue) => new(++_meta, key, value, displayKey, displayValue);
}
