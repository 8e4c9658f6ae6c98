using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Configuration;

/// <summary>Where the store is: a file, or a database on a server. Prints as its place, never with a user or a password.</summary>
public abstract record StoreAddress
{
    private StoreAddress()
    {
    }

    /// <summary>Reads an address that was typed; null, with issues added, where it cannot be used. A password in it has to be a reference.</summary>
    /// <param name="setting">Names it in findings.</param>
    /// <param name="trustSetting">What to write to trust any certificate.</param>
    /// <param name="folder">A path is relative to it.</param>
    /// <param name="secretFolder">Secret files are relative to it.</param>
    public static StoreAddress? Of(string text, string setting, StoreCertificate certificate, string trustSetting, string folder, string secretFolder, Func<string, string?> environment, ICollection<Issue> issues) =>
        new StoreAddressReader(folder, new(secretFolder, environment, issues), issues).Read(text, setting, certificate, trustSetting);

    /// <summary>For people: the file's path, or server and database.</summary>
    public abstract string Place { get; }

    /// <summary>The way into it.</summary>
    public abstract ISqlDialect Dialect();

    public sealed override string ToString() => Place;

    /// <summary>The embedded database.</summary>
    /// <param name="Path">Absolute.</param>
    public sealed record InFile(string Path) : StoreAddress
    {
        public override string Place => Path;

        public override ISqlDialect Dialect() => new SqliteDialect(Path);
    }

    /// <summary>SQL Server.</summary>
    public sealed record OnServer : StoreAddress
    {
        private readonly string _connectionString;

        internal OnServer(string connectionString, string place, bool trustsAnyCertificate)
        {
            _connectionString = connectionString;
            Place = place;
            TrustsAnyCertificate = trustsAnyCertificate;
        }

        public override string Place { get; }

        /// <summary>The server's certificate is not looked at: it is the site's own, or nobody's.</summary>
        public bool TrustsAnyCertificate { get; }

        public override ISqlDialect Dialect() => new SqlServerDialect(_connectionString, TrustsAnyCertificate);
    }
}

/// <summary>Whether the certificate of the store's server has to be one that this machine trusts.</summary>
public enum StoreCertificate
{
    Verify,
    TrustAny,
}
