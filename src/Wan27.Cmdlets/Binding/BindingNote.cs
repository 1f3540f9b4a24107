namespace Wan27.Cmdlets.Binding;

/// <summary>What the reading of one value has to tell its cmdlet beside the value itself.</summary>
internal sealed record BindingNote
{
    /// <summary>Why the value cannot be used; null when it can.</summary>
    public WanException? Fault { get; init; }

    /// <summary>Why there is no value, for a cmdlet that cannot do without; null when there is one.</summary>
    public WanException? Missing { get; init; }

    /// <summary>The uploads among what was given: their URLs alone do not tell which model they were made for.</summary>
    public IReadOnlyList<WanPublishedMedia> Uploads { get; init; } = [];

    /// <summary>What was given, where more than its text counts.</summary>
    public object? Given { get; init; }

    /// <summary>The record from the pipeline, where the parameter takes the whole of it.</summary>
    public object? Record { get; init; }
}
