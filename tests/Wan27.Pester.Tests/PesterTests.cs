namespace Wan27.PesterTests;

/// <summary>The suite in tests/Pester; each Pester test is a result of its own.</summary>
public sealed class PesterTests
{
    [PesterSuite(nameof(ModuleUnderTest.Built))]
    public void On_the_built_module()
    {
        // What is run lies in the files that the attribute finds.
    }

    [PesterSuite(nameof(ModuleUnderTest.Packed))]
    public void On_the_packed_module()
    {
        // What is run lies in the files that the attribute finds.
    }
}
