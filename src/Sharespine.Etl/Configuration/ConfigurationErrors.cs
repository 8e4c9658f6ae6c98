using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Configuration;

public static class ConfigurationErrors
{
    public static readonly ErrorCode NotFound = new("CFG020", "There is no configuration file.",
        "The program was started in another folder.", "Name it with --config, or write one with init.");

    public static readonly ErrorCode NoSecret = new("CFG021", "A secret is not there.",
        "The environment variable is not set, or the secret file is missing or empty.", "Set the variable for the account that runs the program, or write the file.");

    public static readonly ErrorCode UnknownConnection = new("CFG022", "There is no such connection.",
        "A misspelt name, or a connection that was taken out.", "Use a name from connections:.");

    public static readonly ErrorCode UnknownType = new("CFG023", "There is no such type of connection.",
        "A misspelt type.", "Use one of the types the message lists.");

    public static readonly ErrorCode CannotDo = new("CFG024", "The connection cannot do what it is used for.",
        "A shop stands where an ERP is wanted, or the other way round.", "Name a connection of the right kind.");

    public static readonly ErrorCode BadValue = new("CFG025", "A setting's value cannot be used.",
        "It can be read, and means nothing here.", "Correct it as the message says.");

    public static readonly ErrorCode NotShipped = new("CFG026", "A folder that comes with the program is not there.",
        "The program was copied without it.", "Copy mappings (and sample-files for the demo) beside the program.");

    public static readonly ErrorCode UnknownMapping = new("CFG027", "There is no such mapping.",
        "A misspelt name, or a connection type for which no mapping of that name is shipped.", "Name one of the mappings that check lists, or write it into the site's mappings folder.");

    public static readonly ErrorCode BadStore = new("CFG028", "The store's address cannot be used.",
        "A misspelt keyword in the connection string, a missing part, or one that would let the connection go unprotected.", "Correct it as the message says; docs/sql-server.md has connection strings to copy.");

    public static IReadOnlyList<ErrorCode> All { get; } = [NotFound, NoSecret, UnknownConnection, UnknownType, CannotDo, BadValue, NotShipped, UnknownMapping, BadStore];
}
