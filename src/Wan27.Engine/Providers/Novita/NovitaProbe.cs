namespace Wan27.Engine.Providers.Novita;

/// <summary>A missing key is a 400 here, and only who has looked for a task can say that there is none.</summary>
internal sealed class NovitaProbe(ProviderConnection connection) : NobodyProbe(connection, NovitaAnswerWords.Instance, NovitaAddresses.OfNobody())
{
    protected override bool RefusesKey(ApiAnswer answer) => answer.Code == NovitaWords.NoKey;

    protected override bool? HasLooked(ApiAnswer answer) => answer.Code == NovitaWords.TaskNotFound;
}
