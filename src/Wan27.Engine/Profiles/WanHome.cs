namespace Wan27.Engine.Profiles;

/// <summary>Where the module keeps its files. <c>WAN27_HOME</c> moves all of them.</summary>
internal static class WanHome
{
    public const string Variable = "WAN27_HOME";

    /// <summary>Profiles.</summary>
    public static string ConfigFolder => Root ?? Path.Combine(Base("XDG_CONFIG_HOME", ".config", Environment.SpecialFolder.ApplicationData), "wan27");

    /// <summary>Journal and rates.</summary>
    public static string StateFolder => Root ?? Path.Combine(Base("XDG_STATE_HOME", Path.Combine(".local", "state"), Environment.SpecialFolder.LocalApplicationData), "wan27");

    private static string? Root
        => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } root ? Path.GetFullPath(root) : null;

    private static string Base(string xdg, string underHome, Environment.SpecialFolder windows)
    {
        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(windows, Environment.SpecialFolderOption.DoNotVerify);
        }

        return Environment.GetEnvironmentVariable(xdg) is { Length: > 0 } folder && Path.IsPathRooted(folder)
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), underHome);
    }
}
