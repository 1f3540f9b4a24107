namespace Wan27.Engine.Contract;

/// <summary>A provider's error table as its file has it.</summary>
internal sealed record ProviderErrorFile(string Source, IReadOnlyList<ErrorRow> Codes, IReadOnlyList<StatusRow> Statuses);

/// <summary>What a status says where the code says nothing. 399, 499 and 599 stand for all others of their hundred.</summary>
internal sealed record StatusRow(int Status, string Id, string Boundary, string Category, string Retry, string Meaning, string Action);

/// <summary>What a code of the provider means, and what is to be done about it.</summary>
internal sealed record ErrorRow(
    string Code, string Boundary, string Category, string Retry, string Meaning, string Action, string? Id = null, string? Message = null, IReadOnlyList<string>? Aliases = null,
    IReadOnlyList<string>? AlsoUnder = null)
{
    public string ErrorId => $"Wan.{Boundary}.{string.Concat((Id ?? Code).Where(static c => char.IsLetterOrDigit(c) || c == '.'))}";

    /// <summary>True for the code itself, for the same word as the compatible mode writes it, and for wider codes under which the message also comes.</summary>
    public bool Names(string code)
        => string.Equals(Code, code, StringComparison.OrdinalIgnoreCase) || Aliases?.Contains(code, StringComparer.OrdinalIgnoreCase) == true
            || (Message is not null && AlsoUnder?.Contains(code, StringComparer.OrdinalIgnoreCase) == true);

    public bool IsFamilyOf(string code)
        => Code.EndsWith(".*", StringComparison.Ordinal) && code.StartsWith(Code[..^1], StringComparison.OrdinalIgnoreCase);
}
