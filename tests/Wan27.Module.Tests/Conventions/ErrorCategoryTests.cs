using System.Management.Automation;
using Wan27.ModuleTests.Help;

namespace Wan27.ModuleTests.Conventions;

public sealed class ErrorCategoryTests
{
    [Fact]
    public void Every_row_of_the_error_tables_has_a_category_that_PowerShell_knows()
        => Assert.All(ErrorTables.Rows, static row => Assert.True(Enum.IsDefined(Enum.Parse<ErrorCategory>(row.Category)), row.Id));
}
