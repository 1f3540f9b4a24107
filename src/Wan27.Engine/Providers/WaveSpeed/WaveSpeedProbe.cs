namespace Wan27.Engine.Providers.WaveSpeed;

/// <summary>Refusals may come inside a success.</summary>
internal sealed class WaveSpeedProbe(ProviderConnection connection) : NobodyProbe(connection, WaveSpeedAnswerWords.Instance, WaveSpeedAddresses.OfNobody())
{
    protected override bool RefusesKey(ApiAnswer answer) => answer is { IsSuccess: true, Code: "401" or "403" };
}
