using System.Diagnostics;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>Counts the time that another handler takes to answer.</summary>
internal sealed class TimedHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private long _ticks;

    public TimeSpan Spent => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            Interlocked.Add(ref _ticks, Stopwatch.GetElapsedTime(start).Ticks);
        }
    }
}
