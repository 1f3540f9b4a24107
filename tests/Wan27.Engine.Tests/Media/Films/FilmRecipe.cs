namespace Wan27.Engine.Tests.Media.Films;

/// <summary>How a film of the comparison is made: an ffmpeg command line without the program, then operations on its boxes.</summary>
/// <param name="Name">How failures call it.</param>
/// <param name="Extension">What its name ends in, which need not be what it is.</param>
/// <param name="Arguments">Words between spaces; <c>{name}</c> stands for a base of <see cref="FilmBases"/>.</param>
/// <param name="Operations">Names of operations of <see cref="FilmSurgery"/>.</param>
internal sealed record FilmRecipe(string Name, string Extension, string Arguments, params string[] Operations)
{
    public override string ToString()
        => $"{Name}: ffmpeg {Arguments} film{Extension}{(Operations.Length == 0 ? string.Empty : $", then {string.Join(", ", Operations)}")}";
}
