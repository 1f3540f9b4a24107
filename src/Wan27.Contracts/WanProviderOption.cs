namespace Wan27;

/// <summary>An option of a route as one provider offers it, or does not, with whose word that is.</summary>
public sealed record WanProviderOption
{
    /// <summary>The provider, as -Provider takes it.</summary>
    public required string Provider { get; init; }

    /// <summary>Whose service that is.</summary>
    public required string Owner { get; init; }

    /// <summary><c>official</c>, or <c>wrapper_route</c> for a provider with a contract of its own.</summary>
    public required string Contract { get; init; }

    /// <summary>The route, one of <see cref="WanRoutes"/>.</summary>
    public required string Route { get; init; }

    /// <summary>The models that it holds for, by the ids that are sent; none for a route that is not offered.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>The option, by the name of its parameter; absent for the route itself.</summary>
    public string? Option { get; init; }

    /// <summary>The provider's own name for it; absent for what is not offered.</summary>
    public string? Field { get; init; }

    /// <summary>True for what can be asked for.</summary>
    public bool IsOffered { get; init; }

    /// <summary>True for what must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Values or limits, in words.</summary>
    public string? Allowed { get; init; }

    /// <summary>What is taken where it is left out; absent where that is not known.</summary>
    public string? Default { get; init; }

    /// <summary>What else is to be known.</summary>
    public string? Note { get; init; }

    /// <summary>Where that is written.</summary>
    public required string Source { get; init; }

    /// <summary>The date of the source.</summary>
    public required string Date { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Provider}, {Route}{(Option is null ? string.Empty : $", {Option}")}: {(IsOffered ? Allowed ?? "offered" : "not offered")}";
}
