using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Sharespine.Etl.Connectors.Transport;

/// <summary>
/// When a call is made again: a read after anything that may pass, a write only when it is proven not to have arrived.
/// Waits grow with jitter, follow the server's Retry-After, and end with the call's budget.
/// </summary>
internal sealed class RetryPipelines
{
    public RetryPipelines(TransportSettings settings, World world)
    {
        Repeatable = Build(settings, world, outcome => outcome switch
        {
            HttpOutcome.NotArrived notArrived => Waits(notArrived, settings),
            HttpOutcome.Unknown unknown => unknown.MayPass,
            _ => false,
        });
        Once = Build(settings, world, outcome => outcome is HttpOutcome.NotArrived notArrived && Waits(notArrived, settings));
        Attempt = new ResiliencePipelineBuilder<HttpOutcome> { TimeProvider = world.Time }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = settings.AttemptTimeout })
            .Build();
    }

    public ResiliencePipeline<HttpOutcome> Repeatable { get; }

    public ResiliencePipeline<HttpOutcome> Once { get; }

    /// <summary>One attempt's own time limit.</summary>
    public ResiliencePipeline<HttpOutcome> Attempt { get; }

    private static bool Waits(HttpOutcome.NotArrived outcome, TransportSettings settings) =>
        outcome.RetryAfter is not { } wait || wait <= settings.RetryAfterMax;

    private static ResiliencePipeline<HttpOutcome> Build(TransportSettings settings, World world, Func<HttpOutcome, bool> again)
    {
        var builder = new ResiliencePipelineBuilder<HttpOutcome> { TimeProvider = world.Time }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = settings.Budget });
        if (settings.Retries == 0)
        {
            return builder.Build();
        }

        return builder.AddRetry(new RetryStrategyOptions<HttpOutcome>
        {
            MaxRetryAttempts = settings.Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = settings.RetryDelay,
            MaxDelay = settings.RetryDelayMax,
            Randomizer = world.Jitter,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { } outcome && again(outcome)),
            DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Result as HttpOutcome.NotArrived)?.RetryAfter),
        }).Build();
    }
}
