using System.Security.Cryptography;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>
/// The one SIE file with a fixed name that Visma Administration imports by itself (Automatik) when its voucher window opens. It
/// marks the file by setting #FLAGGA to 1 and never deletes it. Only one file can be outstanding: the next one waits until this
/// one is read and its vouchers have been found in a ledger export.
/// </summary>
public sealed class SieDrop
{
    private readonly string _folder;
    private readonly string _name;

    /// <param name="folder">The folder that the program looks in.</param>
    /// <param name="fileName">A plain name such as ETL.SI.</param>
    /// <exception cref="EtlException">The name has a folder or odd characters in it.</exception>
    public SieDrop(string folder, string fileName)
    {
        _folder = folder;
        _name = SafeName.Need(fileName);
    }

    /// <summary>What lies there now. Never throws for a locked or foreign file: that is a state.</summary>
    public SieDropLook Look()
    {
        var path = Path.Combine(_folder, _name);
        try
        {
            return File.Exists(path) ? Look(ReadShared(path)) : new(SieDropState.Free, null);
        }
        catch (FileNotFoundException)
        {
            return new(SieDropState.Free, null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new(SieDropState.Unreadable, null, Issue(VismaAdministrationErrors.SieUnreadable, "The file cannot be opened; another program may hold it."));
        }
    }

    /// <summary>Puts a file there if the place is free, or the file there is read and confirmed. Harmless when it lies there already.</summary>
    /// <param name="content">A SIE 4I file with #FLAGGA 0.</param>
    /// <param name="confirmed">
    /// <see cref="Hash"/> of the file whose vouchers the caller has all found in a ledger snapshot made after it was read, or null.
    /// </param>
    /// <exception cref="EtlException">The folder cannot be written. Transient.</exception>
    public SieDropAnswer Place(ReadOnlyMemory<byte> content, string? confirmed)
    {
        var hash = Hash(content.Span);
        var look = Look();
        if (look.ContentHash == hash)
        {
            return new SieDropAnswer.AlreadyThere(look.State);
        }

        if (Obstacle(look, confirmed) is { } issue)
        {
            return new SieDropAnswer.Waiting(issue);
        }

        return ExchangeFolder.Guard(_folder, () =>
        {
            ExchangeFolder.Write(_folder, _name, content.Span);
            return new SieDropAnswer.Placed(hash);
        });
    }

    /// <summary>What a file is known by: SHA-256 (hex) of its bytes with the flag at 0, so that reading it does not change it.</summary>
    /// <exception cref="ArgumentException">The content does not begin with #FLAGGA.</exception>
    public static string Hash(ReadOnlySpan<byte> content) =>
        HashOf(content) ?? throw new ArgumentException("The content does not begin with #FLAGGA 0 or 1.", nameof(content));

    private static string? HashOf(ReadOnlySpan<byte> content)
    {
        var flag = SieFlag.Find(content);
        if (flag < 0)
        {
            return null;
        }

        var unread = content.ToArray();
        unread[flag] = (byte)'0';
        return Convert.ToHexStringLower(SHA256.HashData(unread));
    }

    private SieDropLook Look(byte[] bytes)
    {
        var flag = SieFlag.Find(bytes);
        return flag < 0
            ? new(SieDropState.Unreadable, null, Issue(VismaAdministrationErrors.SieUnreadable, "The file does not begin with #FLAGGA 0 or #FLAGGA 1."))
            : new(bytes[flag] == '1' ? SieDropState.Read : SieDropState.Lying, HashOf(bytes));
    }

    private Issue? Obstacle(SieDropLook look, string? confirmed) => look.State switch
    {
        SieDropState.Free => null,
        SieDropState.Lying => Issue(VismaAdministrationErrors.SieLying, "The file lies there with #FLAGGA 0."),
        SieDropState.Read when look.ContentHash == confirmed => null,
        SieDropState.Read => Issue(VismaAdministrationErrors.SieUnconfirmed, "The file lies there with #FLAGGA 1, and its vouchers are not confirmed."),
        _ => look.Issue,
    };

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private Issue Issue(ErrorCode code, string message) => new(code, message, new SourcePosition(_name));
}

public enum SieDropState
{
    /// <summary>Nothing lies there.</summary>
    Free,

    /// <summary>#FLAGGA 0: not imported yet.</summary>
    Lying,

    /// <summary>#FLAGGA 1: imported.</summary>
    Read,

    /// <summary>Held by another program, or no SIE file.</summary>
    Unreadable,
}

/// <param name="ContentHash">Which file it is (<see cref="SieDrop.Hash"/>).</param>
/// <param name="Issue">Why it is unreadable.</param>
public sealed record SieDropLook(SieDropState State, string? ContentHash, Issue? Issue = null);

public abstract record SieDropAnswer
{
    private SieDropAnswer()
    {
    }

    /// <summary>The file lies there now.</summary>
    public sealed record Placed(string ContentHash) : SieDropAnswer;

    /// <summary>This very file was there already, read or not.</summary>
    public sealed record AlreadyThere(SieDropState State) : SieDropAnswer;

    /// <summary>Nothing was written: the file before it is in the way.</summary>
    public sealed record Waiting(Issue Issue) : SieDropAnswer;
}
