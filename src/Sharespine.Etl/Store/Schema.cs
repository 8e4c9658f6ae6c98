using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Store;

/// <summary>Brings the store to this program's version with the numbered scripts in Store/Sql/&lt;dialect&gt;, each once, in one transaction.</summary>
public static partial class Schema
{
    internal const string VersionTable =
        "CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY, name NVARCHAR(100) NOT NULL, sha256 NVARCHAR(64) NOT NULL, applied_at NVARCHAR(24) NOT NULL)";

    /// <summary>Throws <c>STO001</c> when the store is newer than the program and <c>STO002</c> when an applied script was edited.</summary>
    public static void Apply(Database database, World world)
    {
        var scripts = Scripts(database.Dialect.Name);
        var isCurrent = database.Read(session =>
        {
            session.Dialect.Examine(session);
            return IsCurrent(session, scripts);
        });
        if (!isCurrent)
        {
            database.WriteUnmarked("schema", session => Apply(session, scripts, world));
        }
    }

    /// <summary>The store's tables in the order in which the scripts make them, each behind those that it refers to.</summary>
    internal static IReadOnlyList<string> Tables(string dialect) =>
        [.. Scripts(dialect).SelectMany(script => TableMade().Matches(script.Sql)).Select(match => match.Groups["name"].Value)];

    private static void Apply(Session session, IReadOnlyList<Script> scripts, World world)
    {
        // Two processes that start at once: the second finds the work of the first done.
        session.Exclusive("schema");
        if (!HasVersionTable(session))
        {
            session.Execute(VersionTable);
        }

        var applied = Applied(session);
        Verify(applied, scripts);
        foreach (var script in scripts.Where(script => !applied.ContainsKey(script.Version)))
        {
            foreach (var batch in session.Dialect.Batches(script.Sql))
            {
                session.Execute(batch);
            }

            session.Execute("INSERT INTO schema_version (version, name, sha256, applied_at) VALUES (@Version, @Name, @Sha256, @At)",
                new { script.Version, script.Name, script.Sha256, At = world.UtcNow });
        }
    }

    private static bool IsCurrent(Session session, IReadOnlyList<Script> scripts)
    {
        if (!HasVersionTable(session))
        {
            return false;
        }

        var applied = Applied(session);
        Verify(applied, scripts);
        return scripts.All(script => applied.ContainsKey(script.Version));
    }

    private static void Verify(Dictionary<long, string> applied, IReadOnlyList<Script> scripts)
    {
        foreach (var (version, sha256) in applied)
        {
            if (scripts.FirstOrDefault(script => script.Version == version) is not { } script)
            {
                throw new EtlException(new Issue(StoreErrors.NewerDatabase,
                    string.Create(CultureInfo.InvariantCulture, $"the store has schema version {version}, this program knows up to {scripts[^1].Version}.")));
            }

            if (script.Sha256 != sha256)
            {
                throw new EtlException(new Issue(StoreErrors.ScriptChanged, $"{script.Name} is not the script that was applied."));
            }
        }
    }

    private static bool HasVersionTable(Session session) => session.Dialect.TableNames(session).Contains("schema_version");

    private static Dictionary<long, string> Applied(Session session) =>
        session.Query<(long Version, string Sha256)>("SELECT version, sha256 FROM schema_version").ToDictionary(row => row.Version, row => row.Sha256);

    private static List<Script> Scripts(string dialect)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"Sql/{dialect}/";
        return
        [
            .. assembly.GetManifestResourceNames()
                .Select(name => name.Replace('\\', '/'))
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => Load(assembly, name, name[prefix.Length..])),
        ];
    }

    private static Script Load(Assembly assembly, string resource, string name)
    {
        var stream = assembly.GetManifestResourceStream(resource) ?? assembly.GetManifestResourceStream(resource.Replace('/', '\\'))!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new(
            long.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture),
            name,
            sql,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
    }

    [GeneratedRegex(@"^CREATE TABLE (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TableMade();

    private sealed record Script(long Version, string Name, string Sql, string Sha256);
}
