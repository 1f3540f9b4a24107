namespace Wan27.Engine.Contract;

/// <summary>An error that is found here and has a provider's answer as its cause keeps the provider's own words beside its own.</summary>
internal static class ErrorCause
{
    /// <summary>The error with provider, code, message, request id and status of what led to it.</summary>
    public static WanError CausedBy(this WanError error, WanError? cause)
        => cause is null ? error : error with { Provider = cause.Provider, Code = cause.Code, ProviderMessage = cause.ProviderMessage, RequestId = cause.RequestId, HttpStatus = cause.HttpStatus };
}
