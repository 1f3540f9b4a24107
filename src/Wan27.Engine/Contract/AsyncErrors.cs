namespace Wan27.Engine.Contract;

/// <summary>Errors of the boundary Async that are found here. Tasks, waiting and submits.</summary>
internal static class AsyncErrors
{
    private static readonly LocalErrors Errors = LocalErrors.Of(WanBoundary.Async);

    public static WanException EvidenceAgainst(string task, string job, string against) => Errors.Make([("task", task), ("job", job), ("against", against)]);

    public static WanException JobKeyConflict(string jobKey, string? profile, WanTaskState state, string task, string difference)
        => Errors.Make([("jobKey", jobKey), ("profile", profile), ("state", state), ("task", task), ("difference", difference)]);

    public static WanException NeverAccepted(string job) => Errors.Make([("job", job)]);

    public static WanException NeverAcceptedAndChanged(string job) => Errors.Make([("job", job)]);

    public static WanException NeverAcceptedAndReplaced(string job) => Errors.Make([("job", job)]);

    public static WanException NeverAcceptedByWord(string job) => Errors.Make([("job", job)]);

    public static WanException NeverSent() => Errors.Make();

    public static WanException NoMedia(string? task, WanTaskState state) => Errors.Make([("task", task), ("state", state)]);

    public static WanException NoMediaYet(string? task) => Errors.Make([("task", task)]);

    public static WanException PicturesLost(string cause, Exception inner) => Errors.Make([("cause", cause)], inner);

    public static WanException ResultGone(string task, string owner, string hours) => Errors.Make([("task", task), ("owner", owner), ("hours", hours)]);

    public static WanException ResultGoneOfDeleted(string task, string owner) => Errors.Make([("task", task), ("owner", owner)]);

    public static WanException SubmitIndeterminate(string job, string cause, string candidates, string name)
        => Errors.Make([("job", job), ("cause", cause), ("candidates", candidates), ("name", name)]);

    public static WanException SubmitIndeterminateWithoutEvidence(string job, string cause, string? provider, string name)
        => Errors.Make([("job", job), ("cause", cause), ("provider", provider), ("name", name)]);

    public static WanException SubmitInterrupted() => Errors.Make();

    public static WanException SubmitNotOpen(string job, WanTaskState state, string? task) => Errors.Make([("job", job), ("state", state), ("task", task ?? "none")]);

    public static WanException SubmitNotOpenAndAskedBoth() => Errors.Make();

    public static WanException SubmitNotOpenAndNotKnown(string name, string profile) => Errors.Make([("name", name), ("profile", profile)]);

    public static WanException SubmitNotOpenAndNotNamed() => Errors.Make();

    public static WanException SubmitTakenOver(string job) => Errors.Make([("job", job)]);

    public static WanException SubmitUnprovenAmongSeveral(string job, string candidates, string name)
        => Errors.Make([("job", job), ("candidates", candidates), ("name", name)]);

    public static WanException SubmitUnprovenDespiteItsPrompt(string job, string candidates, string name)
        => Errors.Make([("job", job), ("candidates", candidates), ("name", name)]);

    public static WanException SubmitUnprovenAndUnbilled(string job, string candidates) => Errors.Make([("job", job), ("candidates", candidates)]);

    public static WanException SubmitUnprovenWithoutPrompt(string job, string candidates, string name)
        => Errors.Make([("job", job), ("candidates", candidates), ("name", name)]);

    public static WanException TaskCanceled(string? task) => Errors.Make([("task", task)]);

    public static WanException TaskCanceledAtWrapper(string task, string owner, string billed) => Errors.Make([("task", task), ("owner", owner), ("billed", billed)]);

    public static WanException TaskDoubted(string? task, string age) => Errors.Make([("task", task), ("age", age)]);

    public static WanException TaskDoubtedOfWrapper(string? task, string age, string owner, string hours)
        => Errors.Make([("task", task), ("age", age), ("owner", owner), ("hours", hours)]);

    public static WanException TaskDoubtedOfSilentWrapper(string? task, string age, string owner, string hours)
        => Errors.Make([("task", task), ("age", age), ("owner", owner), ("hours", hours)]);

    public static WanException SucceededWithoutResult(string? task, string billed, string answer)
        => Errors.Make([("task", task), ("billed", billed), ("answer", answer)]);

    public static WanException TaskForgotten(string row) => Errors.Make([("row", row)]);

    public static WanException TaskHasNoId(WanTaskState state) => Errors.Make([("state", state)]);

    public static WanException TaskHasNoIdGiven() => Errors.Make();

    public static WanException TaskIdMalformed(string id) => Errors.Make([("id", id)]);

    public static WanException TaskIdKnown(string task, WanTask job) => Errors.Make([("task", task), ("job", job)]);

    public static WanException TaskNotFinished(string? task, WanTaskState state) => Errors.Make([("task", task), ("state", state)]);

    public static WanException TaskNotInJournal(string task) => Errors.Make([("task", task)]);

    public static WanException TaskNotInJournalToSave(string task) => Errors.Make([("task", task)]);

    public static WanException TaskStillOpen(string? task, WanTaskState state) => Errors.Make([("task", task), ("state", state)]);

    public static WanException TaskUnknown(string? task) => Errors.Make([("task", task)]);

    public static WanException TaskUnknownToSilentWrapper(string task, string owner) => Errors.Make([("task", task), ("owner", owner)]);

    public static WanException TaskUnknownToWrapper(string task, string owner, string hours) => Errors.Make([("task", task), ("owner", owner), ("hours", hours)]);

    public static WanException UnsupportedOperation(WanTaskState state) => Errors.Make([("state", state)]);

    public static WanException UnsupportedOperationOfCompleted(WanTaskState state) => Errors.Make([("state", state)]);

    public static WanException WaitTimedOut(string tasks, string seconds, string unfinished)
        => Errors.Make([("tasks", tasks), ("seconds", seconds), ("unfinished", unfinished)]);

    public static WanException WaitTimedOutWithOpenSubmits(string tasks, string seconds, string unfinished)
        => Errors.Make([("tasks", tasks), ("seconds", seconds), ("unfinished", unfinished)]);
}
