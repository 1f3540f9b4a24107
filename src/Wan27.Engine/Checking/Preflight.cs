using System.Collections.Concurrent;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Providers;
using Wan27.Engine.Records;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Checking;

/// <summary>
/// Holds a request and its media against every rule, all at once. One instance serves one batch: it remembers the files it has read.
/// </summary>
internal sealed class Preflight(TimeProvider? time = null)
{
    /// <summary>Media of one request looked at together; more would only have ffmpeg fight for the processor.</summary>
    private const int Together = 4;

    private static readonly Lazy<HttpClient> Http = new(static () => new HttpClient(new SocketsHttpHandler { Proxy = ProxySettings.Of(own: null), UseCookies = false, ConnectTimeout = RemoteMedia.Patience, MaxAutomaticRedirections = 5 }));

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ProbeMemory _files = new();
    private readonly StoredProbe _objects = new(time ?? TimeProvider.System);
    private readonly ConcurrentDictionary<(MediaRole Role, string Subject, MediaFacts Facts), Lazy<Task<IReadOnlyList<WanCheck>>>> _decoded = new();
    private readonly Lazy<DeepProbe> _deep = new(static () => new DeepProbe(FfmpegTools.Find()));

    /// <summary>Every check of the request. Nothing is sent to the provider.</summary>
    public async Task<PreflightResult> CheckAsync(RouteRequest request, ContractView contract, PreflightOptions options, CancellationToken ct)
    {
        var own = ProviderRules.Check(request, contract);
        var parts = own.Any(static check => check.Rule == ProviderRules.Route) ? [] : request.Media.Distinct().ToArray();
        var readings = new MediaReading[parts.Length];
        if (parts.All(part => IsAtHand(part.Source, options)))
        {
            for (var i = 0; i < parts.Length; i++)
            {
                await ReadPartAsync(i, ct);
            }
        }
        else
        {
            await Parallel.ForAsync(0, parts.Length, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = ct }, ReadPartAsync);
        }

        var media = new MediaReadings(parts.Zip(readings).ToDictionary(static pair => pair.First, static pair => pair.Second));
        return new PreflightResult(
            [.. ProviderRules.Join(own, [.. request.Check(contract), .. parts.Select(Misread).OfType<WanCheck>(), .. readings.SelectMany(static reading => reading.Checks), .. request.CheckJob(media, contract)])],
            request.Forecast(contract, media))
        {
            Refusal = readings.Select(static reading => reading.Refusal).FirstOrDefault(static refusal => refusal is not null),
        };

