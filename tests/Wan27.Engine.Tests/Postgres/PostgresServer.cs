using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Wan27.Engine.Tests.Postgres;

/// <summary>
/// A real PostgreSQL of its own on loopback, in a temporary folder. The server refuses to run as root: then it runs as the user that its
/// package made. It is ended by its process id.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    public const string User = "wan27";
    public const string Password = "a-long-password-of-tests-only";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private Process? _server;
    private string _folder = string.Empty;
    private int _databases;

    /// <summary>Why the server cannot run here; null when it can.</summary>
    public static string? WhyNot { get; } = Binaries is null ? "PostgreSQL is not installed (package postgresql)." : null;

    public int Port { get; private set; }

    /// <summary>Number of the server's first process.</summary>
    public int Id => _server!.Id;

    private static string? Binaries => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(static version => Path.Combine(version, "bin")).LastOrDefault(static bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    private static bool IsRoot => Environment.UserName == "root";

    public async Task InitializeAsync()
    {
        if (WhyNot is not null)
        {
            return;
        }

        _folder = Directory.CreateTempSubdirectory("wan27-pg-").FullName;
        var password = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(password, Password);
        if (IsRoot)
        {
            await RunAsync("chown", "-R", "postgres", _folder);
        }

        await RunAsync(AsServerUser("initdb", "-D", Data, "-U", User, "--auth=scram-sha-256", "--pwfile", password, "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"));
        Port = FreePort();
        await StartAsync();
    }

    /// <summary>Starts the server on its port and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var start = AsServerUser(
            "postgres", "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder}", "-c", "fsync=off",
            "-c", "max_connections=600", "-c", "shared_preload_libraries=pg_stat_statements", "-c", "pg_stat_statements.track=all");
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        _server = Process.Start(start) ?? throw new InvalidOperationException("PostgreSQL did not start.");
        var said = _server.StandardError.ReadToEndAsync();
        _ = _server.StandardOutput.ReadToEndAsync();
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(Text("postgres") + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (Exception early) when (early is NpgsqlException && clock.Elapsed < Patience && !_server.HasExited)
            {
                await Task.Delay(50);
            }
            catch (NpgsqlException) when (_server.HasExited)
            {
                throw new InvalidOperationException($"PostgreSQL ended: {await said}");
            }
        }
    }

    /// <summary>Processor time of the server and its children, seconds.</summary>
    public double ProcessorSeconds()
    {
        // Times of children that have ended are in those of the first process.
        const double ticksPerSecond = 100;
        return Directory.GetDirectories("/proc").Where(IsOurs).Sum(process =>
        {
            try
            {
                var fields = File.ReadAllText(Path.Combine(process, "stat")).Split(") ")[^1].Split(' ');
                return fields[11..15].Sum(static field => double.Parse(field, CultureInfo.InvariantCulture)) / ticksPerSecond;
            }
            catch (IOException)
            {
                return 0;
            }
        });
    }

    /// <summary>The server's machine loses power, as far as its processes can tell.</summary>
    public async Task KillAsync()
    {
        _server!.Kill();
        await _server.WaitForExitAsync();

        // Its children end by themselves when they notice; until then a new server would refuse to start.
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience && Directory.GetDirectories("/proc").Any(IsOurs))
        {
            await Task.Delay(20);
        }
    }

    /// <summary>Starts the server again where a test has left it dead.</summary>
    public Task ReviveAsync() => _server is { HasExited: false } || WhyNot is not null ? Task.CompletedTask : StartAsync();

    /// <summary>An orderly end, which cuts all connections.</summary>
    public async Task StopAsync()
    {
        await RunAsync("kill", "-INT", Id.ToString(CultureInfo.InvariantCulture));
        await _server!.WaitForExitAsync();
        _server.Dispose();
    }

    /// <summary>A connection text for a database.</summary>
    public string Text(string database, string user = User, string password = Password)
        => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Database={database};Username={user};Password={password};Timeout=5");

    /// <summary>Makes an empty database; gives its connection text.</summary>
    public async Task<string> MakeDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"wan{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}");
        return Text(name);
    }

    /// <summary>Runs a text in a database, as its owner.</summary>
    public Task ExecuteAsync(string database, string text) => ExecuteOnAsync(Text(database), text);

    /// <summary>Runs a text on a connection of its own.</summary>
    public static async Task ExecuteOnAsync(string connectionText, string text)
    {
        await using var connection = new NpgsqlConnection(connectionText + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Reads one value on a connection of its own.</summary>
    public static async Task<object?> ReadAsync(string connectionText, string text)
    {
        await using var connection = new NpgsqlConnection(connectionText + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(text, connection);
        return await command.ExecuteScalarAsync();
    }

    public async Task DisposeAsync()
    {
        if (_folder.Length == 0)
        {
            return;
        }

        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
        {
            try
            {
                await StopAsync();
            }
            catch (InvalidOperationException)
            {
                // A test has ended it.
            }
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Puts a file for the server into its own folder; gives its path.</summary>
    public async Task<string> PutAsync(string name, string content)
    {
        var path = Path.Combine(Data, name);
        await File.WriteAllTextAsync(path, content);
        await RunAsync("chmod", "600", path);
        if (IsRoot)
        {
            await RunAsync("chown", "postgres", path);
        }

        return path;
    }

    /// <summary>Starts another program as the server's user.</summary>
    public static Process StartBeside(string path, params string[] arguments)
    {
        var start = AsServerUser(path, arguments);
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{path} did not start.");
        _ = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        return process;
    }

    private string Data => Path.Combine(_folder, "data");

    private bool IsOurs(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "stat")) is var stat && stat.Contains("(postgres)", StringComparison.Ordinal) && Directory.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false)?.FullName == Data;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static ProcessStartInfo AsServerUser(string program, params string[] arguments)
    {
        var path = Path.Combine(Binaries!, program);

        // setpriv becomes the program, so that the number of the process stays the server's.
        var start = IsRoot ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments]) : new ProcessStartInfo(path, arguments);
        start.WorkingDirectory = "/";
        return start;
    }

    private static Task RunAsync(string program, params string[] arguments) => RunAsync(new ProcessStartInfo(program, arguments));

    private static async Task RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        var said = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} failed: {errors}{await said}");
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>One server for all test classes of the collection; each test makes databases of its own.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}

/// <summary>A test that needs the server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.WhyNot;
}

/// <summary>The same with rows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.WhyNot;
}
