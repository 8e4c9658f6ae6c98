using System.Text.Json;

namespace Sharespine.Etl.Mappings.Documents;

/// <summary>Opens an object or list of the output only when its first value comes, so that an empty optional one is never written.</summary>
internal sealed class DeferredOpenings(Utf8JsonWriter writer)
{
    private readonly List<(JsonEncodedText Name, bool IsList)> _entered = [];
    private int _opened;

    internal void Clear()
    {
        _entered.Clear();
        _opened = 0;
    }

    internal void Enter(JsonEncodedText name) => _entered.Add((name, false));

    internal void EnterList(JsonEncodedText name) => _entered.Add((name, true));

    /// <summary>A value comes: opens all that was entered and not yet opened.</summary>
    internal void Open()
    {
        for (; _opened < _entered.Count; _opened++)
        {
            var (name, isList) = _entered[_opened];
            writer.WritePropertyName(name);
            if (isList)
            {
                writer.WriteStartArray();
            }
            else
            {
                writer.WriteStartObject();
            }
        }
    }

    internal void Leave()
    {
        var last = _entered.Count - 1;
        if (_opened > last)
        {
            _opened = last;
            if (_entered[last].IsList)
            {
                writer.WriteEndArray();
            }
            else
            {
                writer.WriteEndObject();
            }
        }

        _entered.RemoveAt(last);
    }
}
