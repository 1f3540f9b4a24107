using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers.DashScope;
using Wan27.Engine.Tests.Samples;

namespace Wan27.Engine.Tests.Providers;

public sealed class AnswerReaderTests
{
    private static readonly AnswerReader Reader = new(new ContractView(ContractData.Current));

    [Theory]
    [InlineData("image_sync_t2i", 1)]
    [InlineData("image_sync_n2_two_choices", 2)]
    [InlineData("image_sync_sequential", 4)]
    public void Pictures_are_found_in_every_choice_and_every_content(string sample, int count)
    {
        var answer = Sample.Load(sample).Answer;

        Assert.Equal(count, AnswerReader.ReadImageUrls(answer.GetProperty("output")).Count);
        Assert.Equal(count, AnswerReader.ReadUsage(answer)!.BilledUnits);
    }

    [Theory]
    [InlineData("videoedit_task_pending", "PENDING")]
    [InlineData("videoedit_task_running", "RUNNING")]
    [InlineData("i2v_task_succeeded", "SUCCEEDED")]
    [InlineData("videoedit_task_succeeded", "SUCCEEDED")]
    [InlineData("image_async_result", "SUCCEEDED")]
    [InlineData("task_canceled", "CANCELED")]
    [InlineData("task_unknown_expired", "UNKNOWN")]
    [InlineData("videoedit_task_failed", "FAILED")]
    [InlineData("image_async_failed_flat", "FAILED")]
    public void The_providers_word_is_kept(string sample, string status)
        => Assert.Equal(status, Reader.ReadTask(Sample.Load(sample).Answer, DateTimeOffset.UnixEpoch).Status);

    [Fact]
    public void Whole_and_broken_seconds_are_both_read()
    {
        var whole = Reader.ReadTask(Sample.Load("i2v_task_succeeded").Answer, DateTimeOffset.UnixEpoch).Usage!;
        var broken = Reader.ReadTask(Sample.Load("videoedit_task_succeeded").Answer, DateTimeOffset.UnixEpoch).Usage!;

        Assert.Equal((5, 5, "720P", "second"), (whole.BilledUnits, whole.OutputVideoDuration, whole.Resolution, whole.Unit));
        Assert.Equal((10.04, 5.02, 5.02), (broken.BilledUnits, broken.InputVideoDuration, broken.OutputVideoDuration));
    }

    [Theory]
    [InlineData("videoedit_task_failed", "Wan.Media.InvalidParameter.DataInspection")]
    [InlineData("videoedit_task_failed_ip", "Wan.Content.IPInfringementSuspect")]
    [InlineData("videoedit_task_failed_bare", "Wan.Service.TaskFailed")]
    [InlineData("image_async_failed_flat", "Wan.Route.InvalidParameter")]
    [InlineData("image_async_failed_output", "Wan.Content.DataInspectionFailed")]
    [InlineData("task_failed_timeout", "Wan.Async.InternalError.Timeout")]
    public void A_failed_task_keeps_its_reason_wherever_it_sits(string sample, string errorId)
    {
        var answer = Reader.ReadTask(Sample.Load(sample).Answer, DateTimeOffset.UnixEpoch);

        Assert.Equal(errorId, answer.Error!.ErrorId);
        Assert.Equal(answer.RequestId, answer.Error.RequestId);
        Assert.NotNull(answer.RequestId);
    }

    [Fact]
    public void Times_without_a_zone_are_utc_plus_8()
        => Assert.Equal(
            new DateTimeOffset(2026, 11, 5, 2, 0, 3, 576, TimeSpan.Zero),
            Reader.ReadTask(Sample.Load("i2v_task_succeeded").Answer, DateTimeOffset.UnixEpoch).SubmittedAt!.Value.ToUniversalTime());

    [Fact]
    public void A_signed_url_says_itself_when_it_dies()
        => Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1793980800), Reader.ExpiryOf("https://x.example/v.mp4?Expires=1793980800&Signature=s", DateTimeOffset.UnixEpoch));

    [Fact]
    public void A_url_that_says_nothing_lives_as_long_as_the_contract_says()
        => Assert.Equal(DateTimeOffset.UnixEpoch.AddHours(24), Reader.ExpiryOf("https://x.example/v.mp4", DateTimeOffset.UnixEpoch));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"output":{}}""")]
    [InlineData("""{"output":[]}""")]
    public void An_answer_without_status_and_error_is_not_taken_for_a_state(string json)
        => Assert.Throws<InvalidDataException>(() => Reader.ReadTask(JsonDocument.Parse(json).RootElement, DateTimeOffset.UnixEpoch));

    [Theory]
    [InlineData("""{"usage":{"duration":"5","SR":"1080","video_count":"1"}}""", 5, "1080P")]
    [InlineData("""{"usage":{"duration":5.5,"SR":720.0}}""", 5.5, "720P")]
    [InlineData("""{"usage":{"duration":"5.0","SR":"720P"}}""", 5, "720P")]
    [InlineData("""{"usage":{"duration":" 7.25 ","SR":" 1080p "}}""", 7.25, "1080P")]
    [InlineData("""{"usage":{"duration":5,"SR":"full"}}""", 5, null)]
    [InlineData("""{"usage":{"duration":5,"SR":null}}""", 5, null)]
    public void Numbers_may_arrive_as_text(string json, double seconds, string? resolution)
    {
        var usage = AnswerReader.ReadUsage(JsonDocument.Parse(json).RootElement)!;

        Assert.Equal((seconds, resolution), (usage.BilledUnits, usage.Resolution));
    }
}
