namespace Wan27.Benchmarks;

/// <summary>One line of the table: what was measured, and what was measured beside it in the same run.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Unit">Unit of its values.</param>
/// <param name="Values">Its value of each round.</param>
/// <param name="Beside">The peer, or the smaller job that it is held against.</param>
/// <param name="Peers">The peer's value of each round, in the same unit.</param>
/// <param name="Target">The ratio that is aimed at.</param>
/// <param name="IsAtLeast">True where more is better.</param>
internal sealed record Figure(string What, string Unit, double[] Values, string Beside, double[] Peers, double Target, bool IsAtLeast = false)
{
    public double Median => MedianOf(Values);

    public double PeerMedian => MedianOf(Peers);

    /// <summary>The median of the rounds' own ratios: a machine that is busy for a while slows both sides of a round.</summary>
    public double Ratio => MedianOf([.. Values.Zip(Peers, static (own, peer) => own / peer)]);

    public bool IsReached => IsAtLeast ? Ratio >= Target : Ratio <= Target;

    private static double MedianOf(double[] values) => values.Order().ElementAt(values.Length / 2);
}
