using System.Text.RegularExpressions;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Configuration;

/// <summary>Puts in what ${NAME} (environment) and ${file:path} (a secret file, relative to the configuration) stand for.</summary>
public sealed partial class SecretReferences(string folder, Func<string, string?> environment, ICollection<Issue> issues)
{
    /// <summary>The text with its references replaced; null, with an issue, when one is missing. Messages name the reference, never the value.</summary>
    public string? Resolve(YamlScalar scalar)
    {
        var missing = false;
        var text = Reference().Replace(scalar.Text, match =>
        {
            var name = match.Groups["name"].Value;
            var value = name.StartsWith("file:", StringComparison.Ordinal) ? FromFile(name[5..]) : environment(name);
            if (string.IsNullOrEmpty(value))
            {
                missing = true;
                issues.Add(new(ConfigurationErrors.NoSecret, $"{match.Value} is not set.", scalar.At,
                    Try: name.StartsWith("file:", StringComparison.Ordinal) ? $"write the secret into {name[5..]}." : $"set the environment variable {name}."));
            }

            return value ?? "";
        });
        return missing ? null : text;
    }

    private string? FromFile(string path)
    {
        var full = Path.Combine(folder, path);
        return File.Exists(full) ? File.ReadAllText(full).TrimEnd('\r', '\n') : null;
    }

    [GeneratedRegex(@"\$\{(?<name>[^}]+)\}")]
    private static partial Regex Reference();
}
