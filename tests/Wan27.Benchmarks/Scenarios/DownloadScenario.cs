using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Results;

namespace Wan27.Benchmarks.Scenarios;

/// <summary>A large film with its CRC-64, from a server in a process of its own to disk; and curl, which checks nothing.</summary>
internal static class DownloadScenario
{
    private const int Rounds = 5;
    private const int Length = 512 << 20;

    public static async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        if (FfmpegTools.Find() is not { } tools || !Bench.Has("curl"))
        {
            return [];
        }

        var film = Path.Combine(bench.Folder, "film.mp4");
        await bench.RunAsync(
            Path.Combine(tools.Folder, "ffmpeg"), "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=30:duration=2", "-c:v", "libx264", "-preset", "ultrafast", film);
        await GrowAsync(film);
        using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["serve", film]) { RedirectStandardOutput = true })!;
        try
        {
            var url = (await server.StandardOutput.ReadLineAsync())!;
            using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
            var transfer = new ResultTransfer(http, new ContractView(ContractData.Current), TimeProvider.System);
            var (own, peer, memory) = (new double[Rounds], new double[Rounds], new double[Rounds]);
            for (var round = -1; round < Rounds; round++)
            {
                var copy = Path.Combine(bench.Folder, "curl.mp4");
                var watch = Stopwatch.StartNew();
                await bench.RunAsync("curl", "-s", "-o", copy, url);
                var curl = Length / watch.Elapsed.TotalSeconds / (1 << 20);
                File.Delete(copy);
                var target = Path.Combine(bench.Folder, "own.mp4");
                var before = GC.GetTotalAllocatedBytes();
                watch.Restart();
                await using (var part = PartFile.Open(target))
                {
                    await transfer.FetchAsync(new ResultSource { Url = url, Kind = ResultKind.Video }, part, static (_, _) => Task.FromResult(true), null, CancellationToken.None);
                    await part.CommitAsync(target, overwrite: true);
                }

                // The first round fills the caches of the system and compiles.
                if (round >= 0)
                {
                    own[round] = Length / watch.Elapsed.TotalSeconds / (1 << 20);
                    peer[round] = curl;
                    memory[round] = (GC.GetTotalAllocatedBytes() - before) / (double)(1 << 20);
                }

                File.Delete(target);
            }

            return
            [
                new("download of 512 MB with CRC-64, SHA-256, proof and flush", "MB/s", own, "curl without checks or flush", peer, 0.8, IsAtLeast: true),
                new("the same, allocated", "MB", memory, "24 MB", [.. memory.Select(static _ => 24.0)], 1),
            ];
        }
        finally
        {
            server.Kill();
        }
    }

    /// <summary>Answers any request with a file, until it is killed.</summary>
    public static async Task ServeAsync(string file)
    {
        var crc = new Crc64(Crc64ParameterSet.Create(0x42F0E1EBA9EA3693, ulong.MaxValue, ulong.MaxValue, reflectValues: true));
        await using (var whole = File.OpenRead(file))
        {
            await crc.AppendAsync(whole);
        }

        var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        await Console.Out.WriteLineAsync($"http://{listener.LocalEndpoint}/film.mp4");
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var stream = client.GetStream();
            await using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
            try
            {
                _ = await stream.ReadAsync(new byte[8192]);
                var head = string.Create(
                    CultureInfo.InvariantCulture,
                    $"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: {content.Length}\r\nx-oss-hash-crc64ecma: {crc.GetCurrentHashAsUInt64()}\r\nConnection: close\r\n\r\n");
                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(head));
                await content.CopyToAsync(stream, 1 << 20);
            }
            catch (IOException)
            {
                // Whoever asked has gone.
            }
        }
    }

    /// <summary>Fills a film up with a box that readers pass over.</summary>
    private static async Task GrowAsync(string film)
    {
        await using var file = new FileStream(film, FileMode.Append);
        var piece = new byte[1 << 20];
        var left = Length - (int)file.Length;
        var box = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(box, left);
        "free"u8.CopyTo(box.AsSpan(4));
        await file.WriteAsync(box);
        var random = new Random(1);
        for (left -= box.Length; left > 0; left -= piece.Length)
        {
            random.NextBytes(piece);
            await file.WriteAsync(piece.AsMemory(0, Math.Min(left, piece.Length)));
        }
    }
}
