using System.Diagnostics;
using System.Globalization;

namespace Wan27.Engine.Tests.Stores;

/// <summary>OpenStack Swift behind its S3 interface: signatures, regions, rights and parts as strict as they get.</summary>
public sealed class SwiftServer : S3Server
{
    // The distribution's own: another Python first on the PATH does not have the distribution's packages.
    private const string Python = "/usr/bin/python3";

    /// <summary>The bucket that the limited users reach; each user lacks a right.</summary>
    public const string LimitedBucket = "limited";

    public static (string AccessKey, string SecretKey) Reader { get; } = ("test:reader", "reading");

    public static (string AccessKey, string SecretKey) Writer { get; } = ("test:writer", "writing");

    public static string? Missing { get; } = Find();

    public override string AccessKey => "test:tester";

    public override string SecretKey => "testing";

    /// <summary>The same server with conditional writes; at its other address it refuses them.</summary>
    public string ConditionalUrl => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Said.Split(' ')[^1]}");

    protected override string? WhyNot => Missing;

    protected override ProcessStartInfo Program(string folder, int port)
        => new(Python, [Script(), folder, port.ToString(CultureInfo.InvariantCulture)]);

    private static string Script()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var script = Path.Combine(folder, "tests", "servers", "swift-s3.py");
            if (File.Exists(script))
            {
                return script;
            }
        }

        throw new InvalidOperationException("tests/servers/swift-s3.py was not found above the tests.");
    }

    private static string? Find()
    {
        if (File.Exists(Python))
        {
            using var asked = Process.Start(new ProcessStartInfo(Python, ["-c", "import swift.common.middleware.s3api.s3api, swift.obj.server"]) { RedirectStandardError = true });
            asked!.StandardError.ReadToEnd();
            asked.WaitForExit();
            if (asked.ExitCode == 0)
            {
                return null;
            }
        }

        return "OpenStack Swift is not installed (Debian: swift-proxy, swift-account, swift-container, swift-object).";
    }
}

/// <summary>One Swift for all tests that need it.</summary>
[CollectionDefinition(Name)]
public sealed class SwiftTests : ICollectionFixture<SwiftServer>
{
    public const string Name = "Swift";
}

/// <summary>A test that needs Swift; skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SwiftFactAttribute : FactAttribute
{
    public SwiftFactAttribute() => Skip = SwiftServer.Missing;
}

/// <summary>As <see cref="SwiftFactAttribute"/>, for theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SwiftTheoryAttribute : TheoryAttribute
{
    public SwiftTheoryAttribute() => Skip = SwiftServer.Missing;
}
