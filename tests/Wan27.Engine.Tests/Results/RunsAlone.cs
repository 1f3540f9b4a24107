namespace Wan27.Engine.Tests.Results;

/// <summary>Tests that measure the whole process and therefore run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    public const string Name = "alone";
}
