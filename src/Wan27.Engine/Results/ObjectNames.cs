using Wan27.Engine.Stores;

namespace Wan27.Engine.Results;

/// <summary>Finds the key of one result among those that other results of the run, and objects of others, have taken.</summary>
internal sealed class ObjectNames(ResultTarget target, BucketRun bucket, string owner)
{
    private const string SidecarEnd = ".wan.json";

    private readonly NameTemplate _template = target.FileNameTemplate is { } text
        ? NameTemplate.Parse(text)
        : NameTemplate.DefaultFor(target.Naming);

    public static string SidecarOf(string key) => key + SidecarEnd;

    /// <summary>The object that is this result already; null where there is none.</summary>
    public async Task<(string Key, ObjectState State)?> FindAsync(string extension, CancellationToken ct)
    {
        // Another run may have met the results in another order: its numbers are looked through as far as they go.
        for (var copy = 1; ; copy++)
        {
            var key = KeyOf(extension, copy);
            if (await bucket.Store.LookAsync(key, ct) is not { } state)
            {
                return null;
            }

            if (Owns(state) && bucket.Reservations.TryTake(key, owner))
            {
                return (key, state);
            }
        }
    }

    /// <summary>The key that this result gets in this run.</summary>
    public string Take(string extension)
    {
        var copy = 1;
        while (!bucket.Reservations.TryTake(KeyOf(extension, copy), owner))
        {
            copy++;
        }

        return KeyOf(extension, copy);
    }

    /// <summary>True when the mark of an object tells of this very result.</summary>
    public bool Owns(ObjectState state) => state.Mark.Identity is { } identity && identity == target.Naming.Identity;

    private string KeyOf(string extension, int copy) => bucket.Store.KeyOf(_template.Fill(target.Naming, extension, copy).Replace('\\', '/'), SidecarEnd);
}
