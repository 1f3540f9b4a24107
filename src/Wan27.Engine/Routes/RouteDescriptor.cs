using Wan27.Engine.Contract;
using Wan27.Engine.Media;

namespace Wan27.Engine.Routes;

/// <summary>
/// What everybody else needs to know of a route. It lives in the route's room; whoever depends on a route reads it here, so that a further
/// route needs no change elsewhere.
/// </summary>
internal sealed record RouteDescriptor
{
    /// <summary>The route's name, one of <see cref="WanRoutes"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The type of its requests.</summary>
    public required Type Request { get; init; }

    /// <summary>The cmdlets that send its jobs.</summary>
    public required IReadOnlyList<string> Senders { get; init; }

    /// <summary>The cmdlet that checks its input without sending it.</summary>
    public required string Checker { get; init; }

    /// <summary>What its media are for, in the order of the contract; none for a route from text alone.</summary>
    public required IReadOnlyList<MediaRole> Roles { get; init; }

    /// <summary>All that can be asked of it, media included, in the order of its cmdlets.</summary>
    public required IReadOnlyList<RouteOption> Options { get; init; }

    /// <summary>True for a route that the official contract takes no job of without a prompt.</summary>
    public bool NeedsPrompt { get; init; }

    /// <summary>Every cmdlet that takes its options.</summary>
    public IEnumerable<string> Cmdlets => Senders.Append(Checker);

    /// <summary>Its short form, which is also the prefix of its limits and lists in the contract data.</summary>
    public string ShortName => Entry.Short;

    /// <summary>What its results are.</summary>
    public MediaKind Makes => Entry.MakesPictures ? MediaKind.Image : MediaKind.Video;

    /// <summary>What is billed: <c>picture</c> or <c>second</c> (contract section 10).</summary>
    public string BilledUnit => Entry.Unit;

    /// <summary>Prefix of its pace of polling in the contract data.</summary>
    public string PollGroup => $"poll.{ShortName}";

    /// <summary>True for the one route that stands for a task of which only the id is known.</summary>
    public bool IsTypical => Entry.IsTypical;

    private RouteEntry Entry => ContractData.Current.Route(Name);

    /// <summary>The role of that name, by the parameter's spelling or the request's.</summary>
    public MediaRole? FindRole(string name)
        => Roles.FirstOrDefault(role => string.Equals(role.Name, name, StringComparison.OrdinalIgnoreCase) || string.Equals(role.Word, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A list of the contract data that belongs to the route, such as <c>resolution</c>; null when it has none of that name.</summary>
    public ValuesEntry? FindValues(string option) => ContractData.Current.FindValues($"{ShortName}.{option}");
}
