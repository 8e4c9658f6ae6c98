using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.FileTransfer;

/// <summary>Whose certificates a file server may show: an issuer that this machine trusts, or the configured one instead.</summary>
internal static class TlsTrust
{
    public static SslClientAuthenticationOptions Options(FileServerSettings settings, FileServerAddress address)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = address.Host };
        if (settings.CertificateAuthority is { } file)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(Read(file));
        }

        return options;
    }

    private static X509Certificate2Collection Read(string file)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new EtlException(new Issue(FileTransferErrors.BadSettings, exception.Message, new SourcePosition(file), "certificate-authority"), exception);
        }

        return certificates.Count > 0 ? certificates
            : throw new EtlException(new Issue(FileTransferErrors.BadSettings, "the file holds no certificate.", new SourcePosition(file), "certificate-authority", "PEM: -----BEGIN CERTIFICATE-----."));
    }
}
