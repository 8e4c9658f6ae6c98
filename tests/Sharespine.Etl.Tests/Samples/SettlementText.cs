namespace Sharespine.Etl.Tests.Samples;

/// <summary>A settlement CSV as names and values, by a plain reader of its own.</summary>
internal sealed record SettlementText(Dictionary<string, string> Summary, List<Dictionary<string, string>> Rows)
{
    public static SettlementText Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var columns = lines[3].Split(';');
        return new(Pair(lines[0].Split(';'), lines[1]), [.. lines.Skip(4).Select(line => Pair(columns, line))]);
    }

    public string Reference => Summary["payment_reference"];

    public long Total(string name) => SieText.Minor(Summary[name]);

    public long Sum(string type) => Rows.Where(row => row["type"] == type).Sum(row => SieText.Minor(row["amount"]));

    /// <summary>The provider's control equation, from the stated totals.</summary>
    public long StatedDifference() => Total("total_settlement_amount")
        - (Total("total_sale_amount") - Total("total_return_amount") - Total("total_fee_amount") - Total("total_tax_amount")
            - Total("total_holdback_amount") + Total("total_release_amount"));

    private static Dictionary<string, string> Pair(string[] names, string line)
    {
        var values = line.Split(';');
        Assert.Equal(names.Length, values.Length);
        return names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
    }
}
