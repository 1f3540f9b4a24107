namespace Wan27.Engine.Tasks.Journal;

/// <summary>How many tasks of one model an account may have open at once, waiting and running.</summary>
/// <param name="Account">The account: its endpoint and the fingerprint of its key.</param>
/// <param name="Model">The model; the service counts each for itself.</param>
/// <param name="Most">Most open tasks; 1 or more.</param>
/// <param name="Since">Tasks from before have ended, whatever is known of them.</param>
internal readonly record struct TaskWindow(string Account, string Model, int Most, DateTimeOffset Since);
