using System.Management.Automation;

namespace Wan27.Cmdlets.Binding;

/// <summary>The .NET object inside what PowerShell passes around.</summary>
internal static class Unwrap
{
    public static object? Value(object? input) => input is PSObject wrapped ? wrapped.BaseObject : input;
}
