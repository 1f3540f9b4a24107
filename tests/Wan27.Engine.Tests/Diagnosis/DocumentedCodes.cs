namespace Wan27.Engine.Tests.Diagnosis;

/// <summary>The codes of contract section 8, and of section 12, with the HTTP status that it gives them, read from its table.</summary>
internal static class DocumentedCodes
{
    public static IReadOnlyList<(int Status, string Code)> All { get; } =
    [
        .. Of(400,
            "InvalidParameter", "InvalidParameter.DataInspection", "invalid_parameter_error", "DataInspectionFailed", "IPInfringementSuspect", "CustomRoleBlocked",
            "FaqRuleBlocked", "InvalidURL", "InvalidURL.ConnectionRefused", "InvalidURL.Timeout", "InvalidFile.DownloadFailed", "InvalidFile.Resolution",
            "InvalidFile.FPS", "InvalidFile.Size", "InvalidFile.Duration", "InvalidFile.ImageSize", "InvalidFile.AspectRatio", "InvalidFile.Openerror",
            "InvalidFile.Format", "InvalidFile.Value", "InvalidFile.Content", "InvalidImage.FileFormat", "InvalidImageResolution", "InvalidImageFormat",
            "InvalidInputLength", "BadRequest.EmptyInput", "BadRequest.EmptyParameters", "BadRequest.EmptyModel", "BadRequest.IllegalInput",
            "BadRequest.InputDownloadFailed", "BadRequest.UnsupportedFileFormat", "BadRequest.TooLarge", "BadRequest.ResourceNotExist", "Arrearage",
            "UnsupportedOperation", "InternalError.Algo.InvalidParameter"),
        .. Of(401, "InvalidApiKey", "NOT AUTHORIZED"),
        .. Of(403, "AccessDenied", "AccessDenied.Unpurchased", "Model.AccessDenied", "Workspace.AccessDenied", "App.AccessDenied", "AllocationQuota.FreeTierOnly"),
        .. Of(404, "ModelNotFound", "WorkSpaceNotFound", "NotFound"),
        .. Of(409, "Conflict"),
        .. Of(429,
            "Throttling", "Throttling.RateQuota", "Throttling.BurstRate", "Throttling.AllocationQuota", "CommodityNotPurchased", "PrepaidBillOverdue", "PostpaidBillOverdue"),
        .. Of(500,
            "InternalError", "InternalError.Algo", "InternalError.FileUpload", "InternalError.Upload", "InternalError.Timeout", "SystemError", "ModelServiceFailed",
            "RewriteFailed", "ResponseTimeout", "RequestTimeOut", "ModelServingError"),
        .. Of(503, "ModelServingError", "ModelUnavailable"),
    ];

    private static IEnumerable<(int, string)> Of(int status, params string[] codes) => codes.Select(code => (status, code));
}
