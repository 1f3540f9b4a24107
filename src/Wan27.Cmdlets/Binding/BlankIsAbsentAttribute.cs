using System.Management.Automation;

namespace Wan27.Cmdlets.Binding;

/// <summary>An empty cell of a CSV row is an absent value, not a zero.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BlankIsAbsentAttribute : ArgumentTransformationAttribute
{
    public override bool TransformNullOptionalParameters => false;

    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => Unwrap.Value(inputData) is string text && string.IsNullOrWhiteSpace(text) ? null : inputData;
}
