namespace Wan27.Engine.Providers;

/// <summary>Where the engine tells what it does; the cmdlets turn it into verbose, warning and progress.</summary>
internal interface IStepLog
{
    void Verbose(string text);

    void Warning(string text);

    /// <summary>Takes a request with its answer, in words that hold no secret.</summary>
    void Debug(string text);

    /// <param name="activity">What goes on.</param>
    /// <param name="status">How far it is, in words.</param>
    /// <param name="percent">0 to 100, or -1 when unknown.</param>
    void Progress(string activity, string status, int percent);
}
