using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tasks.Journal.Postgres;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Postgres;

/// <summary>Each way in which a server can be of no use is said as what it is, and never takes or loses a submit.</summary>
[Collection(PostgresTests.Name)]
public sealed class BadServerTests(PostgresServer server)
{
    [PostgresFact]
    public async Task A_replica_is_told_apart_whether_it_has_a_layout_or_not()
    {
        var (empty, laidOut) = (await server.MakeDatabaseAsync(), await server.MakeDatabaseAsync());
        using (var journal = Open(laidOut))
        {
            await journal.ReserveAsync(Drafts.For("fox"));
        }

        foreach (var text in new[] { empty, laidOut })
        {
            await PostgresServer.ExecuteOnAsync(text, $"ALTER DATABASE {PostgresPlace.Read(text, "test").Database} SET default_transaction_read_only = on");
            using var journal = Open(text);
            Assert.Equal("Wan.Storage.SharedJournalReadOnly", await RefusedAsync(journal));
        }

        using var reader = Open(laidOut);
        Assert.Single(await reader.QueryAsync(new JournalFilter()));
    }

    [PostgresFact]
    public async Task A_wrong_password_an_unknown_user_and_an_absent_database_are_refused_at_once()
    {
        foreach (var text in new[] { server.Text("postgres", password: "wrong-password"), server.Text("postgres", user: "nobody"), server.Text("nowhere") })
        {
            using var journal = Open(text, TimeSpan.FromMinutes(1));
            Assert.Equal("Wan.Storage.SharedJournalRefused", await RefusedAsync(journal));
        }
    }

    [PostgresFact]
    public async Task A_user_without_rights_is_told_what_it_lacks_and_an_accepted_submit_is_kept()
    {
        var text = await server.MakeDatabaseAsync();
        using (var owner = Open(text))
        {
            await owner.QueryAsync(new JournalFilter());
        }

        var role = "runner_" + Guid.NewGuid().ToString("N")[..8];
        await PostgresServer.ExecuteOnAsync(text, $"""
            CREATE ROLE {role} LOGIN PASSWORD 'a-password-of-this-role'; GRANT USAGE ON SCHEMA wan27 TO {role};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA wan27 TO {role};
            """);
        var place = PostgresPlace.Read(server.Text(PostgresPlace.Read(text, "test").Database, role, "a-password-of-this-role"), "test");
        var folder = Directory.CreateTempSubdirectory("wan27-rights-").FullName;
        using var core = new FleetCore(new PostgresTaskJournal(place, TimeProvider.System, Quick), folder, TimeProvider.System);
        var journal = new FleetJournal(core);
        var id = (await journal.ReserveAsync(Drafts.For("fox"))).Entry.LocalId;
        await PostgresServer.ExecuteOnAsync(text, $"REVOKE UPDATE, INSERT ON ALL TABLES IN SCHEMA wan27 FROM {role}");

        var refused = await Assert.ThrowsAsync<WanException>(async () => await journal.ReserveAsync(Drafts.For("owl")));
        var accepted = await journal.MarkSubmittedAsync(id, "task-1", null);

        Assert.Equal("Wan.Storage.SharedJournalRefused", refused.Error.ErrorId);
        Assert.Contains("permission denied for table", refused.Message, StringComparison.Ordinal);
        Assert.Equal("task-1", accepted.Task.TaskId);
        await PostgresServer.ExecuteOnAsync(text, $"GRANT UPDATE, INSERT ON ALL TABLES IN SCHEMA wan27 TO {role}");
        Assert.Equal("task-1", (await journal.FindByJobKeyAsync("main", "fox"))!.Task.TaskId);
        Directory.Delete(folder, recursive: true);
    }

    [PostgresFact]
    public async Task A_server_without_a_free_connection_is_waited_for_and_then_named()
    {
        var text = await server.MakeDatabaseAsync();
        var role = "narrow_" + Guid.NewGuid().ToString("N")[..8];
        var database = PostgresPlace.Read(text, "test").Database;
        await PostgresServer.ExecuteOnAsync(text, $"CREATE ROLE {role} LOGIN PASSWORD 'a-password-of-this-role' CONNECTION LIMIT 1; GRANT CREATE ON DATABASE {database} TO {role}");
        var narrow = server.Text(database, role, "a-password-of-this-role") + ";Pooling=false";
        await using var held = new Npgsql.NpgsqlConnection(narrow);
        await held.OpenAsync();

        using (var journal = Open(narrow))
        {
            Assert.Equal("Wan.Storage.SharedJournalBusy", await RefusedAsync(journal));
        }

        using var patient = Open(narrow, TimeSpan.FromMinutes(1));
        var waiting = patient.ReserveAsync(Drafts.For("fox")).AsTask();
        await Task.Delay(200);
        await held.CloseAsync();

        Assert.Equal(ReservationKind.New, (await waiting).Kind);
    }

    [PostgresFact]
    public async Task A_full_disk_is_named()
    {
        var text = await server.MakeDatabaseAsync();
        using var journal = Open(text);
        await journal.QueryAsync(new JournalFilter());

        // What the server says when it cannot extend a file.
        await PostgresServer.ExecuteOnAsync(text, """
            CREATE FUNCTION wan27.no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
            CREATE TRIGGER no_space BEFORE INSERT ON wan27.task FOR EACH ROW EXECUTE FUNCTION wan27.no_space();
            """);

        Assert.Equal("Wan.Storage.SharedJournalFull", await RefusedAsync(journal));
    }

