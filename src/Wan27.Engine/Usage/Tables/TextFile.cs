using System.Text;

namespace Wan27.Engine.Usage.Tables;

/// <summary>A file of text in whatever encoding a program of its author wrote it.</summary>
internal static class TextFile
{
    /// <summary>No list and no bill of this kind is longer; a film that was given by mistake is not read into memory.</summary>
    private const long LongestBytes = 256L * 1024 * 1024;

    /// <summary>The text, by its byte order mark, else as UTF-8.</summary>
    /// <exception cref="InvalidDataException">It is too long, or no text.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InvalidDataException("it is a folder");
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > LongestBytes)
        {
            throw new InvalidDataException($"it is longer than {LongestBytes / 1024 / 1024} MB");
        }

        using var reader = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
        try
        {
            var text = reader.ReadToEnd();
            return text.Contains('\0', StringComparison.Ordinal) ? throw new InvalidDataException("it is no text") : text;
        }
        catch (DecoderFallbackException misread)
        {
            throw new InvalidDataException("it is not written in UTF-8: save it as CSV UTF-8 or JSON", misread);
        }
    }
}
