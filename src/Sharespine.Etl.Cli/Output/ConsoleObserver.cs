using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Cli.Output;

/// <summary>Shows on a terminal what the run is doing, on stderr, in one line that is written over; silent elsewhere.</summary>
internal sealed class ConsoleObserver : IRunObserver
{
    private readonly bool _terminal = !Console.IsErrorRedirected;
    private int _width;

    public void StageStarted(string job, string stage) => Show($"{job} {stage} …");

    public void Progress(string job, string stage, StageCounts counts) => Show($"{job} {stage}: {counts.In} …");

    public void StageEnded(StageResult result) => Show("");

    public void JobEnded(JobResult result) => Show("");

    public void Remark(string text)
    {
        Show("");
        Console.Error.WriteLine(text);
    }

    private void Show(string text)
    {
        if (_terminal)
        {
            Console.Error.Write("\r" + text.PadRight(_width) + (text.Length == 0 ? "\r" : ""));
            _width = text.Length;
        }
    }
}
