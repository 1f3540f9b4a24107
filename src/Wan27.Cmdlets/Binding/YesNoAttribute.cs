using System.Management.Automation;

namespace Wan27.Cmdlets.Binding;

/// <summary>Lets a CSV cell set a switch: true, yes, 1 and false, no, 0 or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class YesNoAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => Unwrap.Value(inputData) is string text
            ? text.Trim().ToUpperInvariant() switch
            {
                "TRUE" or "YES" or "Y" or "1" => true,
                "" or "FALSE" or "NO" or "N" or "0" => false,
                _ => throw new ArgumentTransformationMetadataException($"'{text}' is neither yes nor no. Write true, yes or 1; or false, no, 0 or nothing."),
            }
            : inputData;
}
