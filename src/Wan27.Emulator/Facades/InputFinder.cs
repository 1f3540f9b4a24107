using Wan27.Emulator.Http;
using Wan27.Emulator.Media;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Facades;

/// <summary>Looks at the media that a request to a facade points to, as far as they are within the emulator's reach.</summary>
internal sealed class InputFinder(Premises premises)
{
    /// <summary>What lies at an address.</summary>
    /// <param name="url">The address or data URI.</param>
    /// <param name="dataBytes">Largest file that may come as a data URI; 0 where none may.</param>
    public async Task<MediaLook> LookAsync(string url, long dataBytes)
    {
        if (url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return Data(url, dataBytes);
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return new(null, MediaFlaw.Address);
        }

        return !address.IsLoopback ? new(null, null) : address.Port == premises.Url.Port ? await OwnAsync(address) : await NearAsync(address);
    }

    private async Task<MediaLook> NearAsync(Uri address)
    {
        try
        {
            return new(await premises.Inputs.FetchAsync(address), null);
        }
        catch (ServiceRefusal)
        {
            return new(null, MediaFlaw.Gone);
        }
    }

    private static MediaLook Data(string url, long limit)
    {
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        var head = comma < 0 ? "" : url[..comma];
        var buffer = new byte[Math.Max(0, (url.Length - comma) * 3L / 4)];
        return limit == 0 ? new(null, MediaFlaw.Address)
            : !head.EndsWith(";base64", StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64Chars(url.AsSpan(comma + 1), buffer, out var count) ? new(null, MediaFlaw.Format)
            : count > limit ? new(null, MediaFlaw.Size)
            : new(MediaProbe.Read(new MemoryStream(buffer, 0, count, writable: false)), null);
    }

    private async Task<MediaLook> OwnAsync(Uri address)
    {
        var path = Uri.UnescapeDataString(address.AbsolutePath);
        if (SampleMedia.Find(path) is { } sample)
        {
            using var bytes = sample.Open();
            return new(MediaProbe.Read(bytes), null);
        }

        if (premises.Shelf.Find(path, premises.Now) is { } shelved)
        {
            using var bytes = File.OpenRead(shelved.File!);
            return new(MediaProbe.Read(bytes), null);
        }

        try
        {
            var file = await premises.Results.Require(path, QueryText.Parse(address.Query), premises.Now).FileAsync();
            await using var bytes = file.Open();
            return new(MediaProbe.Read(bytes), null);
        }
        catch (StorageRefusal)
        {
            return new(null, MediaFlaw.Gone);
        }
    }
}
