namespace Wan27.Engine.Media.Readers;

/// <summary>How the frames of one kind of sound are told.</summary>
internal interface IFrameGrammar
{
    /// <summary>Bytes that a header takes.</summary>
    static abstract int HeaderLength { get; }

    /// <summary>Reads a header; false where there is none.</summary>
    bool TryParse(ReadOnlySpan<byte> header, out SoundFrame frame);
}
