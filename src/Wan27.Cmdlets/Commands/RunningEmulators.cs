using System.Collections.Concurrent;
using Wan27.Emulator;
using Wan27.Engine.Profiles;

namespace Wan27.Cmdlets.Commands;

/// <summary>The emulators of this process, and what they replaced. They end with the process at the latest.</summary>
internal static class RunningEmulators
{
    public const string ProfileName = "emulator";

    private static readonly ConcurrentDictionary<int, Entry> Running = new();

    public static IReadOnlyCollection<WanEmulatorInfo> List => [.. Running.Values.Select(static entry => entry.Info)];

    public static void Add(WanEmulatorInfo info, EmulatorServer server, string? defaultBefore)
        => Running[info.Port] = new Entry(info, server, defaultBefore);

    /// <summary>Ends one, and takes its profile back as long as that still points to it.</summary>
    public static async Task StopAsync(int port)
    {
        if (!Running.TryRemove(port, out var entry))
        {
            return;
        }

        await entry.Server.DisposeAsync();
        var catalogue = ProfileCatalogue.ForUser();
        if (catalogue.TryFind(ProfileName)?.Endpoint?.StartsWith(entry.Info.Url, StringComparison.Ordinal) == true)
        {
            catalogue.Remove(ProfileName);
            if (entry.DefaultBefore is { } before && catalogue.TryFind(before) is not null)
            {
                catalogue.Set(new ProfileChange { Name = before, MakeDefault = true });
            }
        }
    }

    private sealed record Entry(WanEmulatorInfo Info, EmulatorServer Server, string? DefaultBefore);
}
