using System.Collections.Concurrent;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sharespine.Etl.Connectors.Shops.Jetshop;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Tests.Connectors.WooCommerce;

namespace Sharespine.Etl.Tests.Connectors.Jetshop;

/// <summary>
/// An invented Jetshop shop on 127.0.0.1: an asmx service (SOAP 1.2) that keeps articles, prices and orders, and can be
/// slow, wrong and lost by script.
/// </summary>
public sealed class FakeJetshop : IAsyncDisposable
{
    public static readonly XNamespace Space = "WebServiceProvider";
    private static readonly XNamespace Soap = "http://www.w3.org/2003/05/soap-envelope";
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<JetshopRequest> _requests = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<(string? Operation, JetshopFault Fault)> _faults = [];
    private readonly Lock _gate = new();

    private FakeJetshop(WebApplication app, TimeProvider time)
    {
        _app = app;
        Time = time;
        Articles = new(time);
    }

    public TimeProvider Time { get; }

    public FakeArticles Articles { get; }

    public FakeJetshopOrders Orders { get; } = new();

    public string BaseUrl { get; private set; } = "";

    /// <summary>The role lacks these: asmx says so by a fault.</summary>
    public HashSet<string> OutsideRole { get; } = [];

    public string Wsdl { get; set; } = FakeJetshopWsdl.Text;

    public IReadOnlyList<JetshopRequest> Requests => [.. _requests];

    public JetshopSettings Settings => new()
    {
        Url = BaseUrl + "/webservice.asmx",
        User = "api",
        Password = "s3cret-word",
        ShopId = "7",
        Transport = new TransportSettings
        {
            AllowHttp = true,
            AttemptTimeout = TimeSpan.FromSeconds(20),
            Retries = 2,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            RetryDelayMax = TimeSpan.FromMilliseconds(5),
        },
    };

