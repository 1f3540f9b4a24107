using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>The provider's codes and statuses: <c>errors.json</c> in this folder (contract section 8).</summary>
internal static class DashScopeErrors
{
    public static ProviderErrors Table { get; } = ProviderErrors.Load(DashScopeKind.OwnName);
}
