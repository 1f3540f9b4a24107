namespace Wan27.Emulator.Service;

/// <summary>The rules of all routes that the emulator can judge.</summary>
internal sealed class RouteRules(params IReadOnlyCollection<IRouteRules> rules)
{
    private readonly Dictionary<string, IRouteRules> _rules = rules.ToDictionary(static rule => rule.Route, StringComparer.Ordinal);

    public IReadOnlyCollection<string> Routes => _rules.Keys;

    public static RouteRules Of(InputDesk inputs, ContractNumbers contract)
        => new(
            new ImageRules(inputs, contract),
            new ImageToVideoRules(inputs, contract),
            new VideoEditRules(inputs, contract),
            new TextToVideoRules(inputs, contract),
            new ReferenceToVideoRules(inputs, contract));

    /// <summary>The rules of a route. One that is known from the data alone is not judged as another.</summary>
    /// <exception cref="ServiceRefusal">There are none.</exception>
    public IRouteRules Find(string route)
        => _rules.GetValueOrDefault(route) ?? throw ServiceRefusal.Parameter($"The emulator has no rules for the route {route}.");
}
