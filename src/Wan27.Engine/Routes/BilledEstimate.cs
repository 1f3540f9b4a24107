namespace Wan27.Engine.Routes;

/// <summary>What a request would be billed for, as far as it is known before the submit (contract section 10).</summary>
internal sealed record BilledEstimate(string Text, double? Units, string Unit);
