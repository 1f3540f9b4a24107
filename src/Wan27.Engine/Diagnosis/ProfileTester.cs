using System.Globalization;
using System.Runtime.CompilerServices;
using Wan27.Engine.Checking;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Stores;

namespace Wan27.Engine.Diagnosis;

/// <summary>
/// Checks a bundle in the order in which a failing integration is searched. Every call is free, none can create anything, and the key goes
/// to the profile's own endpoint only, unless the user asks for the other region.
/// </summary>
internal sealed class ProfileTester
{
    private readonly ProbeLines _lines;
    private readonly StoredProfile _profile;
    private readonly ProfileCatalogue _catalogue;
    private readonly Func<WanRegion, Uri> _sharedHost;
    private readonly ContractView _contract;
    private readonly ProviderEntry _provider;
    private readonly Uri _address;
    private readonly Bundle? _bundle;
    private readonly WanException? _noKey;
    private readonly StoreEntry? _uploads;
    private readonly WanException? _noUploads;

    /// <param name="lines">Connections, clock and rates.</param>
    /// <param name="catalogue">The user's profiles, for a key that another region has too.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="readSecret">Reads a key from a vault; called here and never later.</param>
    /// <param name="sharedHost">Base address of a region's shared host; the contract's when null.</param>
    public ProfileTester(ProbeLines lines, ProfileCatalogue catalogue, StoredProfile profile, Func<KeySource, string?>? readSecret, Func<WanRegion, Uri>? sharedHost = null)
    {
        _lines = lines;
        _catalogue = catalogue;
        _profile = profile;
        _contract = ProfileContract.Of(profile, catalogue.Contract);
        _provider = _contract.Data.FindProvider(profile.Provider) ?? _contract.Data.MainProvider;
        _sharedHost = sharedHost ?? (region => new Uri($"https://{_contract.Data.Region(region).HostFor(null)}{_contract.Data.Api.BasePath}"));
        _address = EndpointRules.BaseAddress(profile, _contract.Data);
        try
        {
            _bundle = Bundle.Resolve(profile, readSecret, catalogue.Contract);
        }
        catch (WanException unreadable)
        {
            _noKey = unreadable;
        }

        try
        {
            _uploads = profile.UploadStore is { } store ? StoreCatalogue.ForUser().Find(store) : null;
            _ = _uploads is null ? null : StoreKeys.Read(_uploads, readSecret);
        }
        catch (WanException unusable)
        {
            _noUploads = unusable;
        }
    }

    /// <summary>The checks, each as soon as it is done.</summary>
    public async IAsyncEnumerable<WanProfileCheck> RunAsync(ProfileTestOptions options, [EnumeratorCancellation] CancellationToken ct)
    {
        yield return Route();
        yield return Region();

        var http = _lines.Http(_profile.Proxy, _bundle?.Key);
        var facts = await new EndpointProbe(http, _lines.Time).LookAsync(_address, _lines.ProviderOf(_profile.Provider).QuietPath(_contract.Data), _profile.Proxy, _contract.Seconds("http.query.timeout.seconds"), ct);
        var probe = _bundle is null || facts.Fault is not null ? null : Probe(http, _bundle);
        var verdict = probe is null ? new KeyVerdict(null, (_noKey ?? facts.Fault)!.Error) : await probe.AskKeyAsync(facts.Status, ct);
        yield return Key(verdict);
        if (options.ProbeRegions)
        {
            yield return await OtherRegionAsync(http, verdict, ct);
        }

        yield return Endpoint(facts, verdict);
        var usable = verdict.Accepted == true ? probe : null;
        yield return usable is null ? NotAsked("Model") : await ModelAsync(usable, ct);
        yield return usable is null ? NotAsked("Limits") : await LimitsAsync(usable, ct);
        yield return Storage(options.Destination);
        if (_profile.UploadStore is not null)
        {
            yield return Uploads();
        }
    }

    private IEnumerable<string> Offered => WanRoutes.All.Where(_contract.Data.Offers);

