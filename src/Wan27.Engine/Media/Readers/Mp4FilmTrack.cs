namespace Wan27.Engine.Media.Readers;

/// <summary>Tells the picture of a film from the pictures that films carry besides: chapter marks, covers, alternatives that are switched off.</summary>
internal static class Mp4FilmTrack
{
    private static readonly string[] PictureCodecs = ["mjpeg", "png", "jpeg", "gif", "bmp", "tiff"];

    /// <summary>The moving track that is shown and lasts longest, else the nearest to it; null where there are chapters and covers only.</summary>
    public static Mp4Track? Find(Mp4Index index)
    {
        var chapters = index.Tracks.SelectMany(static track => track.Chapters).ToHashSet();
        var hasSound = index.Tracks.Any(static track => track.IsAudio);
        return index.Tracks
            .Where(track => track.IsVideo && !chapters.Contains(track.Id) && !(hasSound && IsCover(track)))
            .OrderByDescending(static track => track.IsMoving)
            .ThenByDescending(static track => track.IsEnabled)
            .ThenByDescending(track => track.Shown(index.Timescale) ?? TimeSpan.Zero)
            .ThenByDescending(static track => (long)track.Width * track.Height)
            .FirstOrDefault();
    }

    private static bool IsCover(Mp4Track track) => track.Timeline.Samples == 1 && PictureCodecs.Contains(track.Codec);
}
