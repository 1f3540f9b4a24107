using System.Globalization;
using System.Net;
using Npgsql;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>Where a shared journal is: a connection text, read and completed. The text holds a password and is never shown.</summary>
internal sealed class PostgresPlace
{
    private const int DefaultPort = 5432;

    // A process asks for little at once; a fleet shares the server's connections.
    private const int MostConnections = 4;
    private const int IdleSeconds = 20;

    private PostgresPlace(NpgsqlConnectionStringBuilder builder, bool isLocal)
    {
        Connection = builder.ConnectionString;
        IsLocal = isLocal;
        Server = string.Create(CultureInfo.InvariantCulture, $"{builder.Host}:{builder.Port}");
        Database = builder.Database ?? builder.Username ?? string.Empty;
        User = builder.Username;
        Tls = builder.SslMode;
    }

    /// <summary>What Npgsql takes.</summary>
    public string Connection { get; }

    public string Server { get; }

    public string Database { get; }

    public string? User { get; }

    public SslMode Tls { get; }

    /// <summary>True where nothing leaves the machine.</summary>
    public bool IsLocal { get; }

    /// <summary>The place in words.</summary>
    public override string ToString() => $"{Database} on {Server}";

    /// <summary>Reads a connection text: keywords (Host=...;Database=...) or an address (postgresql://user@host/database).</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it comes from.</param>
    /// <exception cref="WanException"><c>Wan.Storage.SharedJournalSource</c>; it does not quote the text.</exception>
    public static PostgresPlace Read(string? text, string source)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw StorageErrors.SharedJournalSourceEmpty(source);
        }

        NpgsqlConnectionStringBuilder builder;
        try
        {
            var trimmed = text.Trim();
            builder = trimmed.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || trimmed.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
                ? OfAddress(trimmed)
                : new NpgsqlConnectionStringBuilder(trimmed);
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException)
        {
            throw StorageErrors.SharedJournalSourceMalformed(source);
        }

        if (builder.Password is { Length: > 0 } password)
        {
            KnownSecrets.Remember(password);
        }

        if (string.IsNullOrWhiteSpace(builder.Host))
        {
            throw StorageErrors.SharedJournalSourceWithoutHost(source);
        }

        return Complete(builder);
    }

    private static PostgresPlace Complete(NpgsqlConnectionStringBuilder builder)
    {
        var hosts = builder.Host!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var isLocal = hosts.All(static host => host.StartsWith('/') || host.StartsWith('@') || IsLoopback(host));
        SetDefault("SSL Mode", () => builder.SslMode = isLocal ? SslMode.Prefer : SslMode.VerifyFull);
        SetDefault("Maximum Pool Size", () => builder.MaxPoolSize = MostConnections);
        SetDefault("Connection Idle Lifetime", () => builder.ConnectionIdleLifetime = IdleSeconds);
        SetDefault("Connection Pruning Interval", () => builder.ConnectionPruningInterval = IdleSeconds / 2);
        SetDefault("Timeout", () => builder.Timeout = 10);
        SetDefault("Command Timeout", () => builder.CommandTimeout = 20);
        SetDefault("Keepalive", () => builder.KeepAlive = 30);
        SetDefault("Application Name", () => builder.ApplicationName = "wan27");
        if (hosts.Length > 1)
        {
            SetDefault("Target Session Attributes", () => builder.TargetSessionAttributes = "read-write");
        }

        // A pooler that hands a connection on with each transaction knows no state of a session: none is made, and so none has to be taken back.
        builder.NoResetOnClose = true;
        builder.MaxAutoPrepare = 0;
        builder.Enlist = false;
        builder.PersistSecurityInfo = false;
        builder.IncludeErrorDetail = false;
        return new PostgresPlace(builder, isLocal);

        void SetDefault(string keyword, Action set)
        {
            if (!builder.ContainsKey(keyword) || !builder.ShouldSerialize(keyword))
            {
                set();
            }
        }
    }

    private static bool IsLoopback(string host)
    {
        var name = host.Contains(']', StringComparison.Ordinal) ? host.Trim('[', ']') : host.Split(':')[0] is { Length: > 0 } bare && host.Count(static c => c == ':') == 1 ? bare : host;
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }

    private static NpgsqlConnectionStringBuilder OfAddress(string text)
    {
        var uri = new Uri(text, UriKind.Absolute);
        var builder = new NpgsqlConnectionStringBuilder { Host = Uri.UnescapeDataString(uri.Host.Trim('[', ']')), Port = uri.IsDefaultPort || uri.Port < 0 ? DefaultPort : uri.Port };
        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        if (uri.AbsolutePath.Trim('/') is { Length: > 0 } database)
        {
            builder.Database = Uri.UnescapeDataString(database);
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var value = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : string.Empty;
            switch (parts[0])
            {
                case "sslmode":
                    builder.SslMode = Enum.Parse<SslMode>(value.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true);
                    break;
                case "sslrootcert":
                    builder.RootCertificate = value;
                    break;
                case "application_name":
                    builder.ApplicationName = value;
                    break;
                case "connect_timeout":
                    builder.Timeout = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                    break;
                default:
                    builder[parts[0]] = value;
                    break;
            }
        }

        return builder;
    }
}
