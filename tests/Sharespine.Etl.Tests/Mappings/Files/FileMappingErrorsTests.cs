using System.Reflection;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;

namespace Sharespine.Etl.Tests.Mappings.Files;

public sealed class FileMappingErrorsTests
{
    [Fact]
    public void Every_code_is_listed_once_with_its_cause_and_action()
    {
        var declared = typeof(FileMappingErrors).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<ErrorCode>().ToList();

        Assert.Equal(declared.Select(code => code.Code), FileMappingErrors.All.Select(code => code.Code));
        Assert.Equal(declared.Count, declared.Select(code => code.Code).Distinct().Count());
        Assert.All(declared, code =>
        {
            Assert.Matches("^FIL0[0-6][0-9]$", code.Code);
            Assert.All(new[] { code.Title, code.Cause, code.Action }, text => Assert.EndsWith(".", text, StringComparison.Ordinal));
        });
    }
}
