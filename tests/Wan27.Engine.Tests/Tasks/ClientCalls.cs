using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>Judges and sends in one go, as a cmdlet does that is not asked to confirm.</summary>
internal static class ClientCalls
{
    public static async Task<WanTask> StartAsync(this WanClient client, RouteRequest request, SubmitOptions options, IStepLog log, CancellationToken ct)
        => await client.StartAsync(await client.JudgeAsync(request, options, ct), log, ct);

    public static async Task<IReadOnlyList<WanImageResult>> GenerateAsync(this WanClient client, RouteRequest request, SubmitOptions options, IStepLog log, CancellationToken ct)
        => await client.GenerateAsync(await client.JudgeAsync(request, options, ct), log, ct);
}
