using Wan27.Engine.Media;

namespace Wan27.Engine.Routes;

/// <summary>What was learnt about the media of one request.</summary>
internal sealed class MediaReadings(IReadOnlyDictionary<MediaPart, MediaReading> readings)
{
    public MediaReading? Find(string type, MediaSource? source)
        => readings.FirstOrDefault(pair => pair.Key.Type == type && pair.Key.Source == source).Value;
}
