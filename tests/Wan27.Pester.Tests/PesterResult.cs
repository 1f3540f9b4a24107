namespace Wan27.PesterTests;

/// <summary>One Pester test, as the script that runs the suite reports it.</summary>
/// <param name="Name">Blocks and test, with their data filled in.</param>
/// <param name="Result">Pester's word: Passed, Failed, Skipped, Inconclusive or NotRun.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Message">Why it failed or was skipped.</param>
/// <param name="Trace">Where it failed.</param>
internal sealed record PesterResult(string Name, string Result, decimal Seconds, string Message, string Trace);
