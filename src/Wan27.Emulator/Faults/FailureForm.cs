namespace Wan27.Emulator;

/// <summary>Where a failed task carries its reason; the service's pages show all three.</summary>
public enum FailureForm
{
    /// <summary><c>output.code</c> and <c>output.message</c> beside the status.</summary>
    Output,

    /// <summary>A status of FAILED without any reason.</summary>
    Bare,

    /// <summary><c>code</c> and <c>message</c> at the top, no output, as the image page prints it.</summary>
    Flat,
}
