namespace Wan27.Cmdlets.Commands;

/// <summary>What a route's cmdlet does with its records. Every call comes on the pipeline thread.</summary>
internal interface IRecordWork : IDisposable
{
    /// <summary>Takes in the record that the parameters stand for now.</summary>
    void Take();

    /// <summary>Reports a record that was not taken in, in its place among the others.</summary>
    void Refuse(WanException refused);

    /// <summary>Waits for the rest.</summary>
    void Finish();
}
