using System.Collections.Frozen;

namespace Sharespine.Etl.Mappings.Expressions;

/// <summary>All functions that expressions may call.</summary>
public sealed class FunctionCatalog
{
    private readonly FrozenDictionary<string, MappingFunction> _byName;

    /// <summary>Throws <see cref="ArgumentException"/> when two functions have one name.</summary>
    public FunctionCatalog(IEnumerable<MappingFunction> functions)
    {
        All = [.. functions];
        foreach (var twice in All.GroupBy(function => function.Name).Where(group => group.Count() > 1))
        {
            throw new ArgumentException($"Two functions are called {twice.Key}.", nameof(functions));
        }

        _byName = All.ToFrozenDictionary(function => function.Name);
    }

    /// <summary>The language's own functions, in the order of the documentation.</summary>
    public static FunctionCatalog BuiltIn { get; } = new(
        [.. TextFunctions.All, .. NumberFunctions.All, .. DateFunctions.All, .. MoneyFunctions.All, .. VatFunctions.All, .. LogicFunctions.All, .. ListFunctions.All]);

    public IReadOnlyList<MappingFunction> All { get; }

    /// <summary>Names for suggestions, with lookup and has, which belong to the language itself.</summary>
    public IEnumerable<string> Names => _byName.Keys.Append("lookup").Append("has");

    public MappingFunction? Find(string name) => _byName.GetValueOrDefault(name);

    public FunctionCatalog With(IMappingFunctions plugin) => new(All.Concat(plugin.Functions));
}
