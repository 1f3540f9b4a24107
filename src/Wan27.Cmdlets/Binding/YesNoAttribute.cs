using System.Management.Automation;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Binding;

/// <summary>Lets a CSV cell set a switch: true, yes, 1 and false, no, 0 or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class YesNoAttribute : CellAttribute
{
    protected override object Unusable => new SwitchParameter(false);

    protected override object? Read(object? input) => Cell.Single(input) switch
    {
        null => false,
        bool given => given,
        SwitchParameter given => given,
        var value => Cell.Text(value).Trim().ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "Y" or "1" => true,
            "FALSE" or "NO" or "N" or "0" => false,
            _ => throw RouteErrors.ValueUnusableOfNoAnswer(Cell.Shown(value)),
        },
    };
}
