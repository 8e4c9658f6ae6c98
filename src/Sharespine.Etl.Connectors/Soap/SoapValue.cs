using System.Globalization;

namespace Sharespine.Etl.Connectors.Soap;

/// <summary>A value to send. Type names matter to rpc/encoded only: "xsd:…" is XML Schema's, every other one the service's own.</summary>
public abstract record SoapValue
{
    private SoapValue()
    {
    }

    public static SoapValue Of(string value) => new Text(value);

    public static SoapValue Of(int value) => new Text(value.ToString(CultureInfo.InvariantCulture), "xsd:int");

    public static SoapValue Of(decimal value) => new Text(value.ToString(CultureInfo.InvariantCulture));

    public static SoapValue Of(bool value) => new Text(value ? "true" : "false", "xsd:boolean");

    /// <summary>A plain value in its lexical form. Characters that XML cannot carry are left out.</summary>
    public sealed record Text(string Value, string Type = "xsd:string") : SoapValue;

    /// <summary>Nothing, said aloud (xsi:nil).</summary>
    public sealed record Nil(string? Type = null) : SoapValue;

    /// <summary>Named fields, written in the given order: a schema sequence insists on its own.</summary>
    public sealed record Fields(string Type, IReadOnlyList<SoapField> Members) : SoapValue
    {
        public Fields(string type, params SoapField[] members)
            : this(type, (IReadOnlyList<SoapField>)members)
        {
        }
    }

    /// <summary>Entries of one type.</summary>
    /// <param name="Type">Of the list.</param>
    /// <param name="ItemType">Of each entry.</param>
    /// <param name="Items">May be empty.</param>
    public sealed record List(string Type, string ItemType, IReadOnlyList<SoapValue> Items) : SoapValue
    {
        /// <summary>What an entry is called; null for the dialect's own name.</summary>
        public string? ItemName { get; init; }
    }
}

/// <summary>A named value: a message part, or a field of a structure.</summary>
public sealed record SoapField(string Name, SoapValue Value)
{
    public SoapField(string name, string value)
        : this(name, SoapValue.Of(value))
    {
    }
}

/// <summary>One request.</summary>
/// <param name="Operation">As the WSDL names it.</param>
/// <param name="Parts">In the WSDL's order.</param>
public sealed record SoapMessage(string Operation, IReadOnlyList<SoapField> Parts)
{
    /// <summary>Written into the envelope's header, without a namespace.</summary>
    public IReadOnlyList<SoapField> Headers { get; init; } = [];
}
