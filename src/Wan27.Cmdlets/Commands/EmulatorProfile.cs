using Wan27.Cmdlets.Binding;
using Wan27.Emulator;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Commands;

/// <summary>The profile that points to an emulator of this process: to the one started last, and to what the user had when none is left.</summary>
internal sealed class EmulatorProfile
{
    public const string Name = StoredProfile.OfEmulator;

    // A task is looked at a few times on its way, however short that way is.
    private const double LooksPerTask = 4;
    private const double ShortestPoll = 0.1;

    private readonly StoredProfile? _ownBefore;
    private string? _defaultBefore;

    /// <summary>Notes what the user has now.</summary>
    public EmulatorProfile()
    {
        var catalogue = EngineSource.Engine.Profiles;

        // A profile with a session's key is what an emulator that was never stopped has left behind.
        _ownBefore = catalogue.TryFind(Name) is { Key.Kind: not KeySourceKind.Session } own ? own : null;
        _defaultBefore = DefaultOf(catalogue);
    }

    /// <summary>The folder whose profile this is; tests and users move it.</summary>
    public string Home { get; } = WanHome.ConfigFolder;

    /// <summary>Points the profile to an emulator.</summary>
    public void PointTo(WanEmulatorInfo info, EmulatorServer server, bool makeDefault)
    {
        var catalogue = EngineSource.Engine.Profiles;
        if (DefaultOf(catalogue) is { } now && !IsName(now))
        {
            _defaultBefore = now;
        }

        catalogue.Set(new ProfileChange
        {
            Name = Name,
            Region = server.Options.Region,
            WorkspaceId = string.Empty,
            Endpoint = info.Url,
            Key = new KeySource(KeySourceKind.Session),
            Limit = PollLimits(info.TaskSeconds),
            Models = new Dictionary<string, string>(),
            Proxy = string.Empty,
            LogPath = string.Empty,
            MakeDefault = makeDefault,
        });
        KeyReader.Remember(Name, server.ApiKey);
    }

    /// <summary>Whether the profile is still as it was set for this emulator, and not the user's own by now.</summary>
    public static bool PointsTo(WanEmulatorInfo info)
        => Uri.TryCreate(EngineSource.Engine.Profiles.TryFind(Name)?.Endpoint, UriKind.Absolute, out var endpoint)
            && endpoint.GetLeftPart(UriPartial.Authority) == info.Url;

    /// <summary>Gives back what the user had.</summary>
    public void TakeBack()
    {
        var catalogue = EngineSource.Engine.Profiles;
        var wasDefault = IsName(DefaultOf(catalogue));
        catalogue.Remove(Name);
        if (_ownBefore is { } own)
        {
            catalogue.PutBack(own);
        }

        // A default that the user has chosen meanwhile stays.
        if (wasDefault && _defaultBefore is { } before && catalogue.TryFind(before) is not null)
        {
            catalogue.Set(new ProfileChange { Name = before, MakeDefault = true });
        }
    }

    private static bool IsName(string? profile) => Name.Equals(profile, StringComparison.OrdinalIgnoreCase);

    private static string? DefaultOf(ProfileCatalogue catalogue) => catalogue.List().FirstOrDefault(static entry => entry.IsDefault).Profile?.Name;

    /// <summary>The service's pace would make short tasks wait; an emulated one is looked at in proportion to its length.</summary>
    public static Dictionary<string, double> PollLimits(double taskSeconds)
    {
        var contract = ContractData.Current;
        var limits = new Dictionary<string, double>();
        foreach (var group in RouteCatalogue.All.Select(static route => route.PollGroup))
        {
            limits[$"{group}.seconds"] = Math.Clamp(taskSeconds / LooksPerTask, ShortestPoll, contract.Limit($"{group}.seconds").Value);
            limits[$"{group}.first.seconds"] = Math.Clamp(taskSeconds / LooksPerTask, ShortestPoll, contract.Limit($"{group}.first.seconds").Value);
        }

        return limits;
    }
}
