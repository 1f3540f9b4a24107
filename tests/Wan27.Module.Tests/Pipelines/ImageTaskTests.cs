namespace Wan27.ModuleTests.Pipelines;

/// <summary>New-WanImage -Async: the objects of a call, and the safety of a task.</summary>
public sealed class ImageTaskTests : EmulatedTests
{
    private const string Make = "New-WanImage 'a fox' -Size 1K -Count 2 -Async -JobKey fox";

    [Fact]
    public void The_same_objects_come_out_and_pipe_on()
    {
        var pictures = Shell.Run(Make).MustSucceed().Of<WanImageResult>().ToArray();
        var call = Shell.Run("New-WanImage 'a fox' -Size 1K -Count 2").MustSucceed().Of<WanImageResult>().ToArray();

        Assert.Equal([(1, 2), (2, 2)], pictures.Select(static picture => (picture.Index, picture.Count)));
        Assert.Equal(call.Select(static picture => (picture.Prompt, picture.Size, picture.Model, picture.Usage?.BilledUnits)), pictures.Select(static picture => (picture.Prompt, picture.Size, picture.Model, picture.Usage?.BilledUnits)));
        Assert.All(pictures, static picture => Assert.Equal((true, true), (picture.TaskId is { Length: > 0 }, picture.UrlExpiresAt > DateTimeOffset.UtcNow)));
        Assert.All(call, static picture => Assert.Null(picture.TaskId));
        Assert.Equal(2, Shell.Run(Make + " | Save-WanResult out").MustSucceed().Of<WanAsset>().Count(asset => asset.TaskId == pictures[0].TaskId));
    }

    [Fact]
    public void A_key_is_paid_for_once()
    {
        var first = Shell.Run(Make).MustSucceed().Of<WanImageResult>().ToArray();
        var again = Shell.Run(Make).MustSucceed().Of<WanImageResult>().ToArray();

        Assert.Equal(first.Select(static picture => picture.TaskId), again.Select(static picture => picture.TaskId));
        Assert.Single(Emulator.Log("image.async"));
        Assert.NotEqual(first[0].TaskId, Shell.Run(Make + " -Force").MustSucceed().Of<WanImageResult>()[0].TaskId);
    }

    [Fact]
    public void A_lost_answer_leaves_a_submit_that_can_be_found_again()
    {
        Emulator.Fault(new { kind = "DropAfterAccept", operation = "image.async", count = 1 });

        Shell.Run(Make).OnlyError("Wan.Async.SubmitIndeterminate");

        Assert.Single(Shell.Run("Get-WanTask -State Indeterminate").Single<WanTask>().Candidates);
        Shell.Run(Make).OnlyError("Wan.Async.SubmitIndeterminate");
        Assert.Single(Emulator.Log("image.async"));
    }

    [Fact]
    public void A_task_that_fails_is_one_error()
    {
        Emulator.Fault(new { kind = "FailTask", code = "DataInspectionFailed", message = "no" });

        var failed = Shell.Run(Make).OnlyError("Wan.Content.DataInspectionFailed");

        Assert.Contains("no", failed.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(WanTaskState.Failed, Shell.Run("Get-WanTask").Single<WanTask>().State);
    }

    [Fact]
    public void A_lost_answer_of_a_call_says_that_nothing_can_be_looked_up()
    {
        Emulator.Fault(new { kind = "DropAfterAccept", operation = "image.sync", count = 1 });

        var lost = Shell.Run("New-WanImage 'a fox' -Size 1K").OnlyError("Wan.Async.PicturesLost");

        Assert.StartsWith(
            "The connection was cut before the answer came. The request may have been accepted, and billed; it is not sent again. The call was synchronous, so that there is no task to look up.",
            lost.ErrorDetails.Message,
            StringComparison.Ordinal);
        Assert.Equal(
            "Run it again if it is still wanted, at the risk of paying twice. With -Async a lost answer leaves a task that can be found again.",
            lost.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void A_key_without_a_task_is_warned_of_once()
    {
        var made = Shell.Run("'a fox', 'a hen' | New-WanImage -Size 1K -JobKey fox");

        Assert.Equal(2, made.Of<WanImageResult>().Count);
        Assert.Equal("A job key needs -Async: without it nothing is kept of a call, and a run that is cut off makes, and pays for, its pictures again.", Assert.Single(made.Warnings).ToString());
        Assert.Empty(Shell.Run("Get-WanTask").MustSucceed().Output);
    }
}
