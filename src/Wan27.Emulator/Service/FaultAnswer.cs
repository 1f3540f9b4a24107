using Wan27.Emulator.Http;

namespace Wan27.Emulator.Service;

/// <summary>Turns a good answer into the bad one that a test asked for.</summary>
internal static class FaultAnswer
{
    /// <summary>What a scripted fault says where the script says nothing.</summary>
    public const string Message = "A scripted fault of the emulator.";

    public static HttpResponse Error(FaultRule fault, Exchange exchange)
        => exchange.Route.Problem?.Invoke(fault, exchange)
            ?? Answers.Error(fault.Status, fault.Code ?? CodeOf(fault.Status), fault.Message ?? Message, exchange.RequestId, fault.RetryAfter);

    public static HttpResponse Bend(HttpResponse response, Exchange exchange)
        => exchange.Fault switch
        {
            { Kind: FaultKind.DropAfterAccept } => HttpResponse.Dropped(),
            { Kind: FaultKind.StatusAfterAccept } fault => Error(fault, exchange),
            { Kind: FaultKind.Slow } fault => response.With(
                transmission: new() { Delay = TimeSpan.FromSeconds(fault.Delay), BytesPerSecond = fault.BytesPerSecond }),
            { Kind: FaultKind.HalfBody } fault => response.With(
                transmission: new() { CutAfter = Math.Min(fault.AfterBytes ?? response.Length / 2, response.Length) }),
            { Kind: FaultKind.ShiftedDate } fault => response.With(transmission: new() { DateShift = TimeSpan.FromSeconds(fault.Shift) }),
            { Kind: FaultKind.HalfJson } => response.With(length: response.Length / 2),
            _ => response,
        };

    private static string CodeOf(int status)
        => status switch
        {
            429 => "Throttling.RateQuota",
            503 => "ModelUnavailable",
            _ => "InternalError",
        };
}
