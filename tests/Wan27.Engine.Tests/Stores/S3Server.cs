using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Wan27.Engine.Tests.Stores;

/// <summary>A real S3 server of another house on loopback, in a temporary folder. It is stopped by its process id.</summary>
public abstract class S3Server : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Process? _process;
    private string _folder = string.Empty;

    /// <summary>Why this server cannot run here; null when it can.</summary>
    protected abstract string? WhyNot { get; }

    public string Url { get; private set; } = string.Empty;

    /// <summary>The word that the server says when it listens, and what came behind it.</summary>
    protected string Said { get; private set; } = string.Empty;

    public abstract string AccessKey { get; }

    public abstract string SecretKey { get; }

    public async Task InitializeAsync()
    {
        if (WhyNot is not null)
        {
            return;
        }

        _folder = Directory.CreateTempSubdirectory("wan27-s3-").FullName;
        var port = FreePort();
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        var start = Program(_folder, port);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start) ?? throw new InvalidOperationException("The S3 server did not start.");
        var errors = _process.StandardError.ReadToEndAsync();
        using var late = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(late.Token) is { } line)
        {
            if (line.Contains("listening", StringComparison.OrdinalIgnoreCase))
            {
                Said = line;
                _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return;
            }
        }

        throw new InvalidOperationException($"The S3 server ended: {await errors}");
    }

    public Task DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        if (_folder.Length > 0)
        {
            Directory.Delete(_folder, recursive: true);
        }

        return Task.CompletedTask;
    }

    /// <summary>The program that serves a folder on a port.</summary>
    protected abstract ProcessStartInfo Program(string folder, int port);

    /// <summary>Makes a bucket where there is none.</summary>
    public async Task MakeBucketAsync(string bucket)
    {
        using var client = Client();
        try
        {
            await client.PutBucketAsync(bucket);
        }
        catch (BucketAlreadyOwnedByYouException)
        {
            // An earlier test made it.
        }
    }

    /// <summary>Names of the objects of a bucket.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(string bucket)
    {
        using var client = Client();
        return [.. ((await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket })).S3Objects ?? []).Select(static found => found.Key).Order(StringComparer.Ordinal)];
    }

    /// <summary>The library itself, as any other program would use it.</summary>
    public AmazonS3Client Client(string? url = null)
        => new(new BasicAWSCredentials(AccessKey, SecretKey), new AmazonS3Config
        {
            ServiceURL = url ?? Url,
            AuthenticationRegion = "us-east-1",
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
