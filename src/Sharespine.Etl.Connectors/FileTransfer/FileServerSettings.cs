using Sharespine.Etl.Configuration;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.FileTransfer;

/// <summary>A server that files are fetched from. Secrets come in resolved; they are shown nowhere.</summary>
public sealed record FileServerSettings
{
    [About("sftp://host:port/directory, ftps://… or ftp://…; the directory is seen from where the login ends, a second slash makes it absolute.")]
    public required string Url { get; init; }

    [About("The user to log in as.")]
    public required string User { get; init; }

    [Secret]
    [About("The user's password, by reference to a secret.")]
    public string? Password { get; init; }

    [About("sftp: file of the private key to log in with; readable by this account only.")]
    public string? PrivateKey { get; init; }

    [Secret]
    [About("sftp: passphrase of the private key, by reference to a secret.")]
    public string? Passphrase { get; init; }

    [About("sftp: the server's key as the provider publishes it: SHA256:…")]
    public string? HostKey { get; init; }

    [About("sftp: instead of host-key, a known_hosts file.")]
    public string? KnownHosts { get; init; }

    [About("ftps: certificate file (PEM) of the issuer to trust, instead of those that this machine trusts.")]
    public string? CertificateAuthority { get; init; }

    [About("Permit ftp without encryption: user, password and files cross the network readable.")]
    public bool AllowPlain { get; init; }

    [About("Longest wait for a connection to be made.")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    [About("Longest silence of the server before it is given up.")]
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromMinutes(1);

    [About("Longest time spent on one listing or one group of files, repetitions and waits included.")]
    public TimeSpan Budget { get; init; } = TimeSpan.FromMinutes(30);

    [About("How many times a listing or fetch that broke is repeated.")]
    public int Retries { get; init; } = 3;

    [About("Wait before the first repetition; doubled each time, with jitter.")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Everything wrong with the settings, at once.</summary>
    public IReadOnlyList<Issue> Check()
    {
        var issues = new List<Issue>();
        void Wrong(string field, string message, string? hint = null) => issues.Add(new(FileTransferErrors.BadSettings, message, Field: field, Try: hint));

        if (FileServerAddress.Of(Url) is not { } address)
        {
            Wrong("url", "it is not an address of a file server without user and query.", "sftp://host:22/directory.");
            return issues;
        }

        if (Holds(User) || Holds(Password) || Holds(Passphrase) || Holds(address.Directory))
        {
            Wrong("user", "user, secrets and directory may not hold line breaks.");
        }

        if (address.Scheme == "sftp")
        {
            CheckSftp(Wrong);
        }
        else
        {
            CheckFtp(address, Wrong);
        }

        return issues;
    }

    /// <summary>With its files where the configuration's folder says.</summary>
    public FileServerSettings At(ConnectionContext context) => this with
    {
        PrivateKey = PrivateKey is null ? null : context.Path(PrivateKey),
        KnownHosts = KnownHosts is null ? null : context.Path(KnownHosts),
        CertificateAuthority = CertificateAuthority is null ? null : context.Path(CertificateAuthority),
    };

    private void CheckSftp(Action<string, string, string?> wrong)
    {
        if (Password is null && PrivateKey is null)
        {
            wrong("password", "neither a password nor a private key is given.", "password: ${NAME}, or private-key: a file.");
        }

        if (Password is not null && PrivateKey is not null)
        {
            wrong("password", "a password and a private key are given.", "leave one out; a key's secret is its passphrase.");
        }

        if (Passphrase is not null && PrivateKey is null)
        {
            wrong("passphrase", "there is no private key that it could open.", null);
        }

        if (HostKey is not null && KnownHosts is not null)
        {
            wrong("host-key", "both host-key and known-hosts are given.", "leave one out.");
        }

        if (HostKey is not null && !HostKey.StartsWith("SHA256:", StringComparison.Ordinal))
        {
            wrong("host-key", "it is not a fingerprint.", "SHA256: and 43 characters, as ssh-keygen -l shows it.");
        }
    }

    private void CheckFtp(FileServerAddress address, Action<string, string, string?> wrong)
    {
        if (Password is null)
        {
            wrong("password", "ftp needs a password.", "password: ${NAME}.");
        }

        if (address.Scheme == "ftp" && !AllowPlain)
        {
            wrong("url", "it is ftp: the password would cross the network readable.", "ftps:// or sftp://, or allow-plain: true on your own network.");
        }
    }

    private static bool Holds(string? text) => text?.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0;
}

/// <param name="Scheme">sftp, ftps or ftp.</param>
/// <param name="Directory">Empty: where the login ends.</param>
public sealed record FileServerAddress(string Scheme, string Host, int Port, string Directory)
{
    private const int ImplicitTlsPort = 990;

    /// <summary>Ftps on the port where servers speak TLS from the first byte.</summary>
    public bool IsImplicitTls => Scheme == "ftps" && Port == ImplicitTlsPort;

    /// <summary>Null when the text is none.</summary>
    public static FileServerAddress? Of(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("sftp" or "ftps" or "ftp")
            || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0 || !IsHost(uri.DnsSafeHost))
        {
            return null;
        }

        var path = Uri.UnescapeDataString(uri.AbsolutePath);
        var directory = path.StartsWith("//", StringComparison.Ordinal) ? path[1..] : path.TrimStart('/');
        var port = uri.Port > 0 ? uri.Port : uri.Scheme == "sftp" ? 22 : 21;
        return new(uri.Scheme, uri.DnsSafeHost, port, directory.Length > 1 ? directory.TrimEnd('/') : directory);
    }

    /// <summary>Nothing that a program could take for an option.</summary>
    private static bool IsHost(string host) => host.Length > 0 && host[0] != '-' && host.All(character => char.IsAsciiLetterOrDigit(character) || ".-:_%".Contains(character, StringComparison.Ordinal));

    public override string ToString() => FormattableString.Invariant($"{Scheme}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}/{Directory}");
}
