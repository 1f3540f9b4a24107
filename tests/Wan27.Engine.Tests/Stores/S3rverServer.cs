using System.Diagnostics;
using System.Globalization;

namespace Wan27.Engine.Tests.Stores;

/// <summary>s3rver: a small server that ignores conditions, MD5s and regions, cannot list or abort uploads, and has entity tags of its own.</summary>
public sealed class S3rverServer : S3Server
{
    /// <summary>Folder that npm installed s3rver into.</summary>
    public const string Variable = "WAN27_S3RVER";

    public static string? Missing { get; } = Script() is null ? $"{Variable} names no folder that npm installed s3rver into." : null;

    public override string AccessKey => "S3RVER";

    public override string SecretKey => "S3RVER";

    protected override string? WhyNot => Missing;

    protected override ProcessStartInfo Program(string folder, int port)
        => new("node", [Script()!, "-d", folder, "-a", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "--no-vhost-buckets"]);

    private static string? Script()
        => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder && Path.Combine(folder, "node_modules", "s3rver", "bin", "s3rver.js") is var main && File.Exists(main) ? main : null;
}

/// <summary>One s3rver for all tests that need it.</summary>
[CollectionDefinition(Name)]
public sealed class S3rverTests : ICollectionFixture<S3rverServer>
{
    public const string Name = "s3rver";
}

/// <summary>A test that needs s3rver; skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class S3rverFactAttribute : FactAttribute
{
    public S3rverFactAttribute() => Skip = S3rverServer.Missing;
}
