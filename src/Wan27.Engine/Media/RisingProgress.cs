namespace Wan27.Engine.Media;

/// <summary>Passes progress on only when it has grown, since a second try begins at zero again.</summary>
internal sealed class RisingProgress(IProgress<double>? target) : IProgress<double>
{
    private readonly object _gate = new();
    private double _highest = -1;

    public void Report(double value)
    {
        lock (_gate)
        {
            if (value <= _highest)
            {
                return;
            }

            _highest = value;
        }

        target?.Report(value);
    }
}