    private WanProfileCheck Route()
    {
        var models = WanRoutes.All.Select(route => $"{route}: {(_contract.Data.Offers(route) ? _contract.ModelOf(route) : "not offered")}");
        var unknown = Offered.Select(_contract.ModelOf).Where(model => _contract.Data.FindModel(model) is null).ToArray();
        return unknown.Length == 0
            ? Row("Route", WanCheckStatus.Passed, string.Join("; ", models) + ".")
            : Row("Route", WanCheckStatus.Warning, $"{string.Join("; ", models)}. This module does not know {string.Join(", ", unknown)}.",
                $"If that is a slip of the pen: Set-WanProfile {_profile.Name} -Model @{{}}", WanBoundary.Route);
    }

    private WanProfileCheck Region()
    {
        if (_bundle is not null && _catalogue.FindSharedKey(_profile, _bundle.Key) is { } other)
        {
            return _profile.Region is not null && other.Region is not null
                ? Row("Region", WanCheckStatus.Failed, $"Profile '{other.Name}' has the same key under {other.Region}; a key works only in the region that made it.",
                    "Give each profile the key of its own region; -ProbeRegions says which one this key is of.", WanBoundary.Region)
                : Row("Region", WanCheckStatus.Failed, $"Profile '{other.Name}' has the same key for {other.Provider}; a key works only at the provider that made it.",
                    "Give each profile a key of its own provider.", WanBoundary.Region);
        }

        var host = _address.Authority;
        if (_profile.Region is not { } own)
        {
            return Row("Region", WanCheckStatus.Passed, _profile.Endpoint is null
                ? $"{_provider.Name} has no regions; {host} is its host."
                : $"{_provider.Name} has no regions; {host} is an address of your own.");
        }

        var region = _contract.Data.Region(own);
        return Row("Region", WanCheckStatus.Passed, region.Owns(_address.Host)
            ? $"{host} is {(_profile.WorkspaceId is null ? "the shared host" : "a workspace host")} of {_profile.Region} ({region.Id})."
            : $"{host} is an address of your own; it must lead to {_profile.Region} ({region.Id}).");
    }

    private WanProfileCheck Key(KeyVerdict verdict) => verdict switch
    {
        { Accepted: true } => Row("Key", WanCheckStatus.Passed, $"The endpoint accepts the key (fingerprint {_bundle!.Key.Fingerprint})."),
        { Accepted: false } => Row("Key", WanCheckStatus.Failed, verdict.Error!.Message,
            Refused(verdict.Error), verdict.Error.Boundary, verdict.Error.RequestId),
        _ when _noKey is not null => Row("Key", WanCheckStatus.Failed, verdict.Error!.Message, verdict.Error.RecommendedAction, WanBoundary.Key),
        _ => Row("Key", WanCheckStatus.Skipped, $"The endpoint could not be asked: {verdict.Error!.Message}"),
    };

    private string Refused(WanError error)
    {
        const string Probe = "-ProbeRegions";
        var action = Advice.For(error.RecommendedAction, _profile.Name);
        return action?.Contains(Probe, StringComparison.Ordinal) == true ? action : $"{action} Test-WanProfile {_profile.Name} {Probe} asks the other region.";
    }

    private async Task<WanProfileCheck> OtherRegionAsync(HttpMessageInvoker http, KeyVerdict own, CancellationToken ct)
    {
        const string Name = "ProbeRegions";
        if (_bundle is null)
        {
            return Row(Name, WanCheckStatus.Skipped, "There is no key to ask with.");
        }

        var others = _provider.Regions.Select(Enum.Parse<WanRegion>).Where(candidate => candidate != _profile.Region).ToArray();
        if (others is not [var region, ..])
        {
            return Row(Name, WanCheckStatus.Skipped, $"{_provider.Name} has no other region to ask.");
        }

        var address = _sharedHost(region);
        var there = await Probe(http, _bundle.At(region, address)).AskKeyAsync(0, ct);
        return (own.Accepted, there.Accepted) switch
        {
            (_, null) => Row(Name, WanCheckStatus.Skipped, $"{region} ({address.Authority}) could not be asked: {there.Error!.Message}"),
            (true, false) => Row(Name, WanCheckStatus.Passed, $"The key is of {_profile.Region}: {address.Authority} in {region} refuses it."),
            (true, true) => Row(Name, WanCheckStatus.Warning, $"Both {_profile.Region} and {region} ({address.Authority}) accept the key, which is not expected: a gateway may lead elsewhere than its profile says.",
                "Check where Endpoint of the profile leads.", WanBoundary.Region),
            (_, true) => Row(Name, WanCheckStatus.Failed, $"The key is of {region}: {address.Authority} accepts it, and the profile says {_profile.Region}.",
                $"Set-WanProfile {_profile.Name} -Region {region} with the same key source, or give the profile a key of {_profile.Region}.", WanBoundary.Region),
            (false, false) => Row(Name, WanCheckStatus.Failed, $"Neither {_profile.Region} nor {region} ({address.Authority}) accepts the key: it is mistyped, revoked, or of another region or plan.",
                "Make a new key in the console of the region.", WanBoundary.Key),
            _ => Row(Name, WanCheckStatus.Passed, $"{address.Authority} in {region} refuses the key; the profile's own endpoint could not be asked."),
        };
    }

