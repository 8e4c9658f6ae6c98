using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Configuration;

/// <summary>
/// Reads where the store is from the setting store, or from ETL_STORE, which wins over it. What is wrong is told by the name of
/// the keyword: its value may be a password, and so may a keyword be that stands behind one (a password that holds a semicolon).
/// </summary>
internal sealed partial class StoreAddressReader(string folder, SecretReferences secrets, ICollection<Issue> issues)
{
    private const string Variable = "ETL_STORE";
    private const string TrustVariable = "ETL_STORE_TRUST_ANY_CERTIFICATE";

    private static readonly string[] PasswordWords = ["password", "pwd"];

    /// <summary>Words that people write, beside the official ones.</summary>
    private static readonly string[] Synonyms = ["server", "database", "uid", "user", "pwd", "trusted_connection"];

    /// <summary>Null, with issues added, where it cannot be told.</summary>
    /// <param name="store">The setting as it is written, with its place.</param>
    public StoreAddress? Read(YamlScalar store, StoreCertificate certificate, Func<string, string?> environment)
    {
        if (environment(Variable) is not { Length: > 0 } address)
        {
            return Address(new(store, store.At, "store", MayHoldPassword: false, certificate == StoreCertificate.TrustAny, "store-certificate: trust-any"));
        }

        var trust = environment(TrustVariable);
        if (trust is not (null or "" or "true" or "false"))
        {
            issues.Add(new(ConfigurationErrors.BadValue, "it is neither true nor false.", null, TrustVariable));
            return null;
        }

        return Address(new(new(address, true, new(Variable)), null, Variable, MayHoldPassword: true, trust == "true", $"{TrustVariable}=true"));
    }

    /// <summary>An address from the command line.</summary>
    public StoreAddress? Read(string text, string setting, StoreCertificate certificate, string trustSetting) =>
        Address(new(new(text, true, new(setting)), null, setting, MayHoldPassword: false, certificate == StoreCertificate.TrustAny, trustSetting));

    private StoreAddress? Address(Written written)
    {
        if (Keyword().IsMatch(written.Scalar.Text))
        {
            return Server(written, secrets.Resolve);
        }

        if (secrets.Resolve(written.Scalar) is not { } text)
        {
            return null;
        }

        if (text != written.Scalar.Text && Keyword().IsMatch(text))
        {
            // All of it comes from where secrets are: its password may stand in it, and what looks like a reference is none.
            return Server(written with { Scalar = written.Scalar with { Text = text }, MayHoldPassword = true }, scalar => scalar.Text);
        }

        if (Scheme().IsMatch(text))
        {
            return Refuse(written, "an address with :// is neither a file nor a connection string.", "write Server=sql1;Database=etl;User ID=etl;Password=${ETL_SQL_PASSWORD}");
        }

        return new StoreAddress.InFile(Path.GetFullPath(text, folder));
    }

    private StoreAddress.OnServer? Server(Written written, Func<YamlScalar, string?> resolve)
    {
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = written.Scalar.Text;
        }
        catch (ArgumentException)
        {
            return Refuse(written, "the connection string cannot be taken apart.", "write KEYWORD=value;KEYWORD=value, and a value that holds ; or = in double quotes.");
        }

        var before = issues.Count;
        var builder = new SqlConnectionStringBuilder();
        var isBehindPassword = false;
        foreach (var word in parts.Keys.Cast<string>())
        {
            var value = (string)parts[word];
            if (PasswordWords.Contains(word))
            {
                if (!written.MayHoldPassword && !Reference().IsMatch(value))
                {
                    issues.Add(new(BindErrors.OpenSecret, "a password stands in the file itself.", written.At, written.Setting, "put it in the environment and write Password=${NAME}, or in a file and write Password=${file:path}."));
                }

                isBehindPassword = !Reference().IsMatch(value);
            }

            if (resolve(written.Scalar with { Text = value }) is { } resolved)
            {
                Set(written, builder, word, resolved, isBehindPassword);
            }
        }

        Demand(written, builder);
        return issues.Count > before ? null : new(builder.ConnectionString, $"{builder.DataSource}/{builder.InitialCatalog}", written.TrustsAny);
    }

    private void Set(Written written, SqlConnectionStringBuilder builder, string word, string value, bool isBehindPassword)
    {
        if (word == "encrypt")
        {
            // Other drivers know more words for it than this one.
            if (value.ToUpperInvariant() is not ("TRUE" or "YES" or "MANDATORY"))
            {
                Refuse(written, "the connection is always encrypted, whatever Encrypt says.", $"take Encrypt out; where the server's certificate is its own, write {written.TrustSetting}");
            }

            return;
        }

        if (!builder.ContainsKey(word))
        {
            var known = Suggestion.For(word, builder.Keys.Cast<string>().Select(key => key.ToLowerInvariant()).Concat(Synonyms));
            Refuse(written, isBehindPassword
                ? "a keyword behind Password is not known; it is not repeated here, since it may be a part of the password."
                : $"\"{word}\" is not a keyword of a connection string.", known ?? (isBehindPassword ? "put a password that holds ; in double quotes." : null));
            return;
        }

        try
        {
            builder[word] = value;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or NotSupportedException)
        {
            Refuse(written, $"the value of \"{word}\" cannot be used.");
        }
    }

    private void Demand(Written written, SqlConnectionStringBuilder builder)
    {
        if (builder.DataSource.Length == 0)
        {
            Refuse(written, "the connection string names no server.", "add Server=name or Server=name,port.");
        }

        if (builder.InitialCatalog.Length == 0)
        {
            Refuse(written, "the connection string names no database.", "add Database=name.");
        }

        if (!builder.IntegratedSecurity && builder.UserID.Length == 0 && builder.Authentication == SqlAuthenticationMethod.NotSpecified)
        {
            Refuse(written, "the connection string names no login.", "add User ID=name;Password=${NAME}, or Integrated Security=true.");
        }

        if (builder.TrustServerCertificate && !written.TrustsAny)
        {
            Refuse(written, "TrustServerCertificate=true lets anybody who is between pass for the server.", $"have the server show a certificate that this machine trusts, or, on a network of your own, write {written.TrustSetting}");
        }
    }

    private StoreAddress.OnServer? Refuse(Written written, string what, string? instead = null)
    {
        issues.Add(new(ConfigurationErrors.BadStore, what, written.At, written.Setting, instead));
        return null;
    }

    /// <param name="At">The line of the configuration; null where it does not stand there.</param>
    /// <param name="MayHoldPassword">It comes from a place where secrets are kept.</param>
    /// <param name="TrustsAny">The setting beside it says so.</param>
    /// <param name="TrustSetting">That setting, as it is written there.</param>
    private sealed record Written(YamlScalar Scalar, SourcePosition? At, string Setting, bool MayHoldPassword, bool TrustsAny, string TrustSetting);

    // A connection string begins with a keyword; so does no path, but one that is written with ./ before it.
    [GeneratedRegex(@"^\s*[A-Za-z][A-Za-z_ ]*=")]
    private static partial Regex Keyword();

    [GeneratedRegex(@"^\w[\w+.-]+://")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^\$\{[^}]+\}$")]
    private static partial Regex Reference();
}
