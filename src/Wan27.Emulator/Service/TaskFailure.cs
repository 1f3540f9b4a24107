namespace Wan27.Emulator.Service;

/// <summary>The reason with which a task will end.</summary>
internal sealed record TaskFailure(string? Code, string? Message, FailureForm Form);
