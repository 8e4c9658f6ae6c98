using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Files.Records;

public static class RecordFilesErrors
{
    public static readonly ErrorCode BadSettings = new("RFL001", "The connection's settings cannot work.",
        "A setting is missing or contradicts another.", "Correct the setting that the message names.");

    public static readonly ErrorCode Broken = new("RFL002", "A file cannot be read to its end as what it should be.",
        "It was cut off, is of another layout than the settings say, or was made with a mistake.",
        "Let it be exported again under the same or another name, or take it out of the folder. The other files were taken in; nothing of this one was.");

    public static readonly ErrorCode NoKey = new("RFL003", "A record has no key.",
        "The column or element of the key is empty in it.", "Correct the record where it comes from. It was taken in under its file and row, so that the mapping rejects it by name.");

    public static readonly ErrorCode StillWritten = new("RFL004", "A file may still be growing and is left for the next run.",
        "Its size or time changed a moment ago, or its name is one that programs use while they write.", "Nothing: it is taken in the next run.");

    public static readonly ErrorCode BadResume = new("RFL005", "The walk cannot go on where it stopped.",
        "The file that it stopped in is no longer in the archive, or the position was edited.",
        "Move the job's cursor with the cursor command: the walk starts over, what is known already changes nothing.");

    public static readonly ErrorCode UnknownEntity = new("RFL006", "The files are not read for this entity.",
        "A job names an entity that the connection's files do not hold.", "Add it under files: with its pattern and key.");

    public static readonly ErrorCode ArchiveGone = new("RFL007", "A file that was taken in is no longer in the archive.",
        "Somebody deleted it there.", "Nothing, if its records were staged long ago; else put the file into the folder again, and delete its note below records/<connection>/taken.");

    public static readonly ErrorCode Dropped = new("RFL008", "A field was dropped because it may hold a personal number.",
        "Its name says so, or it stands under drop.", "Nothing; keep names fields that hold something else.");

    public static IReadOnlyList<ErrorCode> All { get; } = [BadSettings, Broken, NoKey, StillWritten, BadResume, UnknownEntity, ArchiveGone, Dropped];
}