    private WanProfileCheck Endpoint(EndpointFacts facts, KeyVerdict verdict)
    {
        if (facts.Fault is { } fault)
        {
            return Row("Endpoint", WanCheckStatus.Failed, $"{fault.Error.Message}{(facts.Way.Length == 0 ? string.Empty : $" It was tried {facts.Way}.")}", fault.Error.RecommendedAction, WanBoundary.Region);
        }

        if (facts.Status is >= 300 and < 400)
        {
            return Row("Endpoint", WanCheckStatus.Failed, $"{_address.Authority} answers with a redirect ({facts.Status}); the key is never sent on to another address.",
                "Set -Endpoint to the address that answers itself.", WanBoundary.Region);
        }

        if (verdict is { Accepted: null, Error.Boundary: WanBoundary.Region or WanBoundary.Route } && _noKey is null)
        {
            return Row("Endpoint", WanCheckStatus.Failed, $"{_address.Authority} answers, but not as this service does: {verdict.Error.Message}", "Check Endpoint of the profile: host and path, such as /api/v1.", WanBoundary.Region, verdict.Error.RequestId);
        }

        var skew = facts.Skew ?? TimeSpan.Zero;
        if (skew.Duration() > _contract.Seconds("clock.skew.max.seconds"))
        {
            return Row("Endpoint", WanCheckStatus.Failed, $"{_address.Authority} answers {facts.Way}, but this machine's clock is {Span(skew.Duration())} {(skew > TimeSpan.Zero ? "ahead of" : "behind")} the server's.",
                "Set the clock, best by NTP: expiry of results, certificates and every log go by it.", WanBoundary.Region);
        }

        var clock = facts.Skew is null ? "it does not tell its time" : "the clocks agree";
        var security = _address.Scheme == Uri.UriSchemeHttps ? "TLS is in order" : "plain http, on this machine only";
        return Row("Endpoint", WanCheckStatus.Passed, $"{_address.Authority} answers {facts.Way} in {facts.Took.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms; {security}; {clock}.");
    }

    private async Task<WanProfileCheck> ModelAsync(IAccountProbe probe, CancellationToken ct)
    {
        var missing = new List<string>();
        foreach (var model in Offered.Select(_contract.ModelOf).Distinct())
        {
            var listed = await probe.ListsModelAsync(model, ct);
            if (listed.Unknown is { } why)
            {
                return Row("Model", WanCheckStatus.Skipped, why);
            }

            if (listed.Value == false)
            {
                missing.Add(model);
            }
        }

        return missing.Count == 0
            ? Row("Model", WanCheckStatus.Passed, $"Listed: {string.Join(", ", Offered.Select(_contract.ModelOf))}.")
            : Row("Model", WanCheckStatus.Failed, $"Not in the endpoint's list of models: {string.Join(", ", missing)}.",
                "Check that model, region and endpoint belong together, and that the workspace of the key may use the model.", WanBoundary.Route);
    }

    private async Task<WanProfileCheck> LimitsAsync(IAccountProbe probe, CancellationToken ct)
    {
        var model = _contract.ModelOf(WanRoutes.ImageToVideo);
        var fact = await probe.SubmitsPerSecondAsync(model, ct);
        if (fact.Value is not { } allowed)
        {
            return Row("Limits", WanCheckStatus.Skipped, fact.Unknown!.EndsWith('.') ? fact.Unknown : $"{fact.Unknown}; {Rates()}.");
        }

        return _bundle!.SubmitRate > allowed
            ? Row("Limits", WanCheckStatus.Warning, $"The account may submit {Number(allowed)} jobs/s of {model}; {Rates()}.", $"Set-WanProfile {_profile.Name} -SubmitRate {Number(allowed)}", WanBoundary.Quota)
            : Row("Limits", WanCheckStatus.Passed, $"The account may submit {Number(allowed)} jobs/s of {model}; {Rates()}.");
    }

