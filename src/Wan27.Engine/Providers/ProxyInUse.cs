namespace Wan27.Engine.Providers;

/// <summary>The proxy that a request goes through, as it may be shown.</summary>
/// <param name="Address">Scheme, host and port; never a user or a password.</param>
/// <param name="From">Where the setting comes from.</param>
/// <param name="Fix">How to correct it.</param>
internal sealed record ProxyInUse(string Address, string From, string Fix)
{
    public override string ToString() => $"{Address} (from {From})";
}
