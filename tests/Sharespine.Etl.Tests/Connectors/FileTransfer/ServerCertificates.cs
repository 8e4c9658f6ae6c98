using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sharespine.Etl.Tests.Connectors.FileTransfer;

/// <summary>An issuer of our own and a server's certificate from it, as PEM files.</summary>
public sealed class ServerCertificates
{
    /// <param name="host">The DNS name in the server's certificate; 127.0.0.1 is in it too unless another name is meant to be wrong.</param>
    public ServerCertificates(string folder, string host = "localhost")
    {
        var (from, to) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
        using var issuerKey = RSA.Create(2048);
        var issuerRequest = new CertificateRequest("CN=Provutgivare", issuerKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        issuerRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        issuerRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(issuerRequest.PublicKey, false));
        using var issuer = issuerRequest.CreateSelfSigned(from, to);

        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        using var server = request.Create(issuer, from.AddHours(1), to.AddHours(-1), [1, 2, 3, 4]);

        Authority = Write(folder, $"{host}-authority.pem", issuer.ExportCertificatePem());
        Server = Write(folder, $"{host}-server.pem", server.ExportCertificatePem());
        ServerKey = Write(folder, $"{host}-server.key", key.ExportPkcs8PrivateKeyPem());
    }

    public string Authority { get; }

    public string Server { get; }

    public string ServerKey { get; }

    private static string Write(string folder, string name, string pem)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, pem + "\n");
        return path;
    }
}
