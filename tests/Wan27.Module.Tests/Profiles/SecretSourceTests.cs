using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Profiles;

/// <summary>A key in a vault, read through whatever Get-Secret the session has.</summary>
public sealed class SecretSourceTests : EmulatedTests
{
    [Theory]
    [InlineData("[System.Net.NetworkCredential]::new('', $key).SecurePassword")]
    [InlineData("$key")]
    [InlineData("[System.Management.Automation.PSCredential]::new('wan', [System.Net.NetworkCredential]::new('', $key).SecurePassword)")]
    public void A_secret_of_any_usual_type_is_the_key(string secret)
    {
        Shell.Run($"function Get-Secret {{ param($Name, $Vault) $global:asked = \"$Name $Vault\"; $key = '{EmulatorControl.Key}'; {secret} }}").MustSucceed();
        Shell.Run("Set-WanProfile emulator -ApiKeySecret wan -Vault store").MustSucceed();

        var picture = Shell.Run("New-WanImage fox -Size 1K").Single<WanImageResult>();

        Assert.Equal("secret wan in vault store", picture.KeySource);
        Assert.Equal("wan store", Shell.Run("$asked").Single<string>());
        Assert.DoesNotContain(EmulatorControl.Key, string.Concat(Directory.GetFiles(Shell.PathOf("home"), "*.json").Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_module_the_error_says_what_to_install()
    {
        Shell.Run("Set-WanProfile emulator -ApiKeySecret wan").MustSucceed();
        var error = Assert.Single(Shell.Run("New-WanImage fox -Size 1K").Errors);

        Assert.StartsWith("Wan.Key.SecretModuleMissing", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Microsoft.PowerShell.SecretManagement", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(Emulator.Log());
    }

    [Theory]
    [InlineData("throw 'the vault is locked'", "Wan.Key.SecretUnreadable")]
    [InlineData("", "Wan.Key.KeyMissing")]
    [InlineData("42", "Wan.Key.KeyMissing")]
    public void A_secret_that_is_no_key_is_an_error_of_its_own(string body, string id)
    {
        Shell.Run($"function Get-Secret {{ param($Name, $Vault) {body} }}; Set-WanProfile emulator -ApiKeySecret wan").MustSucceed();

        Assert.StartsWith(id, Assert.Single(Shell.Run("New-WanImage fox -Size 1K").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(Emulator.Log());
    }
}
