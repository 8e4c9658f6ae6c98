using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Documents;

/// <summary>
/// A plugin's last word on a mapped document, for what expressions cannot say. A mapping asks for it by name: <c>hooks: [name]</c>.
/// It sees the source record, may change the document, and rejects the record by adding an issue. It must give the same for
/// the same record.
/// </summary>
public interface IRecordHook
{
    string Name { get; }

    void Apply(JsonElement source, JsonObject document, ICollection<Issue> issues);
}
