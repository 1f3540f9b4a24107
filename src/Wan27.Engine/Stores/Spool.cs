using System.Security.Cryptography;
using System.Text;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Stores;

/// <summary>The folder where results wait on their way to a store. A result has one place there, so that the next run goes on where one was killed.</summary>
internal static class Spool
{
    /// <summary>The place of a result; its folder is made, for its owner only.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="store">Where the result goes.</param>
    /// <param name="owner">Tells it from all other results.</param>
    public static string PathOf(string folder, ObjectStore store, string owner)
    {
        OwnerOnly.CreateFolder(folder);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{store.Place.Endpoint}{store.UriOf(owner)}"));
        return Path.Combine(folder, Convert.ToHexString(hash.AsSpan(0, 16)).ToLowerInvariant());
    }
}
