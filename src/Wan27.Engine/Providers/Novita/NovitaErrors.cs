using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers.Novita;

/// <summary>The provider's reasons and statuses: <c>errors.json</c> in this folder.</summary>
internal static class NovitaErrors
{
    public static ProviderErrors Table { get; } = ProviderErrors.Load(NovitaKind.OwnName);
}
