using System.Collections;
using System.Management.Automation;

namespace Wan27.Cmdlets.Commands;

/// <summary>
/// What every cmdlet that starts tasks takes beside its route's options. PowerShell binds only properties of the class, and its one base holds the
/// route's options, so each has those of its own; a test holds them alike.
/// </summary>
internal interface IStartsTasks
{
    string? JobKey { get; }

    SwitchParameter Force { get; }

    WanOnAmbiguous OnAmbiguous { get; }

    SwitchParameter SkipPreflight { get; }

    Hashtable? BudgetLimit { get; }

    WanBudgetPolicy BudgetPolicy { get; }
}