    [PostgresFact]
    public async Task A_newer_layout_is_refused_and_an_older_one_is_brought_up_once()
    {
        var text = await server.MakeDatabaseAsync();
        var next = new PostgresSchema([.. PostgresSchema.Current.Steps, "ALTER TABLE wan27.task ADD COLUMN of_the_future TEXT"]);
        using (var old = Open(text))
        {
            await old.ReserveAsync(Drafts.For("fox"));
        }

        var starters = Enumerable.Range(0, 8).Select(_ => new PostgresTaskJournal(PostgresPlace.Read(text, "test"), TimeProvider.System, Quick with { Schema = next })).ToArray();
        await Task.WhenAll(starters.Select(journal => Task.Run(async () => Assert.Single(await journal.QueryAsync(new JournalFilter())))));
        Array.ForEach(starters, static journal => journal.Dispose());

        using var present = Open(text);
        Assert.Equal("Wan.Storage.SharedJournalNewer", await RefusedAsync(present));
    }

    [PostgresFact]
    public async Task Off_loopback_the_certificate_is_verified_and_an_unknown_one_is_refused()
    {
        Assert.Equal(Npgsql.SslMode.VerifyFull, PostgresPlace.Read("Host=db.example;Database=d", "test").Tls);
        Assert.Equal(Npgsql.SslMode.Require, PostgresPlace.Read("Host=db.example;Database=d;SSL Mode=Require", "test").Tls);
        Assert.Equal(Npgsql.SslMode.Prefer, PostgresPlace.Read("postgresql://u:p@localhost/d", "test").Tls);
        Assert.Equal(("db.example:6432", "d"), PostgresPlace.Read("postgres://u%40x:p%3Aq@db.example:6432/d?sslmode=verify-full", "test") is var place ? (place.Server, place.Database) : default);

        var text = await server.MakeDatabaseAsync();
        using (var plain = Open(text + ";SSL Mode=VerifyFull"))
        {
            Assert.Equal("Wan.Storage.SharedJournalTls", await RefusedAsync(plain));
        }

        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=wan27 tests", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await server.PutAsync("server.key", key.ExportPkcs8PrivateKeyPem());
        await server.PutAsync("server.crt", certificate.ExportCertificatePem());
        var root = Path.GetTempFileName();
        await File.WriteAllTextAsync(root, certificate.ExportCertificatePem());
        await PostgresServer.ExecuteOnAsync(text, "ALTER SYSTEM SET ssl = on");
        await PostgresServer.ExecuteOnAsync(text, "SELECT pg_reload_conf()");
        try
        {
            using (var unknown = Open(text + ";SSL Mode=VerifyFull"))
            {
                Assert.Equal("Wan.Storage.SharedJournalTls", await RefusedAsync(unknown, except: "SSL"));
            }

            using var known = Open($"{text};SSL Mode=VerifyFull;Root Certificate={root}");
            Assert.Equal(ReservationKind.New, (await known.ReserveAsync(Drafts.For("fox"))).Kind);
        }
        finally
        {
            await PostgresServer.ExecuteOnAsync(text, "ALTER SYSTEM RESET ssl");
            await PostgresServer.ExecuteOnAsync(text, "SELECT pg_reload_conf()");
            File.Delete(root);
        }
    }

    [PostgresFact]
    public async Task Both_layouts_have_the_same_columns_but_for_what_only_machines_need()
    {
        using var rig = new JournalRig();
        await rig.Journal.QueryAsync(new JournalFilter());
        var text = await server.MakeDatabaseAsync();
        using var shared = Open(text);
        await shared.QueryAsync(new JournalFilter());
        await using var local = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={rig.FilePath};Mode=ReadOnly;Pooling=False");
        await local.OpenAsync();
        foreach (var table in new[] { "task", "history", "ledger" })
        {
            using var command = local.CreateCommand();
            command.CommandText = $"SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info('{table}') ORDER BY name)";
            var here = ((string)command.ExecuteScalar()!).Split(',');
            var there = ((string)(await PostgresServer.ReadAsync(text, $"SELECT string_agg(column_name, ',' ORDER BY column_name COLLATE \"C\") FROM information_schema.columns WHERE table_schema = 'wan27' AND table_name = '{table}'"))!).Split(',');

            Assert.Empty(here.Except(there));
            Assert.Equal(table == "task" ? ["lease_until", "looked_at", "save_until", "saver"] : [], there.Except(here));
        }
    }

    private static PostgresOptions Quick { get; } = new() { Patience = TimeSpan.FromMilliseconds(300) };

    private static PostgresTaskJournal Open(string text, TimeSpan? patience = null)
        => new(PostgresPlace.Read(text, "test"), TimeProvider.System, Quick with { Patience = patience ?? Quick.Patience });

    /// <summary>The id of the error that a reservation ends with; no such error names a password.</summary>
    private static async Task<string> RefusedAsync(PostgresTaskJournal journal, string? except = null)
    {
        for (var attempt = 0; ; attempt++)
        {
            var refused = await Assert.ThrowsAsync<WanException>(async () => await journal.ReserveAsync(Drafts.For("cat")));
            Assert.DoesNotContain("password-of", refused.ToString(), StringComparison.Ordinal);
            Assert.NotNull(refused.Error.RecommendedAction);

            // A server takes a moment to read its settings again.
            if (except is null || attempt == 50 || !refused.Message.Contains("not support " + except, StringComparison.Ordinal))
            {
                return refused.Error.ErrorId;
            }

            await Task.Delay(100);
        }
    }
}
