using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Tests.Connectors.Transport;

public class TlsTests
{
    [Fact]
    public async Task A_server_with_an_untrusted_certificate_is_refused_and_gets_no_request()
    {
        var requests = 0;
        await using var app = await ServerAsync(() => requests++);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var settings = new TransportSettings();
        using var transport = new HttpTransport(
            settings, new World(TimeProvider.System, 1), new Redactor(), new Notes(), HttpTransport.NetworkHandler(settings));

        var error = await Assert.ThrowsAsync<EtlException>(() => transport.SendAsync(HttpCall.Get(new Uri(address)), default));

        Assert.Equal("NET003", error.Code.Code);
        Assert.False(error.IsTransient);
        Assert.Equal(0, requests);
    }

    private static async Task<WebApplication> ServerAsync(Action onRequest)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        app.Run(context =>
        {
            onRequest();
            return context.Response.WriteAsync("[]");
        });
        await app.StartAsync();
        return app;
    }
}
