using Wan27.Engine.Tests.Stores;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Stores;

/// <summary>A store of a session on the S3 server of the tests.</summary>
internal static class StoreCommands
{
    /// <summary>Sets a store with its keys in files of the session's folder.</summary>
    public static void Set(Shell shell, S3Server server, string name, string bucket, string more = "")
    {
        File.WriteAllText(shell.PathOf("access.key"), server.AccessKey);
        File.WriteAllText(shell.PathOf("secret.key"), server.SecretKey);
        shell.Run($"Set-WanStore {name} {bucket} -Endpoint {server.Url} -AccessKeyFile access.key -SecretKeyFile secret.key {more}").MustSucceed();
    }
}
