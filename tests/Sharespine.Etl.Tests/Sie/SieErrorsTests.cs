using System.Reflection;
using Sharespine.Etl.Connectors.Erps.VismaAdministration;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Tests.Sie;

public sealed class SieErrorsTests
{
    [Theory]
    [InlineData(typeof(SieErrors), "SIE")]
    [InlineData(typeof(VismaAdministrationErrors), "VAD")]
    public void Every_code_is_listed_once_under_its_area(Type area, string letters)
    {
        var declared = area.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<ErrorCode>().ToList();
        var listed = (IReadOnlyList<ErrorCode>)area.GetProperty("All")!.GetValue(null)!;

        Assert.Equal(declared.Select(code => code.Code).Order(), listed.Select(code => code.Code).Order());
        Assert.Equal(listed.Count, listed.Select(code => code.Code).Distinct().Count());
        Assert.All(listed, code => Assert.Matches($"^{letters}[0-9]{{3}}$", code.Code));
    }

    [Fact]
    public void Codes_up_to_SIE099_and_a_file_that_is_no_ledger_refuse_and_no_others() =>
        Assert.All(SieErrors.All, code => Assert.Equal(string.CompareOrdinal(code.Code, "SIE100") < 0 || code == SieErrors.NotLedger, SieErrors.Refuses(code)));
}
