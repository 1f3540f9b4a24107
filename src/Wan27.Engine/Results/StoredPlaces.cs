namespace Wan27.Engine.Results;

/// <summary>Notes in the journal, one after the other, where the results of a task are stored; with the last of them the task is stored.</summary>
/// <param name="tasks">The journal; null where it cannot be had.</param>
/// <param name="task">The task.</param>
/// <param name="wanted">How many places there are to be in this run.</param>
internal sealed class StoredPlaces(IResultTasks? tasks, WanTask task, int wanted)
{
    private readonly List<string> _places = [];

    public static bool IsObject(string place) => place.StartsWith("s3://", StringComparison.Ordinal);

    public async Task AddAsync(string place)
    {
        string[] known;
        bool complete;
        lock (_places)
        {
            _places.Add(place);
            complete = _places.Count == wanted;

            // What an earlier run stored in places of the other kind is still there.
            var others = task.Files.Where(earlier => !_places.Exists(here => IsObject(here) == IsObject(earlier)));
            known = [.. others, .. _places];
        }

        if (tasks is not null)
        {
            await tasks.NoteStoredAsync(task, known, complete, CancellationToken.None);
        }
    }
}
