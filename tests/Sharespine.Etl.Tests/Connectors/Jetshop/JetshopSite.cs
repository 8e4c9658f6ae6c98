using System.Text;
using System.Text.Json;
using Sharespine.Etl.Connectors.Shops.Jetshop;
using Sharespine.Etl.Connectors.Shops.Jetshop.Operations;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Tests.Connectors.Jetshop;

/// <summary>The invented shop's operations as its site describes them, and what tests do with a connection to it.</summary>
internal static class JetshopSite
{
    /// <summary>Nothing of this is known to the connector but what the file says.</summary>
    public const string OperationsFile = """
        orders:
          operation: Bestallning_Lista
          action: WebServiceProvider/Bestallning_Lista
          parameters: { urval: { AndradEfter: "{changedAfter}", Sida: "{page}", Antal: "{pageSize}" } }
          records: Bestallning_ListaResult/Rader/OrderData
          key: OrderId
          created: OrderDate
          lists: [OrderRow]
          paging: { by: page, size: 3, total: Bestallning_ListaResult/Summa }
        order:
          operation: Bestallning_Hamta
          parameters: { nummer: "{orderId}" }
          record: Bestallning_HamtaResult
          lists: [OrderRow]
        statuses: { operation: Status_Lista, records: Status_ListaResult/Status, code: Id, name: Namn }
        order-status:
          operation: Bestallning_SattStatus
          parameters: { nummer: "{orderId}", status: "{status}" }
          done: [ { path: StatusId, is: "{status}" } ]
          unless: [ { path: StatusId, is: ["90", "91"] } ]
          success: [ { path: Bestallning_SattStatusResult/Lyckades, is: "true" } ]
          message: Bestallning_SattStatusResult/Text
        shipment:
          operation: Utleverans_Anmal
          parameters:
            kolli:
              Bestallning: "{orderId}"
              Transportor: "{carrier}"
              Sedlar: { each: trackingNumbers, element: Nummer, fields: "{item}" }
              Rader: { each: lines, element: KolliRad, fields: { Artikel: "{sku}", Antal: "{quantity}" } }
          done: [ { path: Fraktsedlar/Nummer, is: "{trackingNumbers}" } ]
          success: [ { path: Utleverans_AnmalResult/Lyckades, is: "true" } ]
          message: Utleverans_AnmalResult/Text
        capture:
          operation: Betalning_Dra
          parameters: { nummer: "{orderId}", belopp: "{amount}", referens: "{key}" }
          done: [ { path: Betalningar/Dragning/Referens, is: "{key}" } ]
          success: [ { path: Betalning_DraResult/Lyckades, is: "true" } ]
          message: Betalning_DraResult/Text
        """;

    public static JetshopOperations Operations(string file = OperationsFile)
    {
        var issues = new List<Issue>();
        var operations = OperationsReader.Read(file, "jetshop/operations.yaml", issues);
        Assert.Equal("", string.Join(Environment.NewLine, issues));
        return operations!;
    }

    public static Sharespine.Etl.Configuration.Connection Connection(this FakeJetshop shop, JetshopOperations? operations = null, JetshopSettings? settings = null, string? articles = null) =>
        JetshopConnection.Of("shop", shop.Client(settings), operations ?? Operations(), articles);

    public static async Task<List<SourcePage>> PagesAsync(this IRecordSource source, string entity, DateTimeOffset? changedAfter = null, string? resumeAt = null)
    {
        var pages = new List<SourcePage>();
        await foreach (var page in source.ReadAsync(new(entity, changedAfter, resumeAt), default))
        {
            pages.Add(page);
        }

        return pages;
    }

    public static IReadOnlyList<string> Keys(this IEnumerable<SourcePage> pages) => [.. pages.SelectMany(page => page.Records).Select(record => record.Key)];

    public static OutboxDocument Document(string entity, string payload, string key = "doc/1") => new(entity, key, null, Encoding.UTF8.GetBytes(payload), "hash");

    public static async Task<TargetState> FindAsync(this Sharespine.Etl.Configuration.Connection connection, string entity, string payload) =>
        (await connection.Targets[entity].FindAsync([Document(entity, payload)], default))[0];

    /// <summary>As the load does: asked first, sent where it is not as wanted.</summary>
    public static async Task<TargetAnswer> SendAsync(this Sharespine.Etl.Configuration.Connection connection, string entity, string payload) =>
        (await connection.SendAllAsync(entity, payload))[0];

    public static async Task<IReadOnlyList<TargetAnswer>> SendAllAsync(this Sharespine.Etl.Configuration.Connection connection, string entity, params string[] payloads)
    {
        var target = connection.Targets[entity];
        List<OutboxDocument> documents = [.. payloads.Select((payload, index) => Document(entity, payload, $"doc/{index}"))];
        var states = await target.FindAsync(documents, default);
        return await target.SendAsync([.. documents.Zip(states, (document, state) => new PlannedWrite(document, state))], default);
    }

    public static JsonElement Json(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        return document.RootElement.Clone();
    }

    public static string Text(TargetState state) => Encoding.UTF8.GetString(Assert.IsType<TargetState.Other>(state).Now.Span);

    public static ErrorCode Refused(TargetAnswer answer) => Assert.IsType<TargetAnswer.Refused>(answer).Issue.Code;
}
