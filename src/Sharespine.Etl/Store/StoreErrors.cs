using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Store;

public static class StoreErrors
{
    public static readonly ErrorCode NewerDatabase = new("STO001", "The store was made by a newer version of this program.",
        "An older program was started on it.", "Start the version that made it, or a later one.");

    public static readonly ErrorCode ScriptChanged = new("STO002", "A schema script that was already applied has other content now.",
        "A numbered script was edited after release.", "Restore the script; put changes in a new one.");

    public static readonly ErrorCode Unfit = new("STO003", "The database is not one that the store can work with.",
        "SQL Server older than 2016 SP1, snapshot isolation switched off, or a login without its own schema.", "Do what the message says; docs/sql-server.md has the statements. doctor looks at all of it.");

    public static readonly ErrorCode Unreachable = new("STO004", "The database cannot be reached.",
        "The server is down, the address is wrong, a firewall is between, or its certificate is not trusted.", "Look at the address in store (or ETL_STORE) and at the server, then rerun. What was committed is whole.");

    public static readonly ErrorCode LoginRefused = new("STO005", "The database refused the login.",
        "A wrong user or password, a disabled login, or no user of it in the database.", "Look at the secret that store names, and at the rights script in docs/sql-server.md.");

    public static readonly ErrorCode NoRight = new("STO006", "The login may not do this in the database.",
        "The rights script was not run, or another schema is its default.", "Run the rights script of docs/sql-server.md.");

    public static readonly ErrorCode TooLong = new("STO007", "A value is longer than the store can hold as a key.",
        "An order, article or file name of several hundred characters, usually damaged data.", "Mend the record at its source, then rerun. Nothing of this step was saved.");

    public static readonly ErrorCode Full = new("STO008", "The database has no room left.",
        "Its files or its log have reached their limit, or the disk is full.", "Make room or raise the limit, then rerun. What was committed is whole.");

    public static readonly ErrorCode Busy = new("STO009", "Another process held the store for too long.",
        "A long step of another worker, or one that hangs.", "Look at status for who is at work; rerun when it is done.");

    public static readonly ErrorCode CopyInUse = new("STO010", "The store is in use and was not copied.",
        "A job is running, or somebody decided something meanwhile; the copy would lack what it did.", "Let no run be going (status shows who is at work), then copy again. Nothing was kept.");

    public static readonly ErrorCode CopyNotEmpty = new("STO011", "The target of the copy is not empty.",
        "A store that was used already, or a database that something else lives in.", "Name a new file, or a database or schema of the program's own.");

    public static readonly ErrorCode CopyDiffers = new("STO012", "The copy is not what was copied, and was not kept.",
        "A defect in this program, or a database that changes what it is given.", "Report it with the message. The store itself is untouched.");

    public static readonly ErrorCode LeaseLost = new("RUN004", "Another process took over this job.",
        "This process was paused so long that its lease ran out.", "Nothing to do: the other process carries on. Look at status.");

    public static IReadOnlyList<ErrorCode> All { get; } = [NewerDatabase, ScriptChanged, Unfit, Unreachable, LoginRefused, NoRight, TooLong, Full, Busy, CopyInUse, CopyNotEmpty, CopyDiffers, LeaseLost];

    /// <summary>True for what is the matter with the store or this process, whatever data was in hand.</summary>
    public static bool IsOfTheStore(ErrorCode code) => code != TooLong && All.Contains(code);
}