    private WanProfileCheck Storage(string destination)
    {
        try
        {
            StorageProbe.Look(WanHome.StateFolder);
            if (_profile.LogPath is { } log && StorageProbe.WhyNot(log) is { } noLog)
            {
                return Row("Storage", WanCheckStatus.Failed, $"The log of the profile cannot be written to '{log}': {noLog}",
                    $"Mend the folder or its rights, or name another one: Set-WanProfile {_profile.Name} -LogPath (an empty one keeps no log).", WanBoundary.Storage);
            }

            var free = StorageProbe.Look(destination);
            var room = free is { } bytes ? $"{Number(Math.Round(bytes / 1e9, 1))} GB free" : "free space unknown";
            return free < _contract.Number("storage.free.warning.bytes")
                ? Row("Storage", WanCheckStatus.Warning, $"'{destination}' can be written to, but there is little room: {room}.", "Free some space or choose another -Destination.", WanBoundary.Storage)
                : Row("Storage", WanCheckStatus.Passed, $"'{destination}' can be written to; {room}.");
        }
        catch (WanException refused)
        {
            return Row("Storage", WanCheckStatus.Failed, refused.Message, refused.Error.RecommendedAction, WanBoundary.Storage);
        }
    }

    /// <summary>The store that local files go to, as far as it can be known without asking it; Test-WanStore asks it.</summary>
    private WanProfileCheck Uploads()
    {
        const string Name = "Uploads";
        if (_noUploads is not null)
        {
            return Row(Name, WanCheckStatus.Failed, _noUploads.Message, _noUploads.Error.RecommendedAction, WanBoundary.Storage);
        }

        var server = StorePlace.Of(_uploads!).Endpoint;
        var where = $"Local files go to store '{_uploads!.Name}' (bucket {_uploads.Bucket} at {server.Authority})";
        return StoreReach.Find(new UploadPlace(_uploads.Name, server), _address) is { } reach
            ? Row(Name, reach.IsSure ? WanCheckStatus.Failed : WanCheckStatus.Warning, $"{where}, which {reach.Text} fetch them.",
                $"Name a store that the internet reaches: Set-WanProfile {_profile.Name} -UploadStore", WanBoundary.Storage)
            : Row(Name, WanCheckStatus.Passed, $"{where}.");
    }

    private IAccountProbe Probe(HttpMessageInvoker http, Bundle bundle)
        => _lines.ProviderOf(_profile.Provider).Probe(new ProviderConnection(http, bundle, _lines.Time, _lines.Gate, _lines.Uploads));

    private WanProfileCheck NotAsked(string check) => Row(check, WanCheckStatus.Skipped, "Needs a key that the endpoint accepts.");

    private string Rates()
        => $"the profile keeps to {Number(_profile.SubmitRate ?? _contract.Number("rate.submit.perSecond"))} submits/s and {Number(_profile.QueryRate ?? _contract.Number("rate.query.perSecond"))} queries/s";

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    // A server's time is whole seconds: an hour may come out a fraction short.
    private static string Span(TimeSpan span)
        => span.TotalMinutes >= 59.5 ? $"{span.TotalHours.ToString("0.#", CultureInfo.InvariantCulture)} h" : $"{span.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} min";

    private WanProfileCheck Row(string check, WanCheckStatus status, string detail, string? fix = null, WanBoundary? boundary = null, string? requestId = null) => new()
    {
        Check = check,
        Status = status,
        Detail = detail,
        Fix = fix,
        Boundary = status is WanCheckStatus.Failed or WanCheckStatus.Warning ? boundary : null,
        RequestId = requestId,
        Profile = _profile.Name,
        Provider = _profile.Provider,
        Owner = _provider.Owner,
        Contract = _provider.Contract,
        Region = _profile.Region,
        Endpoint = _address.AbsoluteUri.TrimEnd('/'),
        KeySource = _profile.Key.ToString(),
    };
}
