using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Yaml;

public static class BindErrors
{
    public static readonly ErrorCode UnknownKey = new("CFG010", "A setting is not known.",
        "A misspelt name, or a setting put into the wrong block.", "Correct the name; the message lists the settings known in that block.");

    public static readonly ErrorCode WrongValue = new("CFG011", "A setting's value cannot be read.",
        "Another kind of value is wanted.", "Write the value in the form that the message names.");

    public static readonly ErrorCode Missing = new("CFG012", "A required setting is missing.",
        "The block was not filled in.", "Add the setting.");

    public static readonly ErrorCode OpenSecret = new("CFG013", "A secret stands in the configuration.",
        "A key or password was written into the file.", "Change the secret, since it has been in a file; put the new one in the environment or a secret file.");

    public static IReadOnlyList<ErrorCode> All { get; } = [UnknownKey, WrongValue, Missing, OpenSecret];
}
