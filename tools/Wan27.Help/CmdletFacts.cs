namespace Wan27.Help;

/// <summary>What the built assembly says about a cmdlet.</summary>
/// <param name="Verb">Verb of the name.</param>
/// <param name="Noun">Noun of the name.</param>
/// <param name="Outputs">Full names of the types it declares to emit.</param>
/// <param name="DefaultSet">Name of the default parameter set, if it has one.</param>
/// <param name="Parameters">Its parameters, the common ones left out.</param>
internal sealed record CmdletFacts(string Verb, string Noun, IReadOnlyList<string> Outputs, string? DefaultSet, IReadOnlyList<ParameterFacts> Parameters)
{
    /// <summary>Verb and noun.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>Names of the parameter sets, the default one first; one nameless set when there are none.</summary>
    public IReadOnlyList<string> Sets
        => Parameters.SelectMany(static parameter => parameter.Uses).Select(static use => use.Set).OfType<string>().Distinct().ToArray() is { Length: > 0 } named
            ? [.. named.Append(DefaultSet).OfType<string>().Distinct().OrderByDescending(name => name == DefaultSet)]
            : [string.Empty];
}
