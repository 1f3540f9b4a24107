using Xunit.Sdk;

namespace Wan27.PesterTests;

/// <summary>Stands for every file of tests/Pester that is meant for a layout of the module.</summary>
/// <param name="module">A name of <see cref="ModuleUnderTest"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Wan27.PesterTests.PesterDiscoverer", "Wan27.Pester.Tests")]
public sealed class PesterSuiteAttribute(string module) : FactAttribute
{
    /// <summary>A name of <see cref="ModuleUnderTest"/>.</summary>
    public string Module { get; } = module;
}
