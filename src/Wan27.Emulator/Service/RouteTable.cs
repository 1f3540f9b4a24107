using Wan27.Emulator.Facades;

namespace Wan27.Emulator.Service;

/// <summary>Finds who answers a method and a path.</summary>
internal sealed class RouteTable
{
    private readonly Premises _premises;
    private readonly SubmitDesk _submit;
    private readonly TaskDesk _task;
    private readonly ListDesk _list;
    private readonly UploadDesk _upload;
    private readonly ResultDesk _result;
    private readonly ModelDesk _model;
    private readonly IReadOnlyList<IFacade> _facades;

    public RouteTable(Premises premises)
    {
        _premises = premises;
        _submit = new(premises);
        _task = new(premises);
        _list = new(premises);
        _upload = new(premises);
        _result = new(premises);
        _model = new(premises);
        _facades = FacadeList.Of(premises);
    }

    public RouteMatch Find(string method, string path)
        => _facades.FirstOrDefault(facade => path.StartsWith($"/{facade.Name}/", StringComparison.Ordinal)) is { } facade
            ? FindBelow(facade, method, path)
            : FindOwn(method, path);

    /// <summary>What a wrapper provider is asked, or what lies in its storage.</summary>
    private RouteMatch FindBelow(IFacade facade, string method, string path)
        => method is "GET" or "HEAD" && _premises.Results.Find(path) is { } result
            ? new(method == "GET" ? Operations.ResultGet : Operations.ResultHead, _result.GetAsync) { TaskId = result.TaskId }
            : facade.Find(method, path[(facade.Name.Length + 1)..]) with { Problem = facade.Problem };

    private RouteMatch FindOwn(string method, string path)
        => method switch
        {
            "POST" => FindPost(path),
            "GET" => FindGet(path),
            "HEAD" when path.StartsWith(ResultStore.Prefix, StringComparison.Ordinal) => new(Operations.ResultHead, _result.GetAsync),
            "HEAD" when path.StartsWith(SampleMediaPrefix, StringComparison.Ordinal) => new(Operations.MediaGet, ResultDesk.MediaAsync),
            _ => Nothing,
        };

    private const string SampleMediaPrefix = Media.SampleMedia.Prefix;

    private static RouteMatch Nothing { get; }
        = new(Operations.Unknown, static _ => throw new ServiceRefusal(404, "NotFound", "The requested resource does not exist."));

    private RouteMatch FindPost(string path)
    {
        var contract = _premises.Contract;
        if (path == contract.ApiPath("imageSync"))
        {
            return new(Operations.ImageSync, _submit.ImageSyncAsync) { ReadsJson = true };
        }

        if (path == contract.ApiPath("imageAsync"))
        {
            return new(Operations.ImageAsync, _submit.ImageAsync) { ReadsJson = true };
        }

        if (path == contract.ApiPath("videoSynthesis"))
        {
            return new(Operations.VideoSubmit, _submit.VideoAsync) { ReadsJson = true };
        }

        if (path == UploadStore.Path)
        {
            return new(Operations.UploadPost, _upload.PostAsync);
        }

        return TaskOf(path) is [var id, "cancel"] ? new(Operations.TaskCancel, _task.CancelAsync) { TaskId = id } : Nothing;
    }

    private RouteMatch FindGet(string path)
    {
        var contract = _premises.Contract;
        if (path == contract.ApiPath("uploads"))
        {
            return new(Operations.UploadPolicy, _upload.PolicyAsync);
        }

        if (path == contract.BasePath + "/models")
        {
            return new(Operations.ModelsList, _model.ListAsync);
        }

        if (path == contract.BasePath + "/models/limits")
        {
            return new(Operations.ModelsLimits, _model.LimitsAsync);
        }

        if (path.StartsWith(ResultStore.Prefix, StringComparison.Ordinal))
        {
            return new(Operations.ResultGet, _result.GetAsync) { TaskId = _premises.Results.Find(path)?.TaskId };
        }

        if (path.StartsWith(SampleMediaPrefix, StringComparison.Ordinal))
        {
            return new(Operations.MediaGet, ResultDesk.MediaAsync);
        }

        if (path == contract.ApiPath("tasks") || path == contract.ApiPath("tasks").TrimEnd('/'))
        {
            return new(Operations.TaskList, _list.ListAsync);
        }

        return TaskOf(path) is [var id] ? new(Operations.TaskQuery, _task.QueryAsync) { TaskId = id } : Nothing;
    }

    private string[] TaskOf(string path)
    {
        var prefix = _premises.Contract.ApiPath("tasks");
        return path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..].Split('/') : [];
    }
}
