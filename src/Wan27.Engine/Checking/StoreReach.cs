using System.Net;
using System.Net.Sockets;
using Wan27.Engine.Media;
using Wan27.Engine.Routes;

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
    /// <param name="stored">The object.</param>
    /// <param name="service">Where the job goes; null where no profile says it.</param>
    public static WanCheck? Check(MediaRole role, string subject, IStoredMedia stored, Uri? service)
    {
        var own = Of(stored.Server);
        if (own >= (service is null ? Reach.World : Of(service)))
        {
            return null;
        }

        // A name may be known to more than it looks like; a number is not.
        var isSure = service is not null && (own == Reach.Machine || IPAddress.TryParse(stored.Server.DnsSafeHost, out _));
        return new WanCheck
        {
            Rule = $"{role.Group}.reach",
            Subject = subject,
            Status = isSure ? WanCheckStatus.Failed : WanCheckStatus.Warning,
            Actual = stored.Server.Host,
            Limit = "reachable by the service",
            Message = $"{subject} lies in store '{stored.Store}' at {stored.Server.Authority}, which only {(own == Reach.Machine ? "this machine" : "its own network")} reaches: the service {(isSure ? "cannot" : "may not be able to")} fetch it.",
            Fix = "Put it into a store that the internet reaches, or give a local file.",
        };
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
