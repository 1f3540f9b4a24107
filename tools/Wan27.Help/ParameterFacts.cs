namespace Wan27.Help;

/// <summary>What the built assembly says about a parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Name of its type as a user reads it, such as <c>String[]</c>.</param>
/// <param name="FullType">Full name of its type.</param>
/// <param name="Aliases">Its other names.</param>
/// <param name="Values">The only values it takes, where they are listed.</param>
/// <param name="Wildcards">True when it takes wildcard characters.</param>
/// <param name="Uses">How it is used, one entry for each parameter set that names it.</param>
internal sealed record ParameterFacts(
    string Name, string Type, string FullType, IReadOnlyList<string> Aliases, IReadOnlyList<string> Values, bool Wildcards, IReadOnlyList<ParameterUse> Uses)
{
    /// <summary>True for a parameter that is given without a value.</summary>
    public bool IsSwitch => Type == "SwitchParameter";

    /// <summary>True when it takes several values.</summary>
    public bool IsList => Type.EndsWith("[]", StringComparison.Ordinal);

    /// <summary>The use in a set; null when the set does not have the parameter.</summary>
    public ParameterUse? In(string set) => Uses.FirstOrDefault(use => use.Set is null || use.Set == set);
}
