using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes.Image;

namespace Wan27.Engine.Tests.Media;

/// <summary>Where a converted file goes.</summary>
public sealed class ConformTargetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-target-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a.mov", MediaFormat.Mp4, null, "a-wan.mp4")]
    [InlineData("a.jpeg", MediaFormat.Jpeg, null, "a-wan.jpeg")]
    [InlineData("a", MediaFormat.Png, null, "a-wan.png")]
    [InlineData("a.png", MediaFormat.Png, ".", "a-wan.png")]
    [InlineData("a.png", MediaFormat.Png, "out", "out/a.png")]
    [InlineData("a.gif", MediaFormat.Png, "out/", "out/a.png")]
    [InlineData("a.gif", MediaFormat.Jpeg, "b.jpg", "b.jpg")]
    public void A_result_has_a_name_of_its_own(string source, string format, string? destination, string expected)
    {
        var target = ConformTarget.Parse(destination is null ? null : Path.Combine(_folder, destination));

        Assert.Equal(Path.GetFullPath(Path.Combine(_folder, expected)), Path.GetFullPath(target.For(Plan(source, format))));
    }

    [Fact]
    public void Two_results_never_share_a_name()
    {
        var target = ConformTarget.Parse(Path.Combine(_folder, "one.png"));
        target.For(Plan("a.gif", MediaFormat.Png));

        Assert.Equal("Wan.Storage.ConformSameTarget", Assert.Throws<WanException>(() => target.For(Plan("b.gif", MediaFormat.Png))).Error.ErrorId);
    }

    [Fact]
    public void The_extension_of_a_named_file_asks_for_its_format()
    {
        Assert.Equal(MediaFormat.Jpeg, ConformTarget.Parse(Path.Combine(_folder, "b.jpg")).Format);
        Assert.Null(ConformTarget.Parse(Path.Combine(_folder, "out")).Format);
    }

    private ConformPlan Plan(string source, string format) => new()
    {
        Source = new MediaFacts { Path = Path.Combine(_folder, source) },
        Seen = new ConformSource(new MediaFacts { Path = Path.Combine(_folder, source) }),
        Role = ImageRoute.Input,
        Contract = new ContractView(ContractData.Current),
        Options = ConformOptions.Default,
        Format = format,
        Steps = [],
    };
}
