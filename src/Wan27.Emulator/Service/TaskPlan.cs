namespace Wan27.Emulator.Service;

/// <summary>What an accepted request will lead to.</summary>
internal abstract record TaskPlan(string Model, string Prompt);

/// <summary>Pictures to be made.</summary>
internal sealed record ImagePlan(string Model, string Prompt, int Width, int Height, int Count, bool Sequential, IReadOnlyList<string> Palette, int InputTokens)
    : TaskPlan(Model, Prompt)
{
    /// <summary>How the pictures are written: png, jpeg or webp.</summary>
    public string Format { get; init; } = "png";
}

/// <summary>A clip to be made; <see cref="WholeSeconds"/> tells whether its usage is counted in integers.</summary>
internal sealed record ClipPlan(string Model, string Prompt, int Width, int Height, double Seconds, double InputSeconds, int Tier, bool WholeSeconds)
    : TaskPlan(Model, Prompt)
{
    /// <summary>The named shape that usage tells of; null on routes that take their shape from an input.</summary>
    public string? Ratio { get; init; }
}
