namespace Wan27.Engine.Results.Proofs;

/// <summary>What a result was found to be: the format that it is named after, or why it is none.</summary>
/// <param name="Format">The format by content, as the contract data writes it.</param>
/// <param name="Verdict">Whether it is the result.</param>
/// <param name="Detail">What came instead, or what is wrong with it; empty when it is proven.</param>
internal sealed record ProvenMedia(string Format, ProofVerdict Verdict, string Detail = "")
{
    public bool IsProven => Verdict == ProofVerdict.Whole;
}

/// <summary>How a proof ended.</summary>
internal enum ProofVerdict
{
    /// <summary>Of the kind that the route makes, and whole.</summary>
    Whole,

    /// <summary>Something else than the route makes.</summary>
    SomethingElse,

    /// <summary>Of the right kind, but cut off, damaged or followed by what does not belong to it.</summary>
    NotWhole,
}
