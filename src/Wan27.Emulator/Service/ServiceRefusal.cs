namespace Wan27.Emulator.Service;

/// <summary>The service says no: HTTP status, code and message of the flat envelope.</summary>
internal sealed class ServiceRefusal(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public int? RetryAfter { get; init; }

    public static ServiceRefusal Parameter(string message) => new(400, "InvalidParameter", message);

    /// <summary>The text that the service has for whatever it does not explain.</summary>
    public static ServiceRefusal Malformed()
        => Parameter("The request is missing required parameters or in a wrong format, please check the parameters that you send.");

    public static ServiceRefusal Required(string field) => Parameter($"Field required: {field}");

    public static ServiceRefusal MediaFormat()
        => new(400, "InvalidParameter.DataInspection", "The media format is not supported or incorrect for the data inspection.");

    public static ServiceRefusal MediaDownload()
        => new(400, "InvalidParameter.DataInspection", "Unable to download the media resource during the data inspection process.");

    public static ServiceRefusal Url()
        => new(400, "InvalidURL", "Required URL is missing or invalid, please check the request URL.");

    public static ServiceRefusal Rate()
        => new(429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later.");
}
