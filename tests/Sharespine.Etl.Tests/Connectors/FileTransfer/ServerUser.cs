using System.Diagnostics;
using System.Runtime.Versioning;

namespace Sharespine.Etl.Tests.Connectors.FileTransfer;

/// <summary>
/// A throw-away user of this machine that the servers let in, with a home of its own. One for all tests of a run, made when the
/// first asks for it.
/// </summary>
public sealed class ServerUser : IDisposable
{
    private readonly Lazy<string> _name;

    public ServerUser()
    {
        Home = Directory.CreateTempSubdirectory("etl-servers-").FullName;
        _name = new(Make);
    }

    /// <summary>With what a shell or a batch file would trip over.</summary>
    public string Password { get; } = "hem ligt\"å$1'%x%";

    public string Home { get; }

    public string Name => _name.Value;

    public void Dispose()
    {
        if (_name.IsValueCreated)
        {
            Run("userdel", "", _name.Value);
        }

        Directory.Delete(Home, recursive: true);
    }

    /// <summary>An empty directory of the user's, by name relative to the home.</summary>
    [UnsupportedOSPlatform("windows")]
    public string Folder(string name)
    {
        File.SetUnixFileMode(Home, (UnixFileMode)0b111_101_101);
        return Directory.CreateDirectory(Path.Combine(Home, name)).FullName;
    }

    /// <summary>Runs a program of the system to its end.</summary>
    public static void Run(string program, string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardError = true })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {errors}");
    }

    private string Make()
    {
        var name = "etl" + Path.GetFileName(Home)[^6..].ToLowerInvariant();
        Run("useradd", "", "-M", "-d", Home, "-s", "/bin/sh", name);
        Run("chpasswd", $"{name}:{Password}\n");
        return name;
    }
}

/// <summary>The tests that share the user; one after another, so that the servers do not fight for this machine.</summary>
[CollectionDefinition(Name)]
public sealed class FileServerTests : ICollectionFixture<ServerUser>
{
    public const string Name = "file servers";
}
