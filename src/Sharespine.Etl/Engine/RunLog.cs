using System.Text.Json;

namespace Sharespine.Etl.Engine;

/// <summary>
/// The structured log of one run: a JSON object a line, flushed line by line so that a killed run's log is whole up to
/// the kill. Never holds secrets or personal values: callers write keys, codes and counts.
/// </summary>
public sealed class RunLog : IDisposable
{
    private static readonly JsonSerializerOptions Line = new(RunResult.Json) { WriteIndented = false };
    private readonly World _world;
    private readonly StreamWriter? _writer;
    private readonly Lock _gate = new();

    /// <param name="path">Null: nothing is written.</param>
    public RunLog(World world, string? path)
    {
        _world = world;
        Path = path;
        if (path is not null)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            _writer = new(path, append: true) { AutoFlush = true, NewLine = "\n" };
        }
    }

    public string? Path { get; }

    public void Write(string what, string? job = null, string? stage = null, string? text = null, object? data = null)
    {
        if (_writer is null)
        {
            return;
        }

        lock (_gate)
        {
            _writer.WriteLine(JsonSerializer.Serialize(new { at = _world.UtcNow, what, job, stage, text, data }, Line));
        }
    }

    public void Dispose() => _writer?.Dispose();
}
