using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;
using Wan27.Emulator.Media;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.WaveSpeed;

/// <summary>Predictions of the one documented model, <c>alibaba/wan-2.7/video-edit</c>. A failure is an answer with status 200.</summary>
internal sealed class WaveSpeedPredictions(Premises premises, Func<Exchange, Account> caller)
{
    public const string Model = "alibaba/wan-2.7/video-edit";

    private const long Megabyte = 1024 * 1024;

    // The least tier of an account.
    private const int VideosPerMinute = 5;
    private const string MediaRefused = "Unable to access the provided media URL";
    private const int MediaCode = 1402;
    private const int TaskCode = 1403;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly ResultPlace Place = new("/wavespeed/generated/", TimeSpan.FromDays(1), "token", GoneStatus: 404);
    private static readonly MediaBounds Picture = new([MediaFormat.JPEG, MediaFormat.PNG, MediaFormat.BMP, MediaFormat.WEBP], 20 * Megabyte);
    private static readonly MediaBounds Clip = new([MediaFormat.MP4, MediaFormat.MOV], 100 * Megabyte, 2, 10);

    /// <summary>Words that end a task and that its failure may be told in.</summary>
    private static readonly string[] EndWords = ["cancelled", "timeout", "deleted"];

    private static readonly FieldRule[] Fields =
    [
        FieldRule.Text("prompt", required: true), FieldRule.Url("video", required: true), FieldRule.Urls("images", 3), FieldRule.Text("negative_prompt"),
        FieldRule.Word("resolution", "720p", "1080p"), FieldRule.Whole("duration", 0, 10), FieldRule.Word("audio_setting", "auto", "origin"), FieldRule.Whole("seed", -1, int.MaxValue),
        FieldRule.Flag("enable_sync_mode"),
    ];

    public async Task<HttpResponse> CreateAsync(Exchange exchange)
    {
        var account = caller(exchange);
        if (!premises.IsWithinRate($"wavespeed {account.Id}", VideosPerMinute, Minute))
        {
            throw WaveSpeedAnswers.Refusal(429, "Too Many Requests");
        }

        if (exchange.Body is not { ValueKind: JsonValueKind.Object } body)
        {
            throw WaveSpeedAnswers.Refusal(400, "request body must be a JSON object");
        }

        var fields = new BodyFields(body);
        var problems = fields.Check(Fields);
        premises.Log.Update(exchange.Sequence, entry => entry with
        {
            UnknownFields = [.. problems.Where(static problem => problem.Flaw == FieldFlaw.Unknown).Select(static problem => problem.Field)],
        });
        if (problems is [var problem, ..])
        {
            throw WaveSpeedAnswers.Refusal(400, WaveSpeedAnswers.TextOf(problem));
        }

        var (source, failure) = await LookAsync(fields);
        var task = new FacadeTask
        {
            Id = "pred_" + premises.Ids.Hex(10),
            RequestId = exchange.RequestId,
            Account = account,
            Plan = ClipShape.OfEdit(premises.Contract, Model, fields.Text("prompt")!, fields.Text("resolution") == "1080p" ? "1080P" : "720P", null, source, fields.Whole("duration")),
            ApiKeyPath = "",
            SubmittedAt = premises.Now,
            Input = body,
            Failure = exchange.Fault is { Kind: FaultKind.FailTask } fault ? new TaskFailure(fault.Code, fault.Message, fault.Form) : failure,
        };
        premises.Tasks.Add(task);
        premises.Log.Update(exchange.Sequence, entry => entry with { TaskId = task.Id });
        if (fields.Flag("enable_sync_mode") == true && task.EndsAt - premises.Now is { } left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, premises.Options.Time, exchange.Stop);
        }

        return WaveSpeedAnswers.Good(Describe(task, null, premises.Now));
    }

    public Task<HttpResponse> ResultAsync(Exchange exchange)
    {
        var account = caller(exchange);
        var task = premises.Tasks.Find<FacadeTask>(exchange.Route.TaskId!, account) ?? throw WaveSpeedAnswers.Refusal(404, "prediction not found");
        return Task.FromResult(WaveSpeedAnswers.Good(Describe(task, exchange.Fault, premises.Now)));
    }

    private async Task<(MediaFacts? Source, TaskFailure? Failure)> LookAsync(BodyFields fields)
    {
        MediaFacts? source = null;
        foreach (var (url, bounds) in fields.Texts("images").Select(static url => (url, Picture)).Append((fields.Text("video")!, Clip)))
        {
            var look = await premises.Finder.LookAsync(url, dataBytes: 0);
            if ((look.Flaw ?? bounds.FlawOf(look.Facts)) is not null)
            {
                return (null, new TaskFailure(MediaCode.ToString(CultureInfo.InvariantCulture), MediaRefused, FailureForm.Output));
            }

            source = look.Facts;
        }

        return (source, null);
    }

    private JsonObject Describe(FacadeTask task, FaultRule? fault, DateTimeOffset now)
    {
        var scripted = fault?.Kind is FaultKind.FailedOnce ? new TaskFailure(fault.Code, fault.Message, fault.Form) : null;
        var failure = scripted ?? task.Failure;
        var status = fault?.Kind switch
        {
            FaultKind.UnknownOnce => "unknown",
            FaultKind.FailedOnce => "failed",
            FaultKind.CanceledOnce => "cancelled",
            _ => task.StatusAt(now) switch
            {
                "PENDING" => "created",
                "RUNNING" => "processing",
                "SUCCEEDED" => "completed",
                _ => EndWords.Contains(failure?.Code) ? failure!.Code! : "failed",
            },
        };
        var data = new JsonObject
        {
            ["id"] = task.Id,
            ["model"] = Model,
            ["status"] = status,
            ["outputs"] = status == "completed"
                ? new JsonArray([.. task.ResultsFrom(premises.Results, Place).Select(result => JsonValue.Create(premises.Results.UrlOf(result, premises.Url)))])
                : new JsonArray(),
            ["urls"] = new JsonObject { ["get"] = $"{premises.Url.GetLeftPart(UriPartial.Authority)}/wavespeed/api/v3/predictions/{task.Id}/result" },
            ["created_at"] = task.SubmittedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };
        if (status == "completed")
        {
            data["timings"] = new JsonObject { ["inference"] = (long)(task.EndsAt - task.StartsAt).TotalMilliseconds };
        }
        else if (status == "failed")
        {
            data["error"] = failure?.Message ?? FaultAnswer.Message;
            data["code"] = int.TryParse(failure?.Code, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : TaskCode;
        }

        return data;
    }
}
