using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Tiff;
using MetadataExtractor.IO;

namespace Wan27.Engine.Media.Readers;

/// <summary>
/// Takes size and orientation out of the first IFD of TIFF-shaped data (TIFF files, EXIF blocks) while MetadataExtractor walks it.
/// Every tag is taken over before the walker would copy its value, because a hostile file may declare thousands of overlapping
/// large values; the number of callbacks is bounded for the same reason.
/// </summary>
internal sealed class Orientation : ITiffHandler
{
    private const int CallbackBudget = 20_000;

    private int _callbacks;

    public int Value { get; private set; } = 1;

    public long? Width { get; private set; }

    public long? Height { get; private set; }

    public bool HasAlpha { get; private set; }

    public bool IsReadable { get; private set; }

    public int Rotation => Value switch
    {
        3 or 4 => 180,
        6 or 7 => 90,
        5 or 8 => 270,
        _ => 0,
    };

    public bool IsMirrored => Value is 2 or 4 or 5 or 7;

    /// <summary>Reads the block; damaged metadata leaves the picture upright, as viewers do.</summary>
    public static Orientation Read(IndexedReader reader)
    {
        var handler = new Orientation();
        try
        {
            TiffReader.ProcessTiff(reader, handler);
            handler.IsReadable = true;
        }
        catch (Exception exception) when (exception is ImageProcessingException or IOException)
        {
            handler.IsReadable = handler.Width is not null && handler.Height is not null;
        }

        return handler;
    }

    public bool CustomProcessTag(int tagOffset, ICollection<int> processedIfdOffsets, IndexedReader reader, int tagId, int byteCount)
    {
        Spend();
        switch (tagId)
        {
            case ExifDirectoryBase.TagOrientation when byteCount >= 2:
                var value = reader.GetUInt16(tagOffset);
                Value = value is >= 1 and <= 8 ? value : 1;
                break;
            case ExifDirectoryBase.TagImageWidth:
                Width = Number(reader, tagOffset, byteCount);
                break;
            case ExifDirectoryBase.TagImageHeight:
                Height = Number(reader, tagOffset, byteCount);
                break;
            case ExtraSamples when byteCount >= 2:
                HasAlpha = reader.GetUInt16(tagOffset) is 1 or 2;
                break;
        }

        return true;
    }

    public bool TryEnterSubIfd(int tagType)
    {
        Spend();
        return false;
    }

    public bool HasFollowerIfd() => false;

    public bool TryCustomProcessFormat(int tagId, TiffDataFormatCode formatCode, uint componentCount, out long byteCount)
    {
        byteCount = 0;
        return false;
    }

    public void SetTiffMarker(int marker)
    {
    }

    public void EndingIfd()
    {
    }

    public void Warn(string message)
    {
    }

    public void Error(string message)
    {
    }

    public void SetByteArray(int tagId, byte[] bytes)
    {
    }

    public void SetString(int tagId, StringValue str)
    {
    }

    public void SetRational(int tagId, Rational rational)
    {
    }

    public void SetRationalArray(int tagId, Rational[] array)
    {
    }

    public void SetFloat(int tagId, float float32)
    {
    }

    public void SetFloatArray(int tagId, float[] array)
    {
    }

    public void SetDouble(int tagId, double double64)
    {
    }

    public void SetDoubleArray(int tagId, double[] array)
    {
    }

    public void SetInt8S(int tagId, sbyte int8S)
    {
    }

    public void SetInt8SArray(int tagId, sbyte[] array)
    {
    }

    public void SetInt8U(int tagId, byte int8U)
    {
    }

    public void SetInt8UArray(int tagId, byte[] array)
    {
    }

    public void SetInt16S(int tagId, short int16S)
    {
    }

    public void SetInt16SArray(int tagId, short[] array)
    {
    }

    public void SetInt16U(int tagId, ushort int16U)
    {
    }

    public void SetInt16UArray(int tagId, ushort[] array)
    {
    }

    public void SetInt32S(int tagId, int int32S)
    {
    }

    public void SetInt32SArray(int tagId, int[] array)
    {
    }

    public void SetInt32U(int tagId, uint int32U)
    {
    }

    public void SetInt32UArray(int tagId, uint[] array)
    {
    }

    private const int ExtraSamples = 0x0152;

    private static long Number(IndexedReader reader, int offset, int byteCount)
        => byteCount >= 4 ? reader.GetUInt32(offset) : byteCount >= 2 ? reader.GetUInt16(offset) : 0;

    private void Spend()
    {
        if (++_callbacks > CallbackBudget)
        {
            throw new TiffProcessingException("The directory is larger than any real one.");
        }
    }
}
