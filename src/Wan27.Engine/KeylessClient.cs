using Wan27.Engine.Checking;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes;

namespace Wan27.Engine;

/// <summary>What can be done without a key: inputs are checked and made to conform. It remembers the files of its batch.</summary>
/// <param name="contract">The limits that hold.</param>
/// <param name="shown">The bundle without its key; empty without a profile.</param>
/// <param name="time">The clock of the checks.</param>
/// <param name="uploads">The store that local files go to; null where the provider takes them.</param>
/// <param name="prices">The price list of the profile; null without a profile.</param>
internal sealed class KeylessClient(ContractView contract, WanBundle shown, TimeProvider time, UploadPlace? uploads = null, PriceShelf? prices = null)
{
    private readonly Preflight _preflight = new(time);
    private readonly Lazy<MediaConform> _conform = new(static () => new MediaConform(FfmpegTools.Find()));

    /// <summary>The contract as the profile sees it.</summary>
    public ContractView Contract => contract;

    /// <summary>Holds a request against every rule.</summary>
    /// <param name="request">What would be submitted.</param>
    /// <param name="deep">Also decodes local files, and reads the first bytes of remote ones.</param>
    /// <param name="ct">Stops.</param>
    public async Task<WanPreflightReport> ReportAsync(RouteRequest request, bool deep, CancellationToken ct)
    {
        var options = new PreflightOptions { Deep = deep, Service = shown.Endpoint is { } endpoint ? new Uri(endpoint) : null, Uploads = uploads };
        var (report, billed) = await _preflight.ReportAsync(request, contract, shown, options, ct);
        return prices?.CostOf(request.For(contract), billed) is { } cost ? WithCost(report, cost) : report;
    }

    /// <summary>The report with its cost; that there is no amount is a warning, and stops nothing.</summary>
    private static WanPreflightReport WithCost(WanPreflightReport report, WanCost cost) => report with
    {
        Cost = cost,
        Checks = cost.Reason is { } reason
            ? [.. report.Checks, new WanCheck { Rule = "billing.price", Subject = "Price list", Status = WanCheckStatus.Warning, ConcernsBilling = true, Message = $"No amount can be shown: {reason}.", Fix = "Run Test-WanPriceList; Update-WanPriceList reads what the account's endpoint publishes." }]
            : report.Checks,
    };

    /// <summary>The report on an input that could not even be read as a request.</summary>
    public WanPreflightReport ReportUnread(string route, string model, WanError error, string? input) => Preflight.Refused(route, model, shown, error, input);

    /// <summary>Reads the headers of a file.</summary>
    public Task<MediaFacts> LookAsync(string path, CancellationToken ct) => MediaProbe.ReadAsync(path, ct);

    /// <summary>Says how a file is made to conform to a role.</summary>
    public Task<ConformPlan> PlanAsync(MediaFacts facts, MediaRole role, ConformOptions options, CancellationToken ct) => _conform.Value.PlanAsync(facts, role, contract, options, ct);

    /// <summary>Carries a plan out; gives what is to be known of the result.</summary>
    public Task<IReadOnlyList<string>> ConvertAsync(ConformPlan plan, string target, IProgress<double> progress, CancellationToken ct) => _conform.Value.RunAsync(plan, target, progress, ct);
}
