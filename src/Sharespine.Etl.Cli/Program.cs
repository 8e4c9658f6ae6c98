using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;
using Sharespine.Etl.Cli.Commands;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;

// UTF-8 without a byte order mark, whatever the console's code page: order numbers and names are not ASCII.
Console.OutputEncoding = new UTF8Encoding(false);
#if FLUENTFTP
Sharespine.Etl.FluentFtp.FluentFtpServer.Use();
#endif


using var stop = new CancellationTokenSource();
var asked = 0;
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

var root = new RootCommand("Sharespine.Etl: orders from shops to ERPs, settlements against ledgers, every night.");
foreach (var command in CommandList.All(stop.Token))
{
    root.Subcommands.Add(command);
}

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }

    Console.Error.WriteLine("Help: run.cmd --help, or --help behind a command.");
    return ExitCodes.Usage;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (EtlException exception)
{
    foreach (var issue in exception.Issues)
    {
        Console.Error.WriteLine(issue);
    }

    Console.Error.WriteLine($"More: run.cmd explain {exception.Code}");
    return ExitCode(exception.Code);
}

static int ExitCode(ErrorCode code) =>
    code == RunErrors.AlreadyRunning ? ExitCodes.AlreadyRunning
    : code == StoreErrors.LoginRefused ? ExitCodes.NotAuthorised
    : code == StoreErrors.Unreachable || code == StoreErrors.Full || code == StoreErrors.Busy ? ExitCodes.Failed
    : ExitCodes.Usage;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    if (Interlocked.Increment(ref asked) > 1)
    {
        // What is committed is whole; the next run goes on from there.
        Environment.Exit(ExitCodes.Interrupted);
    }

    Console.Error.WriteLine("Stopping after the batch in hand; once more stops at once. Both can be rerun.");
    stop.Cancel();
}
