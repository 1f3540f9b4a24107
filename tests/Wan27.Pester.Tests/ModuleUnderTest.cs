namespace Wan27.PesterTests;

/// <summary>Which of the two layouts of the module a run imports.</summary>
public enum ModuleUnderTest
{
    /// <summary>The repository, after a build.</summary>
    Built,

    /// <summary>The folder that is published.</summary>
    Packed,
}
