using Wan27.Emulator;
using Wan27.Engine.Profiles;

namespace Wan27.Cmdlets.Commands;

/// <summary>The emulators of this process, in the order of their start. They end with the process at the latest.</summary>
internal static class RunningEmulators
{
    // Held while the profile is moved as well, so that a start and a stop in two sessions do not leave it pointing to nowhere.
    private static readonly object Gate = new();

    private static readonly List<Entry> Running = [];

    public static IReadOnlyCollection<WanEmulatorInfo> List
    {
        get
        {
            lock (Gate)
            {
                return [.. Running.Select(static entry => entry.Info)];
            }
        }
    }

    /// <summary>Takes one in and points the profiles to it.</summary>
    /// <returns>The same with the profiles of the wrapper providers.</returns>
    public static WanEmulatorInfo Add(WanEmulatorInfo info, EmulatorServer server, IEnumerable<string> providers, bool makeDefault)
    {
        lock (Gate)
        {
            var profile = Running.Find(static entry => entry.Profile.Home == WanHome.ConfigFolder)?.Profile ?? new EmulatorProfile();
            profile.PointTo(info, server, makeDefault);
            var wrappers = new WrapperProfiles();
            var all = info with { Wrappers = wrappers.PointTo(server, providers, info.TaskSeconds) };
            Running.Add(new Entry(all, server, profile, wrappers));
            return all;
        }
    }

    /// <summary>Ends one. Its profile goes to the one of the others that was started last, or back to what the user had.</summary>
    public static async Task StopAsync(int port)
    {
        Entry? ended;
        lock (Gate)
        {
            ended = Running.Find(entry => entry.Info.Port == port);
            if (ended is null)
            {
                return;
            }

            Running.Remove(ended);
            if (ended.Profile.Home == WanHome.ConfigFolder)
            {
                ended.Wrappers.TakeBack(ended.Info);
            }

            if (ended.Profile.Home == WanHome.ConfigFolder && EmulatorProfile.PointsTo(ended.Info))
            {
                if (Running.FindLast(entry => entry.Profile == ended.Profile) is { } next)
                {
                    next.Profile.PointTo(next.Info, next.Server, makeDefault: false);
                }
                else
                {
                    ended.Profile.TakeBack();
                }
            }
        }

        await ended.Server.DisposeAsync();
    }

    private sealed record Entry(WanEmulatorInfo Info, EmulatorServer Server, EmulatorProfile Profile, WrapperProfiles Wrappers);
}
