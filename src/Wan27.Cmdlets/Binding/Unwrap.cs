using System.Management.Automation;

namespace Wan27.Cmdlets.Binding;

/// <summary>The .NET object inside what PowerShell passes around.</summary>
internal static class Unwrap
{
    /// <summary>The object itself; null also for the empty cell of a database's row.</summary>
    public static object? Value(object? input) => (input is PSObject wrapped ? wrapped.BaseObject : input) is var value && value is DBNull ? null : value;
}
