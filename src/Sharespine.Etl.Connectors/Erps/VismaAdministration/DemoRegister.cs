using System.Globalization;
using CsvHelper;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <param name="Number">The ERP's number.</param>
/// <param name="Total">As the file had it; empty for customers and articles.</param>
/// <param name="Imports">How often it came in. More than once for an order means that it was sent twice.</param>
public sealed record DemoDocument(string Batch, string Entity, string Key, string CustomerOrderNumber, string Number, string Total, int Imports);

/// <summary>The demo ERP's memory: one CSV file, replaced whole.</summary>
internal sealed class DemoRegister
{
    private const string FileName = "register.csv";
    private static readonly string[] Header = ["batch", "entity", "key", "customer_order_number", "number", "total", "imports"];

    private readonly string _folder;
    private readonly List<DemoDocument> _documents = [];
    private readonly Dictionary<(string Entity, string Key), int> _places = [];
    private readonly Dictionary<string, int> _last;

    private DemoRegister(string folder, DemoAgentOptions options, List<DemoDocument> documents)
    {
        _folder = folder;
        _last = new() { ["order"] = options.FirstOrder - 1, ["invoice"] = options.FirstInvoice - 1, ["customer"] = options.FirstCustomer - 1, ["payment"] = options.FirstPayment - 1 };
        documents.ForEach(Keep);
    }

    public IReadOnlyList<DemoDocument> Documents => _documents;

    public static DemoRegister Open(string folder, DemoAgentOptions options)
    {
        var path = Path.Combine(folder, FileName);
        var documents = new List<DemoDocument>();
        if (File.Exists(path))
        {
            using var csv = CsvReader.FromFile(path, new() { Separator = ';' });
            while (csv.Read())
            {
                documents.Add(new(csv.GetString(0), csv.GetString(1), csv.GetString(2), csv.GetString(3), csv.GetString(4), csv.GetString(5), csv.Parse<int>(6)));
            }
        }

        return new(folder, options, documents);
    }

    /// <summary>Takes a document in and returns its number; one that is there keeps its number, and the second import is counted.</summary>
    public string Add(DemoDocument document)
    {
        if (_places.TryGetValue((document.Entity, document.Key), out var at))
        {
            // The same batch again is the agent's own restart, not a second sending.
            var again = _documents[at].Batch == document.Batch ? 0 : 1;
            _documents[at] = document with { Number = _documents[at].Number, Imports = _documents[at].Imports + again };
            return _documents[at].Number;
        }

        var number = document.Number.Length > 0 ? document.Number : (_last[Series(document.Entity)] + 1).ToString(CultureInfo.InvariantCulture);
        Keep(document with { Number = number });
        return number;
    }

    public void Save()
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, new() { Separator = ';' }, leaveOpen: true))
        {
            csv.WriteRecord(Header);
            foreach (var document in _documents)
            {
                csv.WriteRecord([document.Batch, document.Entity, document.Key, document.CustomerOrderNumber, document.Number, document.Total, document.Imports.ToString(CultureInfo.InvariantCulture)]);
            }
        }

        ExchangeFolder.Write(_folder, FileName, bytes.ToArray());
    }

    private void Keep(DemoDocument document)
    {
        _places[(document.Entity, document.Key)] = _documents.Count;
        _documents.Add(document);
        if (_last.TryGetValue(Series(document.Entity), out var last) && int.TryParse(document.Number, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            _last[Series(document.Entity)] = Math.Max(last, number);
        }
    }

    /// <summary>Credits are numbered among the invoices.</summary>
    private static string Series(string entity) => entity == "credit" ? "invoice" : entity;
}
