using System.Management.Automation;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Binding;

/// <summary>
/// Values that fail while they are read or converted, such as a property that a script computes: what they throw is the error of their
/// record, and the others go on.
/// </summary>
internal static class Unreadable
{
    /// <summary>False for what this module says itself, and for what only stops the pipeline.</summary>
    public static bool Is(Exception failed) => failed is not (WanException or PipelineStoppedException or FlowControlException);

    /// <summary>The error of the record.</summary>
    public static WanException Of(Exception failed, string? column = null)
    {
        var cause = failed;
        while (cause is RuntimeException { InnerException: { } inner })
        {
            cause = inner;
        }

        return RouteErrors.ValueUnusableUnread(column is null ? "A value" : $"The value of {column.Trim()}", cause.Message, failed);
    }
}
