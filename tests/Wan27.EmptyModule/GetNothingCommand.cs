using System.Management.Automation;

namespace EmptyModule;

/// <summary>All that a binary module needs to be one: what its import costs, every import costs.</summary>
[Cmdlet(VerbsCommon.Get, "Nothing")]
public sealed class GetNothingCommand : Cmdlet
{
}
