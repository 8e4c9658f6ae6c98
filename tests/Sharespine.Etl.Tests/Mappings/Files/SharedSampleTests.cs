using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Mappings.Files;

public sealed class SharedSampleTests
{
    [SharedSampleFact]
    public void A_synthetic_Klarna_file_with_VAT_columns_balances()
    {
        var path = Directory.GetFiles(Path.Combine(SharedSampleFactAttribute.Folder, "payments", "synthetic"), "klarna_*.csv").Single();

        var file = SettlementReader.Read(FileBytes.FromPath(path), KlarnaMapping.Shipped);

        Assert.Empty(file.Issues);
        Assert.Empty(file.Refused);
        var payout = Assert.Single(file.Payouts);
        Assert.Equal("123456789", payout.Reference);
        Assert.Equal(new DateOnly(2025, 1, 10), payout.Date);
        Assert.Equal(10, payout.Lines.Count);
        Assert.Equal(-1100, payout.Lines.Sum(line => line.Vat.Minor));
        Assert.Equal(new Money(149500, Currency.Sek), file.Controls[0].Sum);
        Assert.True(file.Controls[0].IsProven);
    }
}
