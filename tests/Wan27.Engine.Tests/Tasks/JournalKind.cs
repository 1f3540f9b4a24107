using System.Reflection;
using Wan27.Engine.Tests.Postgres;
using Xunit.Sdk;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>What keeps a journal.</summary>
public enum JournalKind
{
    Sqlite,
    Postgres,
}

/// <summary>Runs a test over the local journal.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OverSqliteAttribute(params object?[] row) : DataAttribute
{
    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) => [[JournalKind.Sqlite, .. row]];
}

/// <summary>Runs a test over a shared journal, where the server is installed.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OverPostgresAttribute : DataAttribute
{
    private readonly object?[] _row;

    public OverPostgresAttribute(params object?[] row) => (_row, Skip) = (row, PostgresServer.WhyNot!);

    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) => [[JournalKind.Postgres, .. _row]];
}
