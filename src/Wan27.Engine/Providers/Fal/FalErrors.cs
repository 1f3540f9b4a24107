using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers.Fal;

/// <summary>The provider's codes and statuses: <c>errors.json</c> in this folder.</summary>
internal static class FalErrors
{
    public static ProviderErrors Table { get; } = ProviderErrors.Load(FalKind.OwnName);
}
