using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Tests.Profiles;

namespace Wan27.Engine.Tests.Contract;

/// <summary>A limit that no code could work with is refused where it is set, and where it is read.</summary>
public sealed class LimitRangeTests : IDisposable
{
    private static readonly ContractData Data = ContractData.Current;

    private readonly ProfileRig _rig = new();

    public static TheoryData<string> Settable => [.. Data.Limits.Where(static limit => limit.Fixed is null).Select(static limit => limit.Name)];

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Every_limit_has_a_unit_a_range_that_holds_its_own_value_and_an_owner()
        => Assert.All(Data.Limits, static limit =>
        {
            Assert.True(Data.File.Units.Any(unit => unit.Name == limit.Unit), $"{limit.Name}: {limit.Unit}");
            Assert.True(limit.Fixed is not null || Data.RangeOf(limit).Holds(limit.Value), $"{limit.Name}: {Data.RangeOf(limit)}");
            Assert.Contains(Data.File.Sources[limit.Source].Owner, new[] { "service", "module" });
        });

    [Theory]
    [MemberData(nameof(Settable))]
    public void Both_ends_of_a_range_can_be_set_and_nothing_beyond(string name)
    {
        var range = Data.RangeOf(Data.Limit(name));
        var step = range.IsWhole ? 1 : range.Ceiling / 1000;

        Assert.Null(ContractView.Refuse(Data, name, range.Floor));
        Assert.Null(ContractView.Refuse(Data, name, range.Ceiling));
        Assert.All(
            [range.Floor - (range.IsWhole ? 1 : Math.Max(range.Floor / 2, 0.0001)), range.Ceiling + step, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, 1e300],
            value => Assert.Contains($"'{name}'", ContractView.Refuse(Data, name, value), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("wait.timeout.seconds", 0, "The limit 'wait.timeout.seconds' is 0; allowed is 1 to 604800 seconds. Left out, it is 14400, this module's own policy.")]
    [InlineData("rate.submit.perSecond", 0, "The limit 'rate.submit.perSecond' is 0; allowed is 0.01 to 10000 requests per second. Left out, it is 5, a fact of the service (Rate limits (2026-05-27)).")]
    [InlineData("retry.delay.max.seconds", 1e9, "The limit 'retry.delay.max.seconds' is 1000000000; allowed is 0.001 to 3600 seconds. Left out, it is 20, this module's own policy.")]
    [InlineData("submit.parallel.max", 2.5, "The limit 'submit.parallel.max' is 2.5; allowed is 1 to 64 records, whole numbers only. Left out, it is 4, this module's own policy.")]
    public void A_refusal_says_what_is_allowed_and_whose_number_it_is(string name, double value, string expected)
        => Assert.Equal(expected, ContractView.Refuse(Data, name, value));

    [Fact]
    public void What_was_written_into_the_profile_file_is_judged_when_the_profile_is_used()
    {
        Write("\"limit\": { \"retry.get.attempts.max\": 0, \"wait.timeout.seconds\": 1e12 }, \"submitRate\": 0");

        var error = Assert.Throws<WanException>(() => Bundle.Resolve(_rig.Catalogue.Find("main"), readSecret: null)).Error;

        Assert.Equal("Wan.Route.LimitRefused", error.ErrorId);
        Assert.Equal(
            "Profile 'main' cannot be used: The limit 'retry.get.attempts.max' is 0; allowed is 1 to 100 attempts, whole numbers only. Left out, it is 6, this module's own policy. "
            + "The limit 'wait.timeout.seconds' is 1000000000000; allowed is 1 to 604800 seconds. Left out, it is 14400, this module's own policy. "
            + "SubmitRate is 0; allowed is 0.01 to 10000 requests per second.",
            error.Message);
        Assert.Equal("Set-WanProfile main -Limit @{} takes all its limits back; -SubmitRate and -QueryRate set its rates anew.", error.RecommendedAction);
    }

    [Fact]
    public void A_profile_that_was_written_wrongly_can_be_mended()
    {
        Write("\"limit\": { \"retry.get.attempts.max\": 0 }");

        var mended = _rig.Set(new ProfileChange { Name = "main", Limit = new Dictionary<string, double>() });

        Assert.Equal(6, Bundle.Resolve(mended, readSecret: null).Contract.Integer("retry.get.attempts.max"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1e6)]
    [InlineData(double.NaN)]
    public void A_rate_has_the_range_of_its_limit(double rate)
    {
        var refused = Assert.Throws<WanException>(() => _rig.Set(new ProfileChange { Name = "main", Region = WanRegion.Singapore, Key = _rig.Variable("sk-one"), QueryRate = rate })).Error;

        Assert.Equal("Wan.Quota.RateOutOfRange", refused.ErrorId);
        Assert.Equal($"QueryRate is {LimitRange.Text(rate)}; allowed is 0.01 to 10000 requests per second.", refused.Message);
    }

    private void Write(string parts)
    {
        var key = _rig.Variable("sk-one");
        _rig.Set(new ProfileChange { Name = "main", Region = WanRegion.Singapore, Key = key });
        var text = File.ReadAllText(_rig.FilePath);
        Assert.Contains("\"name\": \"main\",", text, StringComparison.Ordinal);
        File.WriteAllText(_rig.FilePath, text.Replace("\"name\": \"main\",", $"\"name\": \"main\", {parts},", StringComparison.Ordinal));
        using var _ = JsonDocument.Parse(File.ReadAllText(_rig.FilePath));
    }
}
