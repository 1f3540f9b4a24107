using Wan27.Engine.Contract;
using Wan27.Engine.Providers;

namespace Wan27.Engine.Tasks;

/// <summary>What a wait needs of the account that its task runs under.</summary>
/// <param name="Account">What stands for the account when its queries are counted.</param>
/// <param name="QueryRate">Queries a second that all waits of the account share.</param>
/// <param name="Contract">Pace and patience, as the profile sees them.</param>
/// <param name="PollAsync">Looks at a task once; a failure is not repeated.</param>
/// <param name="ListedAsync">What the provider's list says of a task; null when it has no such row.</param>
/// <param name="NoteAsync">Notes what a look brought before anybody sees it; gives the task as it is noted.</param>
/// <param name="Board">Where the runners of a fleet share their looks; null where there is one machine.</param>
internal sealed record WatchedAccount(
    string Account,
    double QueryRate,
    ContractView Contract,
    Func<TaskAddress, CancellationToken, Task<TaskAnswer>> PollAsync,
    Func<string, CancellationToken, Task<ListedTask?>> ListedAsync,
    Func<WanTask, CancellationToken, Task<WanTask>> NoteAsync,
    IWatchBoard? Board = null);
