using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
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

    [Theory]
    [InlineData(
        "throw 'A valid password is required to access the Microsoft.PowerShell.SecretStore vault.'",
        "The key is secret wan in vault store, which Get-Secret could not read: A valid password is required to access the Microsoft.PowerShell.SecretStore vault.",
        "Unlock the vault in this session, such as with Unlock-SecretStore, then run it again.")]
    [InlineData(
        "$PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([System.Exception]::new('The secret wan was not found.'), 'x', 'ObjectNotFound', $Name))",
        "The key is secret wan in vault store, which Get-Secret could not read: The secret wan was not found.",
        "Look for the name with Get-SecretInfo -Vault store, then name the secret with Set-WanProfile -ApiKeySecret.")]
    [InlineData(
        "throw [System.Exception]::new('Unable to get secret wan from vault store', [System.IO.IOException]::new('The file is in use.'))",
        "The key is secret wan in vault store, which Get-Secret could not read: Unable to get secret wan from vault store The file is in use.",
        "Try Get-Secret alone in this session: what it needs there, it needs here.")]
    [InlineData(
        "@{ key = 'sk-1' }",
        "There is no key in its source (secret wan in vault store): what Get-Secret gave is of the type Hashtable; a key is a String, a SecureString or a PSCredential.",
        "Store the bare key as a String or SecureString with Set-Secret, or name another source with Set-WanProfile.")]
    public void The_vaults_own_sentence_is_in_the_error_the_test_and_the_explanation(string body, string message, string action)
    {
        Shell.Run($"function Get-Secret {{ [CmdletBinding()]param($Name, $Vault) {body} }}; Set-WanProfile emulator -ApiKeySecret wan -Vault store").MustSucceed();

        var error = Assert.Single(Shell.Run("New-WanImage fox -Size 1K").Errors);
        var check = Assert.Single(Shell.Run("Test-WanProfile emulator").MustSucceed().Of<WanProfileCheck>(), static row => row.Check == "Key");
        var explained = Shell.Run("Resolve-WanError $record", ("record", error)).Single<WanErrorExplanation>();

        Assert.StartsWith(message, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal((action, message, action), (error.ErrorDetails.RecommendedAction, check.Detail, check.Fix));
        Assert.Equal((message, action), (explained.Symptom, explained.FirstFix));
        Assert.StartsWith("1. key source: ", explained.CheckOrder[0], StringComparison.Ordinal);
        Assert.EndsWith("<- begin here", explained.CheckOrder[0], StringComparison.Ordinal);
        Assert.DoesNotContain(Emulator.Log(), static asked => asked.GetProperty("hasAuthorization").GetBoolean());
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void A_vault_that_fails_in_passing_is_asked_a_few_times(int failures, bool isRead)
    {
        Shell.Run($"$global:asked = 0; function Get-Secret {{ param($Name, $Vault) if (++$global:asked -le {failures}) {{ throw 'The file is in use.' }}; '{EmulatorControl.Key}' }}; Set-WanProfile emulator -ApiKeySecret wan").MustSucceed();

        Assert.Equal(isRead ? 0 : 1, Shell.Run("New-WanImage fox -Size 1K").Errors.Count);
        Assert.Equal(3, Shell.Run("$asked").Single<int>());
    }

    [Fact]
    public void A_locked_vault_is_asked_once_because_each_time_may_ask_for_its_password()
    {
        Shell.Run("$global:asked = 0; function Get-Secret { param($Name, $Vault) $global:asked++; throw 'The vault is locked.' }; Set-WanProfile emulator -ApiKeySecret wan").MustSucceed();

        Assert.Single(Shell.Run("New-WanImage fox -Size 1K").Errors);
        Assert.Equal(1, Shell.Run("$asked").Single<int>());
    }

    [Fact]
    public async Task Runspaces_read_a_vault_one_after_the_other()
    {
        Shell.Run("Set-WanProfile emulator -ApiKeySecret wan").MustSucceed();
        var (busy, crowded) = (new SemaphoreSlim(1), new ConcurrentBag<bool>());
        var script = $"Import-Module '{ModuleAssemblies.Manifest}'; function Get-Secret {{ param($Name, $Vault) if (-not $busy.Wait(0)) {{ $crowded.Add($true); throw 'The file is in use.' }}; "
            + $"[System.Threading.Thread]::Sleep(100); $null = $busy.Release(); '{EmulatorControl.Key}' }}; "
            + "New-WanImage fox -Size 1K -WhatIf";

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
            runspace.Open();
            runspace.SessionStateProxy.SetVariable("busy", busy);
            runspace.SessionStateProxy.SetVariable("crowded", crowded);
            using var shell = PowerShell.Create(runspace);
            ShellResult.Of(shell.AddScript(script)).MustSucceed();
        })));

        Assert.Empty(crowded);
    }
}
