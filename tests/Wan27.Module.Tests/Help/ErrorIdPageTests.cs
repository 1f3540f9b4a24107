using System.Text.RegularExpressions;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Help;

/// <summary>The page of all error ids, as the build makes it of the tables.</summary>
public sealed partial class ErrorIdPageTests
{
    private static string Page => File.ReadAllText(Path.Combine(ModuleAssemblies.Root, "en-US", "about_Wan27_ErrorIds.help.txt"));

    [Fact]
    public void Every_id_of_the_tables_is_on_it_once()
    {
        var ids = Id().Matches(Page).Select(static match => match.Groups[1].Value).ToArray();
        var known = ErrorTables.Rows.Select(static row => row.Id).Distinct().ToArray();

        Assert.NotEmpty(known);
        Assert.Equal(known.Order(StringComparer.Ordinal), ids.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_says_what_to_do_with_numbers_of_the_contract_filled_in()
    {
        var page = Regex.Replace(Page, @"\s+", " ");

        Assert.Contains("- Wan.Async.TaskUnknown: The provider no longer knows task <task>, or never knew it under this key and region. Task ids live for 24 hours.", page, StringComparison.Ordinal);
        Assert.Contains("- Wan.Storage.CertificateRefused: No secure connection to <host>", page, StringComparison.Ordinal);
        Assert.Contains("- Wan.Billing.Arrearage: The account is in debt.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--", page, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^ +- (Wan\.[^:\s]+):", RegexOptions.Multiline)]
    private static partial Regex Id();
}
