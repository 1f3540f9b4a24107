using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers.WaveSpeed;

/// <summary>The provider's codes and statuses: <c>errors.json</c> in this folder.</summary>
internal static class WaveSpeedErrors
{
    public static ProviderErrors Table { get; } = ProviderErrors.Load(WaveSpeedKind.OwnName);
}
