using System.Collections.Frozen;

namespace Sharespine.Etl.Connectors.Soap;

/// <summary>
/// What an answer's XML does not tell about itself: which elements are lists also when they hold one entry or none. A soapenc
/// array tells it; an element that occurs twice becomes a list by itself.
/// </summary>
public sealed record SoapShape
{
    /// <summary>Elements whose children, whatever they are called, are the entries of a list.</summary>
    public IReadOnlySet<string> Lists { get; init; } = FrozenSet<string>.Empty;

    /// <summary>What entries are called: an element that holds nothing else is their list.</summary>
    public IReadOnlySet<string> Items { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Elements that may occur several times within their parent: always an array under their own name.</summary>
    public IReadOnlySet<string> Repeated { get; init; } = FrozenSet<string>.Empty;
}
