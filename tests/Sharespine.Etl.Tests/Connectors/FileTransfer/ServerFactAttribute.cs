namespace Sharespine.Etl.Tests.Connectors.FileTransfer;

/// <summary>A test against a server of this machine's own packages; reported as skipped, with the reason, where it cannot be started.</summary>
public sealed class ServerFactAttribute : FactAttribute
{
    /// <param name="program">/usr/sbin/sshd or /usr/sbin/vsftpd.</param>
    public ServerFactAttribute(string program)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(program))
        {
            Skip = $"{program} is not installed here; .ci/run installs it.";
        }
        else if (!Environment.IsPrivilegedProcess)
        {
            Skip = $"{program} lets users in only when root starts it.";
        }
    }
}
