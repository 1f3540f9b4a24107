namespace Wan27.Engine.Results;

/// <summary>Follows the saving of one file: the bytes that are here, which may become fewer when a download begins anew, and the pauses.</summary>
internal interface ISaveWatch : IProgress<long>
{
    /// <summary>A pause begins; the text says why, and when it ends.</summary>
    void Waiting(string text);

    void Warning(string text);
}
