using System.Management.Automation;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Profiles;

/// <summary>Resolve-WanError explains without asking anybody.</summary>
public sealed class ResolveErrorTests : EmulatedTests
{
    [Theory]
    [InlineData("New-WanImage fox -ErrorAction SilentlyContinue; Resolve-WanError")]
    [InlineData("New-WanImage fox -ErrorAction SilentlyContinue; 1..3 | ForEach-Object { try { throw 'other' } catch { } }; Resolve-WanError")]
    [InlineData("New-WanImage fox -ErrorAction SilentlyContinue; $Error[0] | Resolve-WanError")]
    [InlineData("try { New-WanImage fox -ErrorAction Stop } catch { $_ | Resolve-WanError }")]
    [InlineData("try { New-WanImage fox -ErrorAction Stop } catch { $_.Exception | Resolve-WanError }")]
    public void An_error_is_explained_with_its_bundle(string script)
    {
        Emulator.Fault(new { kind = "Status", operation = "image.sync", status = 400, code = "Arrearage", message = "Access denied, please make sure your account is in good standing." });
        var explained = Assert.IsType<WanErrorExplanation>(Assert.Single(Shell.Run(script).Output));

        Assert.Equal(("Wan.Billing.Arrearage", WanBoundary.Billing, "Arrearage", "emulator"), (explained.ErrorId, explained.Boundary, explained.Code, explained.Profile));
        Assert.Equal("The account is in debt.", explained.LikelyCause);
        Assert.Contains("Settle the account", explained.FirstFix, StringComparison.Ordinal);
        Assert.NotNull(explained.RequestId);
        Assert.Equal("6. billing source: account, purchases, quotas and rates in the console of the region  <- begin here", explained.CheckOrder[5]);
        Assert.Single(Emulator.Log());
    }

    [Fact]
    public void A_record_that_has_travelled_is_explained_by_its_id()
    {
        Emulator.Fault(new { kind = "Status", operation = "image.sync", status = 403, code = "AccessDenied.Unpurchased", message = "Access to model denied." });
        var error = Assert.Single(Shell.Run("New-WanImage fox").Errors);
        var travelled = PSSerializer.Deserialize(PSSerializer.Serialize(error));

        var explained = Shell.Run("$travelled | Resolve-WanError", ("travelled", travelled)).Single<WanErrorExplanation>();

        Assert.Equal("Wan.Billing.AccessDenied.Unpurchased", explained.ErrorId);
        Assert.Contains("Open Model Studio", explained.FirstFix, StringComparison.Ordinal);
        Assert.Contains("Access to model denied.", explained.Symptom, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-WanImage fox -Profile nobody -ErrorAction SilentlyContinue; Resolve-WanError", "mistyped")]
    [InlineData("Remove-WanProfile emulator -Confirm:$false; New-WanImage fox -ErrorAction SilentlyContinue; Resolve-WanError", "as the default yet")]
    public void A_profile_that_is_not_there_has_a_cause_of_its_own(string script, string cause)
    {
        var explained = Assert.IsType<WanErrorExplanation>(Assert.Single(Shell.Run(script).Output));

        Assert.Contains(cause, explained.LikelyCause, StringComparison.Ordinal);
        Assert.Contains("WAN27_HOME", explained.LikelyCause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_task_explains_itself()
    {
        Emulator.Fault(new { kind = "FailTask", code = "DataInspectionFailed", message = "Output data may contain inappropriate content." });
        var explained = Assert.IsType<WanErrorExplanation>(Assert.Single(Shell.Run(
            "Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P | Wait-WanTask -ErrorAction SilentlyContinue | Resolve-WanError").Output));

        Assert.Equal(WanBoundary.Content, explained.Boundary);
        Assert.NotNull(explained.TaskId);
    }

    [Fact]
    public void What_is_not_an_error_of_this_module_is_refused()
    {
        Shell.Run("try { throw 'x' } catch { $_ | Resolve-WanError }").OnlyError("Wan.Route.NotAnError");
        Shell.Run("$Error.Clear(); Resolve-WanError").OnlyError("Wan.Route.NoError");
    }
}
