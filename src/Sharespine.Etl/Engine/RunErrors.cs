using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Engine;

public static class RunErrors
{
    public static readonly ErrorCode AlreadyRunning = new("RUN001", "The same job is running already.",
        "Another process holds the job's lease and is alive.", "Wait for it (status shows it), or stop it; its work is continued by the next run.");

    public static readonly ErrorCode UnknownJob = new("RUN002", "There is no such job.",
        "A misspelt name, or a flow that the configuration no longer has.", "List the jobs with plan; -> and <-> may be written for the arrows.");

    public static readonly ErrorCode UnknownRun = new("RUN003", "There is no such run.",
        "A misspelt run id, or another store.", "List the runs with runs.");

    public static readonly ErrorCode DoesNotAdd = new("RUN005", "A stage's records do not add up.",
        "A defect in this program: a record entered a stage and left it without an outcome.", "Report it with the run's log. Nothing further was done with that job's records.");

    public static readonly ErrorCode WaitsForJob = new("RUN006", "The job waits for another that failed.",
        "What it depends on did not finish.", "Mend the other job; rerun picks up both.");

    public static readonly ErrorCode TooManyAlike = new("RUN007", "Too many records in a row were rejected for the same reason.",
        "Something common to all of them is wrong: a mapping, a register, a changed interface.", "Look at the reason, mend it, rerun. The setting stop-after-equal-rejections holds the limit.");

    public static readonly ErrorCode Unexpected = new("RUN008", "The program came to something it did not foresee.",
        "A defect in this program or its surroundings (disk, memory, rights).", "Read the run's log; report it if it stays. What was committed is whole; rerun goes on from there.");

    public static readonly ErrorCode Cycle = new("RUN009", "Jobs wait for each other in a circle.",
        "The after: settings form a loop.", "Take one of the dependencies out.");

    public static readonly ErrorCode Interrupted = new("RUN010", "The run was interrupted.",
        "Ctrl-C, or the process was ended.", "Start the next run or rerun this one: it goes on from the last commit.");

    public static readonly ErrorCode NothingToRerun = new("RUN011", "There is nothing to rerun.",
        "Every job of that run is done.", "Use run JOB to run a job again, or rejected retry to take up single records.");

    public static readonly ErrorCode Disk = new("RUN012", "A file could not be read or written.",
        "No right to it, no room, or another program has it open.", "Mend the cause, then rerun.");

    public static readonly ErrorCode OtherPlan = new("RUN013", "The shared run is of another plan than this worker's.",
        "Another version of the program, other jobs, mappings or settings than where the run was started.", "Bring this machine to the same program, etl.yaml and mappings, then start the worker again.");

    public static readonly ErrorCode KeepsDying = new("RUN014", "The job ended every worker that took it.",
        "The machine's memory, a crash, or somebody who ends the process each time.", "Look at the workers' logs and at the machines, then rerun. What was committed is whole.");

    public static IReadOnlyList<ErrorCode> All { get; } =
        [AlreadyRunning, UnknownJob, UnknownRun, DoesNotAdd, WaitsForJob, TooManyAlike, Unexpected, Cycle, Interrupted, NothingToRerun, Disk, OtherPlan, KeepsDying];
}
