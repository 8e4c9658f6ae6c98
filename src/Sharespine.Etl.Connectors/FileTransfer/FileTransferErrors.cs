using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.FileTransfer;

/// <summary>What can go wrong between us and a file server, whichever protocol it speaks.</summary>
public static class FileTransferErrors
{
    public static readonly ErrorCode BadSettings = new("FTR001", "The settings of the file server cannot work.",
        "A setting is missing or contradicts another.", "Correct the setting that the message names.");

    public static readonly ErrorCode NoConnection = new("FTR002", "The file server cannot be reached.",
        "A misspelt host or port, the server is down, or a firewall stands between (many providers let only known addresses in).",
        "Check url, and that this machine's address is admitted by the provider. Nothing was fetched; the next run does it.");

    public static readonly ErrorCode ConnectionLost = new("FTR003", "The connection to the file server broke.",
        "The server, or something between, closed it or stopped answering.", "Run again. What was not whole is fetched again; nothing half-fetched is used.");

    public static readonly ErrorCode NotAuthorised = new("FTR004", "The file server does not accept our login.",
        "A wrong user, password or key, or an account that is closed.", "Correct the connection's user and secrets; everything for this connection has stopped.");

    public static readonly ErrorCode HostUnknown = new("FTR005", "The server's host key is not known.",
        "This server was never confirmed, or host-key and known-hosts hold nothing for this host and port.",
        "Compare the fingerprint in the message with the one that the provider publishes, then write it as host-key.");

    public static readonly ErrorCode HostKeyChanged = new("FTR006", "The server shows another host key than the one that is known.",
        "The provider has changed its key, or somebody stands between. Nothing was sent.",
        "Ask the provider, by another way, for the new fingerprint; only then write it as host-key or renew the known-hosts file.");

    public static readonly ErrorCode UntrustedServer = new("FTR007", "The server's certificate was not accepted.",
        "It has expired, is issued for another name, or its issuer is not trusted.",
        "Let the server's owner renew the certificate, or write its issuer's certificate as certificate-authority. The check cannot be switched off.");

    public static readonly ErrorCode NoDirectory = new("FTR008", "The directory cannot be read.",
        "It does not exist for this user, or the user has no right to it.", "Correct the path behind the host in url, or have the right to read and list it granted.");

    public static readonly ErrorCode FileRefused = new("FTR009", "The server does not give a file that it lists.",
        "The user has no right to it, or it was taken away.", "Have the right to read granted. The other files were fetched; this one is tried again by each run.");

    public static readonly ErrorCode NoClient = new("FTR010", "The OpenSSH client is not installed.",
        "SFTP is done by the programs sftp and ssh-keyscan, which were not found on the PATH.",
        "Install them: package openssh-client on Linux, the optional feature OpenSSH Client on Windows.");

    public static readonly ErrorCode BadKey = new("FTR011", "The private key cannot be used.",
        "The file is missing, others may read it, its format is unknown, or the passphrase is wrong.",
        "Write an OpenSSH or PEM key that only this account may read, and its passphrase if it has one.");

    public static readonly ErrorCode Refused = new("FTR012", "The file server refused.",
        "It does not do what we asked, or speaks only protocols that this machine no longer does.", "Read the server's words in the message.");

    public static readonly ErrorCode NoTls = new("FTR013", "The server does not encrypt.",
        "It answers no to AUTH TLS or PROT P.", "Ask the provider for its address with TLS, or for SFTP. Over plain FTP the password crosses the network readable.");

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        BadSettings, NoConnection, ConnectionLost, NotAuthorised, HostUnknown, HostKeyChanged, UntrustedServer, NoDirectory, FileRefused,
        NoClient, BadKey, Refused, NoTls,
    ];
}