        async ValueTask ReadPartAsync(int i, CancellationToken token)
        {
            var role = RouteCatalogue.Find(request.Route)?.FindRole(parts[i].Type) ?? throw new InvalidOperationException($"The route {request.Route} has no role for {parts[i].Type}.");
            readings[i] = await ReadAsync(parts[i], role, contract, options, token);
        }
    }

    /// <summary>True where nothing has to be opened in order to judge: neither a file nor anything at another place.</summary>
    public static bool IsAtHand(MediaSource source, PreflightOptions options) => source.Path is null && source.Stored is null && !options.Deep;

    /// <summary>The checks as a report under a bundle, which may lack a profile.</summary>
    public async Task<(WanPreflightReport Report, BilledForecast Billed)> ReportAsync(RouteRequest request, ContractView contract, WanBundle bundle, PreflightOptions options, CancellationToken ct)
    {
        request = request.For(contract);
        var result = await CheckAsync(request, contract, options, ct);
        var report = new WanPreflightReport
        {
            Input = Summary(request),
            Prompt = request.Prompt,
            Resolution = request.ResolutionText(contract),
            Billed = result.Billed.Text,
            BilledUnits = result.Billed.Expected,
            BilledUnitsLow = result.Billed.Low,
            BilledUnitsHigh = result.Billed.High,
            BilledUnit = result.Billed.Unit,
            Checks = result.Checks,
        }.Under(bundle with { Route = request.Route, Model = request.Model });
        return (report, result.Billed);
    }

    /// <summary>The report on an input that could not even be read as a request.</summary>
    public static WanPreflightReport Refused(string route, string model, WanBundle bundle, WanError error, string? input) => new WanPreflightReport
    {
        Input = input is { Length: > 0 } ? input : "no input",
        Billed = "nothing",
        BilledUnits = 0,
        BilledUnitsLow = 0,
        BilledUnitsHigh = 0,
        BilledUnit = RouteCatalogue.Find(route)?.BilledUnit ?? "second",
        Checks = [new WanCheck { Rule = error.ErrorId, Subject = "Input", Status = WanCheckStatus.Failed, Message = error.Message, Fix = error.RecommendedAction }],
    }.Under(bundle with { Route = route, Model = model });

    private static string Summary(RouteRequest request)
        => request.Media.Count == 0
            ? request.Prompt is { Length: > 0 } prompt ? $"'{(prompt.Length > 60 ? prompt[..60] + "..." : prompt)}'" : "no input"
            : string.Join(", ", request.Media.Select(static part => $"{part.Type} {Name(part.Source)}"));

    /// <summary>A name that was read in the wrong encoding belongs to another file, or to none.</summary>
    private static WanCheck? Misread(MediaPart part) => part.Source.IsDataUri ? null : MisreadText.Check($"The path of {part.Type}", part.Source.Path ?? part.Source.Stored?.Uri ?? part.Source.Url);

    private static string Name(MediaSource source) => source.Path is { } path ? Path.GetFileName(path) : source.Stored?.Name ?? source.Display;

    private async Task<MediaReading> ReadAsync(MediaPart part, MediaRole role, ContractView contract, PreflightOptions options, CancellationToken ct)
    {
        var subject = $"{role.Name} {Name(part.Source)}";
        if (part.Source.Path is { } path)
        {
            return await ReadFileAsync(role, subject, path, contract, options, ct);
        }

        if (part.Source.Stored is { } stored)
        {
            return await ReadObjectAsync(role, subject, stored, part.Source.Version, contract, options, ct);
        }

        var unread = new MediaFacts { Path = part.Source.Display, IsPartial = true };
        if (MediaForm.Check(part, contract).Any())
        {
            // The address itself has been found wrong; the request says so.
            return new MediaReading(role, subject, unread, []);
        }

        if (part.Source.IsDataUri)
        {
            return ReadDataUri(role, subject, part.Source, contract);
        }

        var url = part.Source.Url!;
        var validity = UrlValidity.Check(role, subject, url, contract, _time.GetUtcNow());
        if (!options.Deep || validity?.Status == WanCheckStatus.Failed)
        {
            return new MediaReading(role, subject, unread, [.. With(validity, RemoteMedia.CheckAddress(role, subject, url, contract))]);
        }

        var (facts, checks) = await RemoteMedia.InspectHeadAsync(role, subject, url, Http.Value, contract, ct);
        return new MediaReading(role, subject, facts ?? unread, [.. With(validity, checks)]);
    }

    private static IEnumerable<WanCheck> With(WanCheck? first, IEnumerable<WanCheck> rest) => first is null ? rest : rest.Prepend(first);

    private async Task<MediaReading> ReadFileAsync(MediaRole role, string subject, string path, ContractView contract, PreflightOptions options, CancellationToken ct)
    {
        var facts = await _files.ReadAsync(path, ct);
        if (facts.Problems.Any(static problem => problem.HidesContent))
        {
            // A file that is not where it was looked for is found by its whole path.
            subject = $"{role.Name} {path}";
        }

        var checks = MediaRules.Check(role, subject, facts, contract);
        if (options.Deep)
        {
            checks = checks.Concat(await _decoded.GetOrAdd((role, subject, facts), key => new(() => _deep.Value.CheckAsync(key.Role, key.Subject, key.Facts, contract, ct))).Value);
        }

        return new MediaReading(role, subject, facts, options.Uploads is { } uploads ? [.. With(StoreReach.Check(role, subject, "goes to", uploads, options.Service), checks)] : [.. checks]);
    }

    private async Task<MediaReading> ReadObjectAsync(MediaRole role, string subject, IStoredMedia stored, StoredVersion? version, ContractView contract, PreflightOptions options, CancellationToken ct)
    {
        var unread = new MediaFacts { Path = stored.Uri, IsStored = true, IsPartial = true };
        var found = new[] { StoreReach.Check(role, subject, "lies in", new UploadPlace(stored.Store, stored.Server), options.Service), UrlValidity.CheckKeys(role, subject, stored.Store, stored.KeysEndAt, contract, _time.GetUtcNow()) }.OfType<WanCheck>().ToArray();
        MediaFacts facts;
        try
        {
            facts = await _objects.ReadAsync(stored, version ?? await stored.LookAsync(ct), contract.Seconds("input.store.seconds.max"), ct);
        }
        catch (WanException refused)
        {
            var refusal = new WanCheck { Rule = refused.Error.ErrorId, Subject = subject, Status = WanCheckStatus.Failed, Message = refused.Error.Message, Fix = refused.Error.RecommendedAction };
            return new MediaReading(role, subject, unread, [refusal, .. found]) { Refusal = refused };
        }

        if (facts.Problems.Any(static problem => problem.HidesContent))
        {
            subject = $"{role.Name} {stored.Uri}";
        }

        var checks = MediaRules.Check(role, subject, facts, contract);
        if (options.Deep)
        {
            checks = checks.Append(new WanCheck
            {
                Rule = $"{role.Group}.decodes",
                Subject = subject,
                Status = WanCheckStatus.Skipped,
                Actual = "in a store",
                Limit = "decodes",
                Message = $"{subject} was not decoded: it lies in a store.",
                Fix = "Check a copy on disk with -Deep; the other checks stand.",
            });
        }

        return new MediaReading(role, subject, facts, [.. found, .. checks]);
    }

    private static MediaReading ReadDataUri(MediaRole role, string subject, MediaSource source, ContractView contract)
    {
        var unread = new MediaFacts { Path = source.Display, IsPartial = true };
        if (DataUri.Read(source.Url!, stream => MediaProbe.Read(stream, source.Display)) is not { } read)
        {
            return new MediaReading(role, subject, unread,
            [
                new WanCheck
                {
                    Rule = $"{role.Group}.url",
                    Subject = subject,
                    Status = WanCheckStatus.Failed,
                    Actual = "not base64",
                    Limit = "data:<media type>;base64,<content>",
                    Message = $"{subject} holds no base64.",
                    Fix = "Write data:<media type>;base64,<content>, or give a local path.",
                },
            ]);
        }

        var facts = read with { IsPartial = true };
        return new MediaReading(role, subject, facts, [.. MediaRules.Check(role, subject, facts, contract)]);
    }
}
