using System.Text.Json.Nodes;
using Wan27.Emulator;
using Wan27.Engine.Tests.Samples;

namespace Wan27.Engine.Tests.Emulator.Facades;

/// <summary>Every sample of a wrapper provider, made to happen: its request is taken, and its answer comes back member by member.</summary>
public sealed class FacadeSampleTests
{
    private const double Task = 10;
    private const double Half = 5;
    private const double Hour = 3600;

    // What the emulator never sends by itself: it calls nobody.
    private static readonly string[] Calls = ["novita_webhook_event"];

    private static readonly Dictionary<string, Func<FacadeRig, string, Task<Reply>>> Scenes = new()
    {
        ["fal_submit_401"] = Sent(),
        ["fal_status_queued"] = static async (rig, name) =>
        {
            await rig.SubmitAsync("fal_submit_i2v");
            return await rig.SendAsync(name, id: await rig.SubmitAsync("fal_submit_i2v"));
        },
        ["fal_status_running"] = After("fal_submit_i2v", Half),
        ["fal_status_completed"] = After("fal_submit_i2v", Task),
        ["fal_status_completed_with_error"] = After("fal_submit_i2v", Task, Failing("runner_disconnected", "Runner disconnected")),
        ["fal_result_video"] = After("fal_submit_i2v", Task),
        ["fal_result_images"] = After("fal_submit_t2i_pro", Task),
        ["fal_result_422_validation"] = After("fal_submit_i2v", Task, change: static body => body["duration"] = "5"),
        ["fal_result_422_moderation"] = After("fal_submit_i2v", Task, Failing("content_policy_violation", "The content was flagged by a content checker.")),
        ["fal_result_422_detail_string"] = After("fal_submit_i2v", Task, Failing(null, "image_url could not be downloaded")),
        ["fal_result_504_infrastructure"] = After("fal_submit_i2v", Task, Failing("request_timeout", "Request timed out")),
        ["fal_result_expired"] = After("fal_submit_i2v", Task + Hour),
        ["fal_cancel_ok"] = After("fal_submit_i2v", 0),
        ["fal_cancel_requested"] = After("fal_submit_i2v", Half),
        ["fal_cancel_too_late"] = After("fal_submit_i2v", Task),
        ["fal_cancel_not_found"] = Sent(),
        ["fal_upload_initiate"] = Sent(),
        ["fal_upload_put"] = static async (rig, _) =>
        {
            var ticket = await rig.SendAsync("fal_upload_initiate");
            return await rig.SendAsync("PUT", ticket.At("upload_url"), new Dictionary<string, string> { ["Content-Type"] = "video/mp4" }, [1, 2, 3]);
        },
        ["replicate_401"] = Sent(),
        ["replicate_402"] = Faulty(new() { Kind = FaultKind.Status, Status = 402, Message = "You have insufficient credit to run this model." }),
        ["replicate_422"] = Sent(),
        ["replicate_429"] = Faulty(new() { Kind = FaultKind.Status, Status = 429 }),
        ["replicate_processing"] = After("replicate_submit_i2v", Half),
        ["replicate_succeeded_video"] = After("replicate_submit_i2v", Task),
        ["replicate_failed"] = After("replicate_submit_i2v", Task, Failing("E1000", "The input was flagged.")),
        ["replicate_aborted"] = After("replicate_submit_i2v", Task, headers: new Dictionary<string, string> { ["Cancel-After"] = "1s" }),
        ["replicate_canceled"] = After("replicate_submit_i2v", Half),
        ["replicate_data_removed"] = After("replicate_submit_i2v", Task + Hour),
        ["replicate_list"] = static async (rig, name) =>
        {
            // The sample asks for what was created since a moment: this one is.
            rig.Pass((new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero) - rig.Service.Clock.GetUtcNow()).TotalSeconds);
            await rig.SubmitAsync("replicate_submit_i2v");
            rig.Pass(Half);
            return await rig.SendAsync(name);
        },
        ["replicate_file_upload"] = static async (rig, _) =>
        {
            var sample = Sample.Wrapper("replicate_file_upload").Root["request"]!;
            using var form = new MultipartFormDataContent();
            var content = new ByteArrayContent([1, 2, 3]);
            content.Headers.TryAddWithoutValidation("Content-Type", "video/mp4");
            form.Add(content, "content", "in.mp4");
            form.Add(new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), "metadata");
            return await rig.Service.SendAsync(
                HttpMethod.Post,
                FacadeRig.PathOf(sample["url"]!.GetValue<string>()),
                key: null,
                change: request =>
                {
                    request.Content = form;
                    request.Headers.TryAddWithoutValidation("Authorization", sample["headers"]!["Authorization"]!.GetValue<string>());
                });
        },
        ["novita_400"] = Sent(),
        ["novita_400_balance"] = Faulty(new() { Kind = FaultKind.Status, Status = 400, Code = "BILLING_BALANCE_NOT_ENOUGH", Message = "insufficient balance" }),
        ["novita_403_key"] = Sent(),
        ["novita_404_task"] = Sent(),
        ["novita_429"] = Faulty(new() { Kind = FaultKind.Status, Status = 429 }),
        ["novita_result_queued"] = After("novita_submit_i2v", 0),
        ["novita_result_processing"] = After("novita_submit_i2v", Half),
        ["novita_result_succeed"] = After("novita_submit_i2v", Task),
        ["novita_result_failed"] = After("novita_submit_i2v", Task, Failing(null, "the input image could not be downloaded")),
        ["novita_result_unknown"] = After("novita_submit_i2v", Half, new() { Kind = FaultKind.UnknownOnce }),
        ["wavespeed_429"] = Faulty(new() { Kind = FaultKind.Status, Status = 429 }),
        ["wavespeed_processing"] = After("wavespeed_submit_edit", Half),
        ["wavespeed_completed"] = After("wavespeed_submit_edit", Task),
        ["wavespeed_failed"] = After("wavespeed_submit_edit", Task, Failing("1402", "Unable to access the provided media URL")),
        ["wavespeed_upload_ticket"] = Sent(),
        ["wavespeed_upload_put"] = static async (rig, _) =>
        {
            var ticket = (await rig.SendAsync("wavespeed_upload_ticket", static body => body["size"] = 3)).Json["data"]!["upload"]!;
            var headers = ticket["headers"]!.AsObject().ToDictionary(static header => header.Key, static header => header.Value!.GetValue<string>());
            return await rig.SendAsync("PUT", ticket["url"]!.GetValue<string>(), headers, [1, 2, 3]);
        },
    };

    /// <summary>All of them: a new sample without a scene is a job that is submitted, or a red test.</summary>
    public static TheoryData<string> Names => [.. Sample.WrapperNames.Except(Calls)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_documented_request_is_answered_as_documented(string name)
    {
        // A picture that is waited for is there at once, since nobody moves the clock meanwhile.
        await using var rig = await FacadeRig.StartAsync(options => options with { TaskSeconds = name == "replicate_submit_image" ? 0 : Task });
        var scene = Scenes.GetValueOrDefault(name) ?? (name.Contains("_submit_", StringComparison.Ordinal) ? Sent() : throw new InvalidOperationException($"No scene for {name}."));

        var reply = await scene(rig, name);

        var response = Sample.Wrapper(name).Root["response"]!;
        Assert.True(response["status"]!.GetValue<int>() == reply.Status, reply.Text);
        if (response["body"] is { } body)
        {
            Assert.Empty(AnswerShape.Differences(body, reply.Json));
        }

        foreach (var (header, value) in response["headers"]!.AsObject().Where(static header => header.Key.StartsWith('X') || header.Key == "Retry-After"))
        {
            Assert.Equal(value!.GetValue<string>(), reply.Headers.GetValueOrDefault(header));
        }

        Assert.All(rig.Server.Log.Entries, static entry => Assert.Empty(entry.UnknownFields));
    }

    private static Func<FacadeRig, string, Task<Reply>> Sent() => static (rig, name) => rig.SendAsync(name);

    private static Func<FacadeRig, string, Task<Reply>> Faulty(FaultRule fault)
        => (rig, name) =>
        {
            rig.Server.Faults.Add(fault);
            return rig.SendAsync(name);
        };

    private static FaultRule Failing(string? code, string message) => new() { Kind = FaultKind.FailTask, Code = code, Message = message };

    /// <summary>A job is submitted, time passes, and the sample's question is asked about it.</summary>
    private static Func<FacadeRig, string, Task<Reply>> After(
        string submit, double seconds, FaultRule? fault = null, Action<JsonObject>? change = null, IReadOnlyDictionary<string, string>? headers = null)
        => async (rig, name) =>
        {
            if (fault is not null)
            {
                rig.Server.Faults.Add(fault);
            }

            var id = await rig.SubmitAsync(submit, change, headers);
            rig.Pass(seconds);
            return await rig.SendAsync(name, id: id);
        };
}
