using System.Text.Json;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers;

/// <summary>Where a provider puts what an answer says of itself. Its payload is nobody else's business.</summary>
internal interface IAnswerWords
{
    /// <summary>What its codes and statuses mean.</summary>
    ProviderErrors Errors { get; }

    /// <summary>The code of an error; null where there is none.</summary>
    string? CodeOf(ApiAnswer answer);

    /// <summary>The words of an error; null where there are none.</summary>
    string? MessageOf(ApiAnswer answer);

    /// <summary>The id that the provider asks for in a complaint.</summary>
    string? RequestIdOf(ApiAnswer answer);

    /// <summary>True for a body that tells how a task is.</summary>
    bool TellsState(JsonElement json);

    /// <summary>True for a server's error that is the end of what was looked at, so that asking again brings nothing.</summary>
    bool IsSettled(ApiAnswer answer) => false;

    /// <summary>True for an answer that says the request was turned away before anything was made of it.</summary>
    bool TurnsAway(ApiAnswer answer) => answer.Status == 429 && Errors.Find(CodeOf(answer), null, answer.Status).Retry == nameof(WanRetry.Safe);
}
