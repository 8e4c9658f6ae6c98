using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Connectors.FileTransfer;

/// <summary>A test against a server of this machine's own packages; reported as skipped, with the reason, where it cannot be started.</summary>
public sealed class ServerFactAttribute : FactAttribute
{
    /// <param name="program">/usr/sbin/sshd or /usr/sbin/vsftpd.</param>
    public ServerFactAttribute(string program) => Skip = WhyNot(program);

    /// <summary>Why the program cannot be started; null when it can.</summary>
    internal static string? WhyNot(string program) =>
        OperatingSystem.IsWindows() || !File.Exists(program) ? $"{program} is not installed here; .ci/run installs it."
        : !Environment.IsPrivilegedProcess ? $"{program} lets users in only when root starts it."
        : null;
}

/// <summary>As <see cref="ServerFactAttribute"/>, for a test that uses a store.</summary>
public sealed class ServerStoreFactAttribute : StoreFactAttribute
{
    /// <param name="program">/usr/sbin/sshd or /usr/sbin/vsftpd.</param>
    public ServerStoreFactAttribute(string program) => Skip = ServerFactAttribute.WhyNot(program);
}
