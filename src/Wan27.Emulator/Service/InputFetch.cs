using Wan27.Emulator.Media;

namespace Wan27.Emulator.Service;

/// <summary>Fetches inputs by their addresses as the service does: a plain GET of the whole, without any key, following nothing.</summary>
internal sealed class InputFetch(TempFolder folder) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { Timeout = Patience };

    /// <summary>What the file behind an address is.</summary>
    /// <exception cref="ServiceRefusal">It cannot be fetched.</exception>
    public async Task<MediaFacts> ReadAsync(Uri address)
    {
        var path = folder.NewFile(".input");
        await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose });
        try
        {
            using var answer = await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
            if (!answer.IsSuccessStatusCode)
            {
                throw ServiceRefusal.MediaDownload();
            }

            await answer.Content.CopyToAsync(file);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or OperationCanceledException)
        {
            throw ServiceRefusal.MediaDownload();
        }

        file.Position = 0;
        return MediaProbe.Read(file);
    }

    public void Dispose() => _http.Dispose();
}
