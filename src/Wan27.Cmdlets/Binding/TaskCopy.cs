using System.Management.Automation;

namespace Wan27.Cmdlets.Binding;

/// <summary>A task that came back from another process, such as a Start-Job: PowerShell leaves its properties and takes its type.</summary>
internal static class TaskCopy
{
    private const string TypeName = "Deserialized.Wan27.WanTask";

    /// <summary>The id of such a copy; null for anything else.</summary>
    public static string? IdOf(PSObject? input)
        => input?.TypeNames.Contains(TypeName) == true ? input.Properties[nameof(WanTask.TaskId)]?.Value as string : null;
}
