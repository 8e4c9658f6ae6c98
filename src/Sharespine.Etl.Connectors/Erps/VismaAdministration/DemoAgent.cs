using System.Globalization;
using System.Security.Cryptography;
using CsvHelper;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>
/// Plays Visma Administration and the agent beside it, in the demo and in tests: takes batches from the exchange folder, checks
/// them against their manifest, gives documents numbers, and acknowledges. It keeps its register in the folder demo-erp, so it
/// can be stopped anywhere and started again. A real agent does the same against the real program.
/// </summary>
public sealed class DemoAgent
{
    private readonly string _root;
    private readonly DemoAgentOptions _options;
    private readonly DemoRegister _register;

    public DemoAgent(string exchangeFolder, DemoAgentOptions? options = null)
    {
        _root = exchangeFolder;
        _options = options ?? new();
        _register = DemoRegister.Open(Path.Combine(exchangeFolder, "demo-erp"), _options);
    }

    /// <summary>All that the ERP has taken in, in the order it came.</summary>
    public IReadOnlyList<DemoDocument> Documents => _register.Documents;

    /// <summary>Handles every batch that waits, and those it took and did not finish. Returns how many it answered.</summary>
    public int Run()
    {
        foreach (var folder in new[] { ExchangeNames.Out, ExchangeNames.Taken, ExchangeNames.In, ExchangeNames.Error })
        {
            Directory.CreateDirectory(Path.Combine(_root, folder));
        }

        foreach (var marker in Markers(ExchangeNames.Out))
        {
            Move(marker, ExchangeNames.Out, ExchangeNames.Taken);
        }

        return Markers(ExchangeNames.Taken).Count(Answer);
    }

    /// <summary>
    /// What the program does when its voucher window opens: imports the SIE file that lies there unread and sets its flag. Keeps
    /// a copy in demo-erp. Returns the imported vouchers' texts; none when nothing waits. A file that is wrong stays unread.
    /// </summary>
    public IReadOnlyList<string> ImportSie(string path)
    {
        if (!File.Exists(path) || SieFlag.Read(path))
        {
            return [];
        }

        var bytes = File.ReadAllBytes(path);
        using var stream = new MemoryStream(bytes);
        var (result, records) = SieReader.ReadAll(stream, Path.GetFileName(path));
        if (result.IsRefused)
        {
            return [];
        }

        ExchangeFolder.Write(Path.Combine(_root, "demo-erp"), $"imported-{SieDrop.Hash(bytes)[..12]}.si", bytes);
        SieFlag.Set(path, true);
        return [.. records.OfType<SieRecord.VoucherStart>().Select(voucher => voucher.Text)];
    }

    private bool Answer(string marker)
    {
        var manifest = ReadManifest(marker);
        if (File.Exists(Path.Combine(_root, ExchangeNames.In, ExchangeNames.AckDone(manifest.Batch))))
        {
            return false;
        }

        foreach (var (name, _) in manifest.Files.Where(file => File.Exists(Path.Combine(_root, ExchangeNames.Out, file.Name))))
        {
            Move(name, ExchangeNames.Out, ExchangeNames.Taken);
        }

        if (WhatIsWrong(manifest) is { } reason)
        {
            Refuse(marker, manifest, reason);
            return true;
        }

        Acknowledge(manifest);
        return true;
    }

