using System.Text.RegularExpressions;

namespace Wan27.Engine.Contract;

/// <summary>Advice for the profile at hand: a line that names none is about the default one, which may be another.</summary>
internal static partial class Advice
{
    /// <summary>The advice with the profile named in the lines to run; as it is where none is known.</summary>
    public static string? For(string? action, string? profile)
        => action is null || string.IsNullOrEmpty(profile) ? action : Unnamed().Replace(action, match => $"{match.Value} {profile}");

    [GeneratedRegex(@"\bTest-WanProfile(?= -|[.;]|$)")]
    private static partial Regex Unnamed();
}