    public static async Task<FakeJetshop> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var shop = new FakeJetshop(app, new FixedClock("2026-11-28T01:00:00Z"));
        app.Run(shop.HandleAsync);
        await app.StartAsync();
        shop.BaseUrl = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return shop;
    }

    public JetshopClient Client(JetshopSettings? settings = null) => new(settings ?? Settings, new World(Time, seed: 7));

    /// <summary>The next call (of the operation, where one is named) goes wrong.</summary>
    public void Next(JetshopFault fault, string? operation = null)
    {
        lock (_gate)
        {
            _faults.Add((operation, fault));
        }
    }

    public IReadOnlyList<JetshopRequest> Calls(string operation) => [.. _requests.Where(request => request.Operation == operation)];

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync();
            await _app.DisposeAsync();
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.Date = Time.GetUtcNow().ToString("R");
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("api:s3cret-word"));
        if (context.Request.Headers.Authorization != basic)
        {
            context.Response.StatusCode = 401;
            await context.Response.WriteAsync("<html><body>401 - Unauthorized</body></html>");
            return;
        }

        if (context.Request.Method == "GET")
        {
            context.Response.ContentType = "text/xml; charset=utf-8";
            await context.Response.WriteAsync(Wsdl);
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var request = new JetshopRequest(body.ToArray(), context.Request.ContentType ?? "");
        _requests.Enqueue(request);
        JetshopFault fault;
        lock (_gate)
        {
            var at = _faults.FindIndex(next => next.Operation is null || next.Operation == request.Operation);
            fault = at < 0 ? JetshopFault.None : _faults[at].Fault;
            if (at >= 0)
            {
                _faults.RemoveAt(at);
            }
        }

        await AnswerAsync(context, request, fault);
    }

    private async Task AnswerAsync(HttpContext context, JetshopRequest request, JetshopFault fault)
    {
        switch (fault)
        {
            case JetshopFault.LostBefore:
                context.Abort();
                return;
            case JetshopFault.TooMany:
                context.Response.StatusCode = 429;
                return;
            case JetshopFault.Html:
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking</body></html>");
                return;
        }

        int status;
        XElement answer;
        lock (_gate)
        {
            (status, answer) = Answer(request);
        }

        if (fault == JetshopFault.LostAfter)
        {
            context.Abort();
            return;
        }

        if (fault == JetshopFault.FaultAfter)
        {
            (status, answer) = (500, Fault("Receiver", "Server was unable to process request. ---> Timeout expired."));
        }

        var text = new XElement(Soap + "Envelope", new XAttribute(XNamespace.Xmlns + "soap", Soap), new XElement(Soap + "Body", answer)).ToString(SaveOptions.DisableFormatting);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/soap+xml; charset=utf-8";
        await context.Response.WriteAsync(fault == JetshopFault.CutOff ? text[..(text.Length / 2)] : text);
    }

    private (int Status, XElement Answer) Answer(JetshopRequest request)
    {
        if (OutsideRole.Contains(request.Operation))
        {
            return (500, Fault("Receiver", "System.Exception: AccessViolation: the method is not in the role."));
        }

        // A number that the service cannot make anything of.
        if (request.Text("productOptions", "ArticleNumber") == "?" || request.Text("nummer") == "?")
        {
            return (500, Fault("Sender", "Server was unable to read request. ---> Input string was not in a correct format."));
        }

        // asmx reads the whole message before anything is done: an empty date or number is a fault.
        if (request.Body.Descendants().Any(element => !element.HasElements && element.Value.Length == 0 && (element.Name.LocalName.EndsWith("Date", StringComparison.Ordinal) || element.Name.LocalName.EndsWith("Count", StringComparison.Ordinal))))
        {
            return (500, Fault("Sender", "Server was unable to read request. ---> There is an error in XML document (1, 415). ---> The string '' is not a valid AllXsd value."));
        }

        try
        {
            var result = Articles.Answer(request) ?? Orders.Answer(request);
            return result is null
                ? (500, Fault("Sender", $"Server did not recognize the value of HTTP Header SOAPAction: {request.Operation}."))
                : (200, new XElement(Space + (request.Operation + "Response"), new XElement(Space + (request.Operation + "Result"), result)));
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return (500, Fault("Sender", "Server was unable to read request. ---> " + e.Message));
        }
    }

    private static XElement Fault(string code, string message) => new(Soap + "Fault",
        new XElement(Soap + "Code", new XElement(Soap + "Value", "soap:" + code)),
        new XElement(Soap + "Reason", new XElement(Soap + "Text", new XAttribute(XNamespace.Xml + "lang", "en"), message)),
        new XElement(Soap + "Detail"));
}

public enum JetshopFault
{
    None,

    /// <summary>The connection breaks before anything is done.</summary>
    LostBefore,

    /// <summary>All is done, and the answer is lost.</summary>
    LostAfter,

    /// <summary>All is done, and a fault of the server answers.</summary>
    FaultAfter,
    CutOff,
    Html,
    TooMany,
}

/// <summary>One call as it came.</summary>
public sealed class JetshopRequest
{
    public JetshopRequest(byte[] raw, string contentType)
    {
        Raw = raw;
        ContentType = contentType;
        Envelope = XDocument.Parse(Encoding.UTF8.GetString(raw)).Root!;
        Body = Envelope.Elements().Single(element => element.Name.LocalName == "Body").Elements().Single();
    }

    public byte[] Raw { get; }

    public string ContentType { get; }

    public XElement Envelope { get; }

    public XElement Body { get; }

    public string Operation => Body.Name.LocalName;

    public string? Text(params string[] path) => path.Aggregate<string, XElement?>(Body, (at, name) => at?.Elements().FirstOrDefault(element => element.Name.LocalName == name))?.Value;

    /// <summary>Names of the elements in the first element of the name, in order.</summary>
    public string Names(string within) => string.Join(' ', Body.DescendantsAndSelf().First(element => element.Name.LocalName == within).Elements().Select(element => element.Name.LocalName));
}