    private void Acknowledge(DemoManifest manifest)
    {
        var heads = ReadTable(manifest.Files[0].Name);
        var rows = manifest.Files.Count > 1 ? ReadTable(manifest.Files[1].Name).ToLookup(row => row["key"]) : null;
        var answers = heads.Select(head => Import(manifest, head, rows?[head["key"]])).ToList();
        _register.Save();

        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, new() { Separator = ';' }, leaveOpen: true))
        {
            csv.WriteRecord(["key", "number", "error"]);
            foreach (var (key, number, error) in answers)
            {
                csv.WriteRecord([key, number, error]);
            }
        }

        ExchangeFolder.Write(Path.Combine(_root, ExchangeNames.In), ExchangeNames.Ack(manifest.Batch), bytes.ToArray());
        ExchangeFolder.Write(Path.Combine(_root, ExchangeNames.In), ExchangeNames.AckDone(manifest.Batch), []);
    }

    private (string Key, string Number, string Error) Import(DemoManifest manifest, Dictionary<string, string> head, IEnumerable<Dictionary<string, string>>? rows)
    {
        var key = head["key"];
        if (_options.Reject.Contains(key))
        {
            return (key, "", "The demo ERP was told to reject it.");
        }

        if (rows is not null && Difference(head, [.. rows]) is { } difference)
        {
            return (key, "", difference);
        }

        var own = manifest.Entity is "customer" or "article" ? head["number"] : "";
        var total = head.GetValueOrDefault("total_amount") ?? head.GetValueOrDefault("amount_kr") ?? "";
        var document = new DemoDocument(manifest.Batch, manifest.Entity, key, head.GetValueOrDefault("customer_order_number") ?? "", own, total, 1);
        return (key, _register.Add(document), "");
    }

    /// <summary>As the ERP would find: rows, freight, fee and rounding must come to the document's total.</summary>
    private static string? Difference(Dictionary<string, string> head, List<Dictionary<string, string>> rows)
    {
        if (rows.Any(row => row["article_number"].Length > 0 && row["amount_current_currency"].Length == 0))
        {
            return null;
        }

        var vat = head["including_vat"] == "1" ? 0 : Number(head["vat_amount"]);
        var sum = rows.Sum(row => Number(row["amount_current_currency"])) + Number(head["cargo_amount"]) + Number(head["dispatch_fee"]) + Number(head["round_off"]) + vat;
        var total = Number(head["total_amount"]);
        return sum == total ? null : string.Create(CultureInfo.InvariantCulture, $"The rows come to {sum:0.00}, the document says {total:0.00}.");
    }

    private string? WhatIsWrong(DemoManifest manifest)
    {
        foreach (var (name, hash) in manifest.Files)
        {
            var path = Path.Combine(_root, ExchangeNames.Taken, name);
            if (!File.Exists(path))
            {
                return $"{name} is missing.";
            }

            if (Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) != hash)
            {
                return $"{name} has other content than the manifest says.";
            }
        }

        return null;
    }

    private void Refuse(string marker, DemoManifest manifest, string reason)
    {
        ExchangeFolder.Write(Path.Combine(_root, ExchangeNames.Error), ExchangeNames.Reason(manifest.Batch), System.Text.Encoding.UTF8.GetBytes(reason));
        foreach (var (name, _) in manifest.Files.Where(file => File.Exists(Path.Combine(_root, ExchangeNames.Taken, file.Name))))
        {
            Move(name, ExchangeNames.Taken, ExchangeNames.Error);
        }

        Move(marker, ExchangeNames.Taken, ExchangeNames.Error);
    }

    private DemoManifest ReadManifest(string marker)
    {
        var lines = File.ReadAllLines(Path.Combine(_root, ExchangeNames.Taken, marker)).Select(line => line.Split(';')).ToList();
        string Value(string name) => lines.First(line => line[0] == name)[1];
        return new(
            SafeName.Need(Value("batch")),
            Value("entity"),
            [.. lines.Where(line => line[0] == "file").Select(line => (SafeName.Need(line[1]), line[2]))]);
    }

    private List<Dictionary<string, string>> ReadTable(string name)
    {
        using var csv = CsvReader.FromFile(Path.Combine(_root, ExchangeNames.Taken, name), new() { Separator = ';' });
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
        {
            rows.Add(csv.Headers.Select((header, index) => (header, value: ExchangeFiles.Unguard(csv.GetString(index)))).ToDictionary(pair => pair.header, pair => pair.value));
        }

        return rows;
    }

    private static decimal Number(string text) => text.Length == 0 ? 0 : decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    private IEnumerable<string> Markers(string folder) =>
        Directory.GetFiles(Path.Combine(_root, folder), "*.done").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private void Move(string name, string from, string to) =>
        File.Move(Path.Combine(_root, from, name), Path.Combine(_root, to, name), overwrite: true);

    private sealed record DemoManifest(string Batch, string Entity, IReadOnlyList<(string Name, string Hash)> Files);
}

/// <summary>How the demo ERP behaves.</summary>
public sealed record DemoAgentOptions
{
    public int FirstOrder { get; init; } = 1001;

    /// <summary>Invoices and credits share a series.</summary>
    public int FirstInvoice { get; init; } = 5001;

    public int FirstCustomer { get; init; } = 101;

    public int FirstPayment { get; init; } = 7001;

    /// <summary>Keys that it rejects, as a real ERP rejects what it does not like.</summary>
    public IReadOnlySet<string> Reject { get; init; } = new HashSet<string>();
}
