namespace Wan27.Emulator.Service;

/// <summary>All tasks, and when each may run.</summary>
internal sealed class TaskStore(EmulatorOptions options, ContractNumbers contract)
{
    private readonly object _gate = new();
    private readonly List<EmulatedTask> _tasks = [];
    private readonly Dictionary<string, EmulatedTask> _byId = [];

    private TimeSpan Total => TimeSpan.FromSeconds(options.TaskSeconds);

    private TimeSpan Pending => options.PendingTime ?? Total / 5;

    private TimeSpan Running => Total > Pending ? Total - Pending : TimeSpan.Zero;

    public void Add(EmulatedTask task)
    {
        lock (_gate)
        {
            var waiting = task is Facades.FacadeTask ? 0 : Peers(task).Count(peer => peer.StatusAt(task.SubmittedAt) == "PENDING");
            if (waiting >= (options.Queued ?? (options.EnforceRates ? contract.Int("rate.queued.max") : int.MaxValue)))
            {
                throw ServiceRefusal.Rate();
            }

            _tasks.Add(task);
            _byId.Add(task.Id, task);
            Schedule(task);
        }
    }

    /// <summary>The account's task, unless its id has expired.</summary>
    public EmulatedTask? Find(string id, Account account, DateTimeOffset now)
    {
        lock (_gate)
        {
            return _byId.TryGetValue(id, out var task) && task.Account == account && now - task.SubmittedAt < TimeSpan.FromHours(contract.Number("task.valid.hours"))
                ? task
                : null;
        }
    }

    /// <summary>An account's task of one provider, however old.</summary>
    public T? Find<T>(string id, Account account)
        where T : EmulatedTask
    {
        lock (_gate)
        {
            return _byId.GetValueOrDefault(id) is T task && task.Account == account ? task : null;
        }
    }

    /// <summary>Ends a task that waits, and one that runs where the provider does so.</summary>
    public bool TryCancel(EmulatedTask task, DateTimeOffset now, bool alsoRunning = false)
    {
        lock (_gate)
        {
            var status = task.StatusAt(now);
            if (status != "PENDING" && !(alsoRunning && status == "RUNNING"))
            {
                return false;
            }

            task.CanceledAt = now;

            // Who waited behind it moves up.
            foreach (var peer in Peers(task).Where(peer => peer.StatusAt(now) == "PENDING").ToList())
            {
                Schedule(peer);
            }

            return true;
        }
    }

    public IReadOnlyList<EmulatedTask> Of(Account account)
    {
        lock (_gate)
        {
            return [.. _tasks.Where(task => task.Account == account)];
        }
    }

    private IEnumerable<EmulatedTask> Peers(EmulatedTask task)
        => _tasks.Where(peer => peer != task && peer.Account == task.Account && peer.Plan.Model == task.Plan.Model);

    private void Schedule(EmulatedTask task)
    {
        var start = task.SubmittedAt + Pending;
        if (options.RestrictRunning)
        {
            var ahead = _tasks.TakeWhile(peer => peer != task)
                .Where(peer => peer.Account == task.Account && peer.Plan.Model == task.Plan.Model && peer.CanceledAt is null && peer.EndsAt > start)
                .Select(static peer => peer.EndsAt)
                .Order()
                .ToList();
            var places = options.Running ?? contract.Int("rate.running.max");
            if (ahead.Count >= places)
            {
                start = ahead[^places];
            }
        }

        task.StartsAt = start;
        task.EndsAt = start + Running;
    }
}
