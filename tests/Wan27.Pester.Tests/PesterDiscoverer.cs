using Xunit.Abstractions;
using Xunit.Sdk;

namespace Wan27.PesterTests;

/// <summary>Finds the files of the suite. Their tests are known once a file is run: Pester makes them by running code.</summary>
public sealed class PesterDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc/>
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        ModuleUnderTest module = Enum.Parse<ModuleUnderTest>(factAttribute.GetNamedArgument<string>(nameof(PesterSuiteAttribute.Module)));
        return PesterFiles.For(module).Select(file => new PesterTestCase(diagnostics, discoveryOptions, testMethod, module, file));
    }
}
