namespace Wan27.Emulator.Facades;

/// <summary>Keys by what they look like. Every key of the right form is an account of its own, so that tests need no registration.</summary>
internal static class KeyForm
{
    private static readonly string[] Prefixes = ["sk-", "sk_", "r8_"];

    /// <summary>Whether a key is one of another provider, or one that says of itself that it is wrong.</summary>
    public static bool IsForeign(string key, string own = "")
        => IsWrong(key) || Prefixes.Any(prefix => prefix != own && key.StartsWith(prefix, StringComparison.Ordinal));

    private static bool IsWrong(string key) => key.Contains("WRONG", StringComparison.Ordinal);
}
