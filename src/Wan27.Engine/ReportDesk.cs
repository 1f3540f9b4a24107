using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Records;
using Wan27.Engine.Report;
using Wan27.Engine.Results;
using Wan27.Engine.Routes;
using Wan27.Engine.Stores;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine;

/// <summary>Makes the page of a batch out of journal, ledger and files.</summary>
internal sealed class ReportDesk(EngineHost host, UsageDesk usage, StoreCatalogue stores, Func<KeySource, string?> readSecret, IStepLog log)
{
    private const int Together = 2;

    private static readonly TimeSpan LinkLife = TimeSpan.FromDays(7);

    private readonly Dictionary<string, ObjectStore?> _opened = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _embedded = new(StringComparer.Ordinal);
    private readonly List<(string Id, string Path)> _whole = [];

    /// <summary>Writes the page; gives the number of its jobs.</summary>
    public async Task<int> ExportAsync(ReportQuestion question, bool overwrite, CancellationToken ct)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(question.Path))!;
        var rows = await RowsAsync(question, ct);
        OpenStores(question, rows);
        var thumbnails = new Thumbnails();
        if (question.Embed == WanEmbed.Thumbnails && !thumbnails.CanMake && rows.Count > 0)
        {
            question.Warn("ffmpeg is not installed: the page has no thumbnails, and the browser shows the first frame of each clip itself, as long as the files lie where they are.");
        }

        var bills = await usage.BillsAsync(rows.Select(static row => row.LocalId).OfType<string>().ToHashSet(StringComparer.Ordinal), rows.Count == 0 ? null : rows[0].CreatedAt, ct);
        var head = new ReportHead
        {
            Title = string.IsNullOrWhiteSpace(question.Title) ? "Wan27 report" : RecordGuard.Clean(question.Title.Trim()),
            Made = Stamp(host.Time.GetUtcNow())!.Value,
            Since = Stamp(question.Since),
            Until = Stamp(question.Until),
            Version = typeof(ReportDesk).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0",
            Bills = [.. bills.Rows.Select(BillOf)],
            Unpriced = bills.Unpriced,
        };

        var part = Path.Combine(folder, $".{Path.GetFileName(question.Path)}.{Guid.NewGuid():N}.part");
        try
        {
            Directory.CreateDirectory(folder);
            await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 64 * 1024, FileOptions.Asynchronous))
            {
                var jobs = JobsAsync(question, rows, folder, question.Embed == WanEmbed.Thumbnails && thumbnails.CanMake ? thumbnails : null, ct);
                await new ReportWriter(ReportTemplate.Current).WriteAsync(file, head, jobs, _whole, HostsOf(), ct);
                await file.FlushAsync(ct);
                file.Flush(flushToDisk: true);
            }

            DurableMove.Move(part, question.Path, overwrite);
        }
        catch (Exception failed) when (StorageFault.IsStorage(failed))
        {
            throw !overwrite && File.Exists(question.Path) ? StorageErrors.ReportExists(question.Path) : StorageErrors.ReportNotWritten(question.Path, failed.Message, failed);
        }
        finally
        {
            if (File.Exists(part))
            {
                File.Delete(part);
            }
        }

        return rows.Count;
    }

    /// <summary>A job, with what the journal knows of it beside the task.</summary>
    private sealed record Row(WanTask Task, string? LocalId, DateTimeOffset CreatedAt, DateTimeOffset? StoredAt);

    private async Task<IReadOnlyList<Row>> RowsAsync(ReportQuestion question, CancellationToken ct)
    {
        var rows = new List<Row>();
        if (question.Given is { } given)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var item in given)
            {
                if (await RowOfAsync(item, ct) is { } row && seen.Add(row.LocalId ?? row.Task.TaskId ?? (row.Task.Files is [var first, ..] ? first : null) ?? row.Task.ToString()))
                {
                    rows.Add(row);
                }
            }
        }
        else
        {
            var filter = new JournalFilter { States = question.States, Since = question.Since, Before = question.Until, TaskIds = question.TaskIds, Profile = question.Profile };
            rows.AddRange((await host.Journal.QueryAsync(filter, ct)).Select(Of));
        }

        return [.. rows.Where(row => (question.Given is null || question.States.Count == 0 || question.States.Contains(row.Task.State))
            && (question.JobKey?.Invoke(row.Task.JobKey) ?? true)
            && !(question.Since > row.CreatedAt) && !(question.Until <= row.CreatedAt)).OrderBy(static row => row.CreatedAt)];
    }

    private static Row Of(JournalEntry entry) => new(entry.Task, entry.LocalId, entry.CreatedAt, entry.Task.State == WanTaskState.Stored ? entry.UpdatedAt : null);

    /// <summary>What came down the pipeline, as the journal knows it; what it does not know, as it came.</summary>
    private async Task<Row?> RowOfAsync(WanBundle item, CancellationToken ct)
    {
        switch (item)
        {
            case WanTask task:
                var known = task.TaskId is { } id ? await host.Journal.FindByTaskIdAsync(id, task.Endpoint, ct) : task.SubmitId is { } submit ? await host.Journal.FindAsync(submit, ct) : null;
                return known is not null ? Of(known) : new Row(task, null, task.SubmittedAt ?? host.Time.GetUtcNow(), null);
            case WanAsset { TaskId: { } made } asset when await host.Journal.FindByTaskIdAsync(made, asset.Endpoint, ct) is { } entry:
                return Of(entry);
            case WanAsset asset:
                var sidecar = asset.Path is null ? null : Sidecar.Read(asset.Path);
                var picture = new WanTask
                {
                    TaskId = asset.TaskId,
                    State = WanTaskState.Stored,
                    JobKey = asset.JobKey,
                    RequestId = asset.RequestId,
                    Prompt = sidecar?.Request.GetValueOrDefault("prompt") as string,
                    Request = sidecar?.Request ?? new Dictionary<string, object?>(),
                    SubmittedAt = sidecar?.Times.Submitted,
                    Usage = sidecar?.Usage,
                    Files = [asset.Path ?? asset.Uri ?? string.Empty],
                    Warnings = sidecar?.Warnings ?? [],
                }.Under(asset);
                return new Row(picture, null, sidecar?.Times.Submitted ?? asset.StoredAt, asset.StoredAt);
            default:
                return null;
        }
    }

    /// <summary>Jobs in their order, a few of them ahead so that thumbnails are made two at a time.</summary>
    private async IAsyncEnumerable<ReportJob> JobsAsync(ReportQuestion question, IReadOnlyList<Row> rows, string folder, Thumbnails? thumbnails, [EnumeratorCancellation] CancellationToken ct)
    {
        var ahead = Channel.CreateBounded<Task<ReportJob>>(Together);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var feeding = Task.Run(
            async () =>
            {
                foreach (var row in rows)
                {
                    await ahead.Writer.WriteAsync(JobAsync(question, row, folder, thumbnails, stop.Token), stop.Token);
                }

                ahead.Writer.Complete();
            },
            stop.Token);
        try
        {
            var done = 0;
            await foreach (var job in ahead.Reader.ReadAllAsync(ct))
            {
                yield return await job;
                question.Progress?.Invoke(++done, rows.Count);
            }

            await feeding;
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private async Task<ReportJob> JobAsync(ReportQuestion question, Row row, string folder, Thumbnails? thumbnails, CancellationToken ct)
    {
        var task = row.Task;
        var route = RouteCatalogue.Find(task.Route);
        var files = task.Files.Select(file => MediaOf(question, file, folder)).OfType<ReportMedia>().ToArray();
        var inputs = InputsOf(route, task).Select(input => MediaOf(question with { Embed = WanEmbed.None }, input, folder)).OfType<ReportMedia>().ToArray();
        if (thumbnails is not null)
        {
            foreach (var (media, path) in files.Zip(task.Files).Where(static pair => pair.First is { Missing: null, Kind: not "audio" } && Path.IsPathFullyQualified(pair.Second)))
            {
                media.Thumbnail = await thumbnails.MakeAsync(path, ct);
            }
        }

        return new ReportJob
        {
            Id = task.TaskId,
            Key = task.JobKey,
            State = task.State.ToString(),
            Route = route?.Name ?? task.Route,
            Model = task.Model,
            Profile = task.Profile,
            Provider = task.Provider,
            Owner = task.Owner,
            Wrapper = task.Contract == "wrapper_route" ? true : null,
            Region = task.Region?.ToString(),
            Prompt = Clean(task.Prompt),
            Cmdlet = route is null ? null : task.TaskId is null && row.LocalId is null && route.Senders.Count > 1 ? route.Senders[0] : route.Senders[^1],
            Options = OptionsOf(route, task),
            Submitted = Stamp(task.SubmittedAt),
            Scheduled = Stamp(task.ScheduledAt),
            Ended = Stamp(task.EndedAt),
            Stored = Stamp(row.StoredAt),
            Units = task.Usage?.BilledUnits,
            Unit = task.Usage?.Unit,
            RequestId = task.RequestId,
            Inputs = inputs.Length > 0 ? inputs : null,
            Files = files.Length > 0 ? files : null,
            Error = task.Error is { } error
                ? new ReportError(error.ErrorId, error.Boundary.ToString(), RecordGuard.Clean(error.Message))
                {
                    Action = Clean(error.RecommendedAction),
                    Code = Clean(error.Code),
                    ProviderMessage = Clean(error.ProviderMessage),
                    RequestId = error.RequestId,
                }
                : null,
            Warnings = task.Warnings.Count > 0 ? [.. task.Warnings.Select(RecordGuard.Clean)] : null,
        };
    }

    /// <summary>What was asked for, by parameters, so that the same cmdlet makes the job again. Media are lists where the parameter is one.</summary>
    private static Dictionary<string, object?> OptionsOf(RouteDescriptor? route, WanTask task)
    {
        var options = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (word, value) in task.Request.Where(static pair => pair.Key is not ("prompt" or "media" or "model")))
        {
            var option = route?.Options.FirstOrDefault(option => option.Word == word);
            options[option?.Name ?? word] = option?.Name.StartsWith("No", StringComparison.Ordinal) == true && value is bool sent ? !sent : value;
        }

        foreach (var group in MediaIn(task).GroupBy(static part => part.Type, StringComparer.Ordinal))
        {
            var places = group.Select(static part => Bare(part.Place)).ToArray();
            options[route?.FindRole(group.Key)?.Name ?? group.Key] = places.Length == 1 ? places[0] : places;
        }

        return options;
    }

    /// <summary>The media of a request, as the journal names them: <c>type=place</c>.</summary>
    private static IEnumerable<(string Type, string Place)> MediaIn(WanTask task)
        => (task.Request.GetValueOrDefault("media") as IEnumerable<object?> ?? []).OfType<string>()
            .Select(static text => text.Split('=', 2)).Where(static parts => parts.Length == 2).Select(static parts => (parts[0], parts[1]));

    private static IEnumerable<string> InputsOf(RouteDescriptor? route, WanTask task)
        => route?.Name == WanRoutes.VideoEdit ? MediaIn(task).Where(part => route.FindRole(part.Type)?.Kind == Media.MediaKind.Video).Select(static part => part.Place) : [];

    private ReportMedia? MediaOf(ReportQuestion question, string place, string folder)
    {
        // A question mark is a letter of a file's name, and the end of an address.
        var bare = Path.IsPathFullyQualified(place) ? place : place.Split('?')[0];
        var name = bare.TrimEnd('/');
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        if (ReportPlaces.KindOf(bare) is not { } kind)
        {
            return null;
        }

        var media = new ReportMedia { Name = name, Kind = kind.Kind };
        if (!Path.IsPathFullyQualified(place))
        {
            // Nothing is loaded from a network but what the user has asked a link for.
            var signed = question.LinksToStores ? SignedLink(place) : null;
            return media with { Place = Bare(place), Href = signed?.Url, Until = signed?.Until };
        }

        if (!File.Exists(place))
        {
            return media with { Place = place, Missing = true };
        }

        var sidecar = Sidecar.Read(place);
        return media with
        {
            Href = ReportPlaces.Href(place, folder),
            Bytes = new FileInfo(place).Length,
            Sha256 = sidecar?.File.Sha256,
            Sidecar = sidecar is null ? null : ReportPlaces.Href(Sidecar.PathFor(place), folder),
            Embedded = question.Embed == WanEmbed.All ? EmbeddedAs(place) : null,
            MediaType = question.Embed == WanEmbed.All ? kind.MediaType : null,
        };
    }

    private string EmbeddedAs(string path)
    {
        lock (_embedded)
        {
            if (!_embedded.TryGetValue(path, out var id))
            {
                id = _embedded[path] = $"file{_whole.Count}";
                _whole.Add((id, path));
            }

            return id;
        }
    }

    private void OpenStores(ReportQuestion question, IReadOnlyList<Row> rows)
    {
        if (!question.LinksToStores)
        {
            return;
        }

        foreach (var bucket in rows.SelectMany(static row => row.Task.Files).Where(StoreReference.Is).Select(static file => file.Split('/')[2]).Distinct(StringComparer.Ordinal))
        {
            var entry = stores.List().FirstOrDefault(store => store.Bucket == bucket);
            if (entry is null)
            {
                question.Warn($"No store has the bucket '{bucket}': its objects have no links.");
            }

            _opened[bucket] = entry is null ? null : host.OpenStore(stores.Find(entry.Name), readSecret, log);
        }
    }

    private (string Url, long Until)? SignedLink(string place)
        => StoreReference.Is(place) && place.Split('/', 4) is [_, _, var bucket, var key] && _opened.GetValueOrDefault(bucket) is { } store
            ? (store.Sign(key, LinkLife), Stamp(Earlier(host.Time.GetUtcNow() + LinkLife, store.KeysEndAt))!.Value)
            : null;

    private IEnumerable<string> HostsOf() => _opened.Values.OfType<ObjectStore>().Select(store => new Uri(store.Sign("any", LinkLife)).GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;

    private static ReportBill BillOf(WanUsageRow row) => new(row.Owner ?? row.Provider, row.Unit, row.Units, row.Jobs)
    {
        Wrapper = row.Contract == "wrapper_route" ? true : null,
        Reckoned = row.Reckoned > 0 ? row.Reckoned : null,
        InFlight = row.InFlight > 0 ? row.InFlight : null,
        Unclear = row.Unclear > 0 ? row.Unclear : null,
        Amount = row.Amount,
        Currency = row.Currency,
        Source = row.PriceSource,
        Checked = row.PriceChecked?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>An address without what may be a signature.</summary>
    private static string Bare(string place) => Uri.TryCreate(place, UriKind.Absolute, out var address) && !address.IsFile && address.Query.Length > 0 ? BareUrl.Of(address) : place;

    private static string? Clean(string? text) => text is null ? null : RecordGuard.Clean(text);

    private static long? Stamp(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}
