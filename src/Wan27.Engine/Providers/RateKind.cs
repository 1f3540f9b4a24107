namespace Wan27.Engine.Providers;

/// <summary>What the service counts.</summary>
internal enum RateKind
{
    /// <summary>New tasks, counted per account and model.</summary>
    Submit,

    /// <summary>Looks at tasks, counted per account.</summary>
    Query,
}
