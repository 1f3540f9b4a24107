using System.Net;
using System.Net.Sockets;
using Wan27.Engine.Media;

namespace Wan27.Engine.Checking;

/// <summary>Whether the service reaches the server of a store: it fetches inputs itself, from the internet.</summary>
internal static class StoreReach
{
    /// <summary>Endings of names that only a network of one's own knows.</summary>
    private static readonly string[] OwnEndings = [".local", ".localdomain", ".internal", ".lan", ".intranet", ".home.arpa"];

    private enum Reach
    {
        Machine,
        Network,
        World,
    }

    /// <summary>A finding where the service cannot, or may not, reach the store; null where nothing speaks against it.</summary>
    /// <param name="role">What the object is for.</param>
    /// <param name="subject">How messages call it.</param>
    /// <param name="verb">How it comes to be in the store, such as <c>lies in</c>.</param>
    /// <param name="place">The store.</param>
    /// <param name="service">Where the job goes; null where no profile says it.</param>
    public static WanCheck? Check(MediaRole role, string subject, string verb, UploadPlace place, Uri? service)
    {
        return Find(place, service) is not { } found ? null : new WanCheck
        {
            Rule = $"{role.Group}.reach",
            Subject = subject,
            Status = found.IsSure ? WanCheckStatus.Failed : WanCheckStatus.Warning,
            Actual = place.Server.Host,
            Limit = "reachable by the service",
            Message = $"{subject} {verb} store '{place.Store}' at {place.Server.Authority}, which {found.Text} fetch it.",
            Fix = "Use a store that the internet reaches, or the provider's own upload of local files.",
        };
    }

    /// <summary>Who alone reaches a store, and how sure that is; null where nothing speaks against it.</summary>
    /// <param name="place">The store.</param>
    /// <param name="service">Where the jobs go; null where no profile says it.</param>
    public static (string Text, bool IsSure)? Find(UploadPlace place, Uri? service)
    {
        var own = Of(place.Server);
        if (own >= (service is null ? Reach.World : Of(service)))
        {
            return null;
        }

        // A name may be known to more than it looks like; a number is not.
        var isSure = service is not null && (own == Reach.Machine || IPAddress.TryParse(place.Server.DnsSafeHost, out _));
        return ($"only {(own == Reach.Machine ? "this machine" : "its own network")} reaches: the service {(isSure ? "cannot" : "may not be able to")}", isSure);
    }

    private static Reach Of(Uri address)
        => address.IsLoopback ? Reach.Machine
            : IPAddress.TryParse(address.DnsSafeHost, out var number) ? IsPrivate(number) ? Reach.Network : Reach.World
            : !address.Host.Contains('.', StringComparison.Ordinal) || OwnEndings.Any(ending => address.Host.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) ? Reach.Network
            : Reach.World;

    private static bool IsPrivate(IPAddress number)
    {
        if (number.IsIPv4MappedToIPv6)
        {
            number = number.MapToIPv4();
        }

        var bytes = number.GetAddressBytes();
        return number.AddressFamily == AddressFamily.InterNetworkV6
            ? number.IsIPv6LinkLocal || number.IsIPv6UniqueLocal || number.IsIPv6SiteLocal
            : bytes[0] == 10 || (bytes[0] == 172 && bytes[1] is >= 16 and < 32) || (bytes[0] == 192 && bytes[1] == 168) || (bytes[0] == 169 && bytes[1] == 254) || (bytes[0] == 100 && bytes[1] is >= 64 and < 128);
    }
}
