using System.Text;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>What <c>doctor</c> asks of a shop: every right that the connection needs, named by the shop itself where it is missing. Nothing is changed.</summary>
internal static class Magento2Probe
{
    // Magento refuses signatures that are older or younger than this.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    public static async Task<IReadOnlyList<Issue>> RunAsync(Magento2Client client, CancellationToken cancellation)
    {
        var issues = new List<Issue>();
        try
        {
            var answer = await client.ReadAsync("store/storeViews", null, cancellation);
            CheckClock(client, answer, issues);
            await client.Directory.WantedAsync(cancellation);
            await CheckProductStoreAsync(client, issues, cancellation);
        }
        catch (EtlException e)
        {
            // Without these nothing else can be asked.
            return [.. issues, .. e.Issues];
        }

        var settings = client.Settings;
        var uses = settings.UsedFor.Count > 0 ? settings.UsedFor : Magento2Rights.Uses;
        foreach (var check in uses.SelectMany(use => Magento2Rights.Of(use, settings.Stock)).Distinct())
        {
            if (await ProblemAsync(client, check, cancellation) is { } problem)
            {
                issues.Add(problem);
            }
        }

        return issues;
    }

    private static async Task<Issue?> ProblemAsync(Magento2Client client, RightCheck check, CancellationToken cancellation)
    {
        var outcome = check.Body is { } body
            ? await client.WriteAsync(new HttpMethod(check.Method), check.Path, Encoding.UTF8.GetBytes(body), cancellation)
            : await client.GetAsync(check.Path, check.Path.StartsWith("stockItems/", StringComparison.Ordinal) ? null : new SearchQuery().Of(1), cancellation);
        switch (outcome)
        {
            case HttpOutcome.Refused refused when Magento2Refusal.Message(refused.Answer)?.Contains("does not match any route", StringComparison.OrdinalIgnoreCase) == true:
                return new(Magento2Errors.BadSettings, $"The shop has no {check.Path}: the module for it is off.", refused.Issue.At,
                    Try: check.Path.StartsWith("inventory/", StringComparison.Ordinal) ? "stock: legacy" : null);
            case HttpOutcome.Refused refused when Magento2Refusal.Message(refused.Answer) is { } words && !Magento2Client.IsAboutSignature(words):
                // Whoever may do it is told what is wrong with it.
                return null;
            default:
                try
                {
                    Magento2Client.AnswerOrThrow(outcome);
                    return null;
                }
                catch (EtlException e)
                {
                    return e.Issues[0];
                }
        }
    }

    private static void CheckClock(Magento2Client client, HttpAnswer answer, List<Issue> issues)
    {
        var at = new SourcePosition(answer.Address);
        if (answer.Date is not { } date)
        {
            issues.Add(new(Magento2Errors.NoDate, "The answer has no Date header.", at));
        }
        else if (client.Settings.Auth == Magento2Auth.Oauth && (date - client.World.UtcNow).Duration() > ClockTolerance)
        {
            issues.Add(new(Magento2Errors.ClockDiffers,
                FormattableString.Invariant($"The shop's clock says {date:yyyy-MM-dd HH:mm:ss} UTC, ours {client.World.UtcNow:yyyy-MM-dd HH:mm:ss}."), at));
        }
    }

    private static async Task CheckProductStoreAsync(Magento2Client client, List<Issue> issues, CancellationToken cancellation)
    {
        var store = client.Settings.ProductStore;
        if (store != Magento2Client.AllStores && await client.Directory.ViewAsync(store, cancellation) is null)
        {
            issues.Add(new(Magento2Errors.UnknownStore, $"The shop has no store view \"{store}\".", Field: "product-store"));
        }
    }
}
