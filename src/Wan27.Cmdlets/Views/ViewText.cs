using System.Collections;
using System.Globalization;
using Wan27.Cmdlets.Binding;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Views;

/// <summary>Texts that several views share.</summary>
internal static class ViewText
{
    private const string WarnBefore = "result.expiry.warning.hours";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>The short form that -Route takes as well.</summary>
    public static string? Route(string? route) => RouteCatalogue.Find(route)?.ShortName ?? route;

    public static string? Age(DateTimeOffset? at) => at is { } time ? HumanUnits.Age(time, Now) : null;

    public static string? Ago(DateTimeOffset? at) => at is { } time ? HumanUnits.Ago(time, Now) : null;

    public static string? Moment(DateTimeOffset? at) => at is { } time ? HumanUnits.Moment(time, HumanUnits.Ago(time, Now)) : null;

    public static string? Left(DateTimeOffset? end) => end is { } time ? HumanUnits.Left(time, Now) : null;

    public static string? End(DateTimeOffset? end) => end is { } time ? HumanUnits.Moment(time, HumanUnits.Left(time, Now)) : null;

    /// <summary>Warns at the time at which Save-WanResult warns, unless a profile has set another one: a table reads no profile for its rows.</summary>
    public static string? LeftStyle(DateTimeOffset? end) => end is { } time ? LeftStyle(time - Now) : null;

    public static string? LeftStyle(TimeSpan left)
        => left <= TimeSpan.Zero ? ViewStyle.Bad
            : left < TimeSpan.FromHours(ContractData.Current.Limit(WarnBefore).Value) ? ViewStyle.Doubtful
            : null;

    /// <summary>What was billed, without the tier or size it was billed for.</summary>
    public static string? Billed(WanUsage? usage) => usage is null ? null : (usage with { Resolution = null, Size = null }).ToString();

    /// <summary>What was billed, short enough for a column.</summary>
    public static string? BilledShort(WanUsage? usage) => usage switch
    {
        null => null,
        { Unit: "second" } => string.Create(CultureInfo.InvariantCulture, $"{usage.BilledUnits:0.#} s"),
        { Unit: "picture" } => string.Create(CultureInfo.InvariantCulture, $"{usage.BilledUnits:0.#} img"),
        _ => Billed(usage),
    };

    /// <summary>Who would be asked, in one line.</summary>
    public static string? Bundle(WanBundle bundle)
    {
        string?[] parts = [bundle.Profile, ProviderEntry.Mark(bundle.Provider, bundle.Owner, bundle.Contract) ?? bundle.Provider, bundle.Region?.ToString(), bundle.Endpoint];
        return string.Join(", ", parts.Where(static part => !string.IsNullOrEmpty(part)));
    }

    public static string Pairs<T>(IEnumerable<KeyValuePair<string, T>> values)
        => string.Join("; ", values.Select(static pair => $"{pair.Key} = {Value(pair.Value)}"));

    private static string? Value(object? value) => value switch
    {
        string text => text,
        IEnumerable<KeyValuePair<string, object?>> nested => $"({Pairs(nested)})",
        IEnumerable many => string.Join(", ", many.Cast<object?>().Select(Value)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
