using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Emulators;

/// <summary>A machine whose environment names a proxy, in a process of its own: .NET reads the variables once.</summary>
public sealed class ProxyVariableTests
{
    [Theory]
    [InlineData("HTTP_PROXY")]
    [InlineData("http_proxy")]
    [InlineData("ALL_PROXY")]
    [InlineData("all_proxy")]
    public void The_emulator_works_although_the_environment_names_a_proxy(string variable)
    {
        using var child = new ChildShell($$"""
            $env:WAN27_HOME = [System.IO.Directory]::CreateTempSubdirectory('wan27-proxy-').FullName
            [System.Environment]::SetEnvironmentVariable('NO_PROXY', $null)
            [System.Environment]::SetEnvironmentVariable('no_proxy', $null)
            [System.Environment]::SetEnvironmentVariable('{{variable}}', 'http://user:secret@127.0.0.1:1')
            Start-WanEmulator -Default
            $asset = New-WanImage fox -Size 1K | Save-WanResult $env:WAN27_HOME
            "stored $($asset.Length -gt 0)"
            @(Test-WanProfile emulator).ForEach({ "$($_.Check) $($_.Status)" })
            Set-WanProfile far -Region Singapore -Endpoint https://service.example.com -ApiKey ([System.Net.NetworkCredential]::new('', 'sk-0123456789abcdef').SecurePassword)
            if ('{{variable}}' -like 'all*') { @(Test-WanProfile far).Where({ $_.Check -eq 'Endpoint' }).ForEach({ $_.Detail }) }
            Stop-WanEmulator
            [System.IO.Directory]::Delete($env:WAN27_HOME, $true)
            """);

        Assert.Contains("stored True", child.Output);
        Assert.Contains("Endpoint Passed", child.Output);
        Assert.DoesNotContain("secret", child.Result.Output + child.Result.Error, StringComparison.Ordinal);
        if (variable.StartsWith("all", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Contains($"The proxy http://127.0.0.1:1 (from the variable {variable}) does not accept connections; nothing was sent.", child.Result.Output, StringComparison.Ordinal);
        }
    }
}
