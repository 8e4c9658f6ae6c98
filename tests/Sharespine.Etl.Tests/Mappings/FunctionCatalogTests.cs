using Sharespine.Etl.Mappings.Expressions;

namespace Sharespine.Etl.Tests.Mappings;

public sealed class FunctionCatalogTests
{
    public static TheoryData<string, string> Examples()
    {
        var data = new TheoryData<string, string>();
        foreach (var (expression, gives) in FunctionCatalog.BuiltIn.All.SelectMany(function => function.Examples))
        {
            data.Add(expression, gives);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_of_the_catalog_gives_what_it_says(string expression, string gives) => Assert.Equal(gives, Expressions.Run(expression));

    [Fact]
    public void Every_function_has_a_summary_an_example_that_calls_it_and_a_usage()
    {
        foreach (var function in FunctionCatalog.BuiltIn.All)
        {
            Assert.EndsWith(".", function.Summary, StringComparison.Ordinal);
            Assert.NotEmpty(function.Examples);
            Assert.All(function.Examples, example => Assert.Contains(function.Name + "(", example.Expression, StringComparison.Ordinal));
            Assert.StartsWith(function.Name + "(", function.Usage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_plugin_adds_its_functions_and_may_not_take_a_name_that_is_there()
    {
        var catalog = FunctionCatalog.BuiltIn.With(new Shouting());
        Assert.NotNull(catalog.Find("shout"));
        var exception = Assert.Throws<ArgumentException>(() => catalog.With(new Shouting()));
        Assert.Equal("Two functions are called shout. (Parameter 'functions')", exception.Message);
    }

    private sealed class Shouting : IMappingFunctions
    {
        public IReadOnlyList<MappingFunction> Functions { get; } =
        [
            new("shout", "Plugin", "Shouts.", [("shout(\"a\")", "\"A!\"")], new FunctionOverload("value: text", "text", (in _, a) => Value.Of(a[0].Text.ToUpperInvariant() + "!"))),
        ];
    }
}
