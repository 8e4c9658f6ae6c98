using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Configuration;

/// <summary>Where the store is, by the setting store and by ETL_STORE; and that no finding repeats a password.</summary>
public sealed class StoreAddressTests : IDisposable
{
    private const string Password = "Hemligt;k0d=1";

    private readonly string _folder = Directory.CreateTempSubdirectory("etl-test-").FullName;
    private readonly Dictionary<string, string> _environment = new() { ["ETL_SQL_PASSWORD"] = Password };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("data/etl.db", "data/etl.db")]
    [InlineData("${ETL_DATA}/etl.db", "here/etl.db")]
    [InlineData("./Server=1.db", "Server=1.db")]
    public void A_path_is_relative_to_the_configuration(string store, string expected)
    {
        _environment["ETL_DATA"] = "here";
        var (address, issues) = Read(store);
        Assert.Empty(issues);
        Assert.Equal(Path.Combine(_folder, expected), Assert.IsType<StoreAddress.InFile>(address).Path);
        Assert.Equal("Sqlite", address.Dialect().Name);
    }

    [Theory]
    [InlineData("Server=sql1;Database=etl;User ID=etl;Password=${ETL_SQL_PASSWORD}", "sql1/etl")]
    [InlineData("Data Source=tcp:sql1,1444;Initial Catalog=etl;Uid=etl;Pwd=${ETL_SQL_PASSWORD};Encrypt=true;TrustServerCertificate=false", "tcp:sql1,1444/etl")]
    [InlineData("Server=sql1;Database=etl;Integrated Security=true", "sql1/etl")]
    [InlineData("Server=sql1;Database=etl;Trusted_Connection=yes", "sql1/etl")]
    [InlineData("Server=x.database.windows.net;Database=etl;Authentication=Active Directory Managed Identity", "x.database.windows.net/etl")]
    [InlineData("Server=sql1;Database=etl;User ID=etl;Password=${file:secrets/sql}", "sql1/etl")]
    [InlineData("${ETL_WHOLE}", "sql2/etl")]
    public void A_connection_string_is_SQL_Server_and_shows_only_server_and_database(string store, string place)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "secrets"));
        File.WriteAllText(Path.Combine(_folder, "secrets", "sql"), Password + "\n");
        _environment["ETL_WHOLE"] = $"Server=sql2;Database=etl;User ID=etl;Password=\"{Password}\"";

        var (address, issues) = Read(store);

        Assert.Empty(issues);
        Assert.Equal(place, Assert.IsType<StoreAddress.OnServer>(address).ToString());
        Assert.Equal(("SqlServer", place), (address.Dialect().Name, address.Dialect().Place));
    }

    [Fact]
    public void A_password_with_a_semicolon_arrives_whole_when_it_is_put_in_by_reference()
    {
        var (address, _) = Read("Server=sql1;Database=etl;User ID=etl;Password=${ETL_SQL_PASSWORD}");
        var field = typeof(StoreAddress.OnServer).GetField("_connectionString", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!;

        Assert.Equal(Password, new Microsoft.Data.SqlClient.SqlConnectionStringBuilder((string)field.GetValue(address)!).Password);
    }

    [Fact]
    public void ETL_STORE_wins_over_the_setting_and_may_hold_a_password()
    {
        _environment["ETL_STORE"] = "other/etl.db";
        Assert.Equal(Path.Combine(_folder, "other", "etl.db"), Read("data/etl.db").Address!.Place);

        _environment["ETL_STORE"] = "Server=sql1;Database=etl;User ID=etl;Password=abc";
        var (address, issues) = Read("data/etl.db");
        Assert.Empty(issues);
        Assert.Equal("sql1/etl", address!.Place);
    }

    [Theory]
    [InlineData("Server=sql1;Database=etl;User ID=etl;Password=Hemligt", "etl.yaml:4:8: CFG013 store: a password stands in the file itself. Try: put it in the environment and write Password=${NAME}, or in a file and write Password=${file:path}.")]
    [InlineData("Server=sql1;Database=etl;User ID=etl;Pwd=Hemligt${ETL_SQL_PASSWORD}", "etl.yaml:4:8: CFG013 store: a password stands in the file itself. Try: put it in the environment and write Password=${NAME}, or in a file and write Password=${file:path}.")]
    [InlineData("Server=sql1;Database=etl;User ID=etl;Password=${NOT_SET}", "etl.yaml:4:8: CFG021 ${NOT_SET} is not set. Try: set the environment variable NOT_SET.")]
    [InlineData("Sevrer=sql1;Server=sql1;Database=etl;Integrated Security=true", "etl.yaml:4:8: CFG028 store: \"sevrer\" is not a keyword of a connection string. Try: did you mean \"server\"?")]
    [InlineData("Server=sql1;Database=etl;Integrated Security=true;Connect Timeout=soon", "etl.yaml:4:8: CFG028 store: the value of \"connect timeout\" cannot be used.")]
    [InlineData("Server=sql1;Integrated Security=true", "etl.yaml:4:8: CFG028 store: the connection string names no database. Try: add Database=name.")]
    [InlineData("Database=etl;Integrated Security=true", "etl.yaml:4:8: CFG028 store: the connection string names no server. Try: add Server=name or Server=name,port.")]
    [InlineData("Server=sql1;Database=etl", "etl.yaml:4:8: CFG028 store: the connection string names no login. Try: add User ID=name;Password=${NAME}, or Integrated Security=true.")]
    [InlineData("sqlserver://sql1/etl", "etl.yaml:4:8: CFG028 store: an address with :// is neither a file nor a connection string. Try: write Server=sql1;Database=etl;User ID=etl;Password=${ETL_SQL_PASSWORD}")]
    public void What_is_wrong_with_an_address_is_told_with_its_place(string store, string expected)
    {
        var (address, issues) = Read(store);
        Assert.Null(address);
        Assert.Equal(expected, Assert.Single(issues));
    }

    [Theory]
    [InlineData("Server=sql1;Database=etl;User ID=etl;Password=Hemligt;k0d=1;", "Try: put a password that holds ; in double quotes.")]
    [InlineData("Server=sql1;Database=etl;User ID=etl;Password=Hemligt;Hemligt", "the connection string cannot be taken apart.")]
    [InlineData("Server=sql1;Database=etl;User ID=etl;Password=Hemligt;TrustServerCertificat=true", "did you mean \"trust")]
    [InlineData("Server=sql1;Database=etl;User ID=etl;Password=\"Hemligt", "the connection string cannot be taken apart.")]
    [InlineData("Server=sql1;Database=etl;User ID=etl;Password=Hemligt;Connect Timeout=Hemligt", "the value of \"connect timeout\" cannot be used.")]
    public void A_malformed_connection_string_is_told_of_without_any_part_of_its_password(string store, string expected)
    {
        _environment["ETL_STORE"] = store;
        var (address, issues) = Read("data/etl.db");

        Assert.Null(address);
        Assert.Contains(issues, issue => issue.StartsWith("CFG028 ETL_STORE: ", StringComparison.Ordinal) && issue.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(issues, issue => issue.Contains("Hemligt", StringComparison.Ordinal) || issue.Contains("k0d", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("TrustServerCertificate=true", "on a network of your own, write store-certificate: trust-any")]
    [InlineData("Encrypt=false", "where the server's certificate is its own, write store-certificate: trust-any")]
    [InlineData("Encrypt=optional", "where the server's certificate is its own, write store-certificate: trust-any")]
    public void A_connection_that_would_go_unprotected_is_refused_with_the_name_of_the_setting_that_allows_it(string part, string expected)
    {
        var (address, issues) = Read($"Server=sql1;Database=etl;Integrated Security=true;{part}");
        Assert.Null(address);
        Assert.EndsWith(expected, Assert.Single(issues), StringComparison.Ordinal);

        _environment["ETL_STORE"] = $"Server=sql1;Database=etl;Integrated Security=true;{part}";
        Assert.EndsWith(expected.Replace("store-certificate: trust-any", "ETL_STORE_TRUST_ANY_CERTIFICATE=true", StringComparison.Ordinal), Assert.Single(Read("data/etl.db").Issues), StringComparison.Ordinal);
    }

    [Fact]
    public void The_certificate_is_looked_at_unless_the_setting_beside_the_address_says_otherwise()
    {
        const string Server = "Server=sql1;Database=etl;Integrated Security=true";
        Assert.False(Trusts(Server, ""));
        Assert.True(Trusts(Server, "store-certificate: trust-any"));
        Assert.True(Trusts(Server + ";TrustServerCertificate=true", "store-certificate: trust-any"));

        // The setting in the file belongs to the address in the file.
        _environment["ETL_STORE"] = Server;
        Assert.False(Trusts("data/etl.db", "store-certificate: trust-any"));
        _environment["ETL_STORE_TRUST_ANY_CERTIFICATE"] = "true";
        Assert.True(Trusts("data/etl.db", ""));
        _environment["ETL_STORE_TRUST_ANY_CERTIFICATE"] = "perhaps";
        Assert.Equal("CFG025 ETL_STORE_TRUST_ANY_CERTIFICATE: it is neither true nor false.", Assert.Single(Read("data/etl.db").Issues));
    }

    [Fact]
    public void A_connection_is_encrypted_and_looks_at_the_certificate_whatever_the_string_says()
    {
        var strings = new[] { false, true }.Select(trust => new SqlServerDialect("Server=sql1;Database=etl;Integrated Security=true;Encrypt=false;TrustServerCertificate=true", trust))
            .Select(dialect => new Microsoft.Data.SqlClient.SqlConnectionStringBuilder((string)typeof(SqlServerDialect)
                .GetField("_connectionString", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(dialect)!));
        Assert.Equal([(true, false), (true, true)], strings.Select(builder => (builder.Encrypt, builder.TrustServerCertificate)));
    }

    private bool Trusts(string store, string setting)
    {
        var (address, issues) = Read(store, setting);
        Assert.Empty(issues);
        return Assert.IsType<StoreAddress.OnServer>(address).TrustsAnyCertificate;
    }

    private (StoreAddress? Address, IReadOnlyList<string> Issues) Read(string store, string setting = "")
    {
        var path = Path.Combine(_folder, "etl.yaml");
        File.WriteAllText(path, $"company:\n  name: A\n  organisation-number: 559999-0008\nstore: '{store}'\n{setting}\nconnections: {{}}\n");
        var issues = new List<Issue>();
        var site = ConfigurationReader.Read(path, _environment.GetValueOrDefault, ConnectorCatalog.Types, new World(new SettableClock(default)), issues);
        return (site?.Store, [.. issues.Select(issue => issue.ToString())]);
    }
}
