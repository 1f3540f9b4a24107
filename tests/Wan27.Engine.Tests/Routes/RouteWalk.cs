using Wan27.Emulator.Service;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers.DashScope.Bodies;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Tests.Routes;

/// <summary>Asks every room what it knows of a route, and says in words what it does not.</summary>
internal static class RouteWalk
{
    private static readonly ContractData Data = ContractData.Current;
    private static readonly Lazy<string> Root = new(FindRoot);

    public static IEnumerable<string> Gaps(RouteDescriptor route)
        => [.. Named(route), .. DataOf(route), .. Rooms(route), .. route.Cmdlets.SelectMany(cmdlet => CmdletOf(route, cmdlet))];

    private static IEnumerable<string> Named(RouteDescriptor route)
    {
        if (!WanRoutes.All.Contains(route.Name))
        {
            yield return $"WanRoutes.All does not list {route.Name}.";
        }

        if (!RouteCatalogue.All.Contains(route))
        {
            yield return $"RouteCatalogue does not list {route.Name}.";
        }
    }

    private static IEnumerable<string> DataOf(RouteDescriptor route)
    {
        if (Data.File.Routes.FirstOrDefault(entry => entry.Name == route.Name) is not { } entry)
        {
            yield return $"contract.json has no entry in \"routes\" for {route.Name}: short name, what it makes, billed unit, service.";
            yield break;
        }

        if (Data.ModelsOf(route.Name).Count(static model => model.IsDefault) != 1)
        {
            yield return $"contract.json needs exactly one default model for {route.Name}.";
        }

        if (entry.Unit is not ("second" or "picture"))
        {
            yield return $"contract.json bills {route.Name} by '{entry.Unit}'; it must be second or picture.";
        }

        foreach (var pace in new[] { $"poll.{entry.Short}.first.seconds", $"poll.{entry.Short}.seconds" }.Where(static pace => Data.FindLimit(pace) is null))
        {
            yield return $"contract.json has no {pace}.";
        }

        if (Data.FindLimit($"{entry.Short}.prompt.characters.max") is null)
        {
            yield return $"contract.json has no {entry.Short}.prompt.characters.max.";
        }

        if (entry.Unit == "second" && Data.FindValues($"{entry.Short}.resolution")?.Default is null)
        {
            yield return $"contract.json has no list {entry.Short}.resolution with a default, by which seconds are billed.";
        }

        foreach (var role in route.Roles)
        {
            if (role.Route != route.Name)
            {
                yield return $"The role {role.Name} of {route.Name} says it belongs to {role.Route}.";
            }

            if (Data.FindValues(role.FormatsRule) is null)
            {
                yield return $"contract.json has no list {role.FormatsRule} for {role.Name}.";
            }

            string[] limits =
            [
                role.BytesRule,
                .. role.HasPicture ? [role.SideMinimumRule, role.SideMaximumRule, role.AspectRule] : Array.Empty<string>(),
                .. role.HasLength ? [role.SecondsMinimumRule, role.SecondsMaximumRule] : Array.Empty<string>(),
            ];
            foreach (var limit in limits.Where(static limit => Data.FindLimit(limit) is null))
            {
                yield return $"contract.json has no {limit} for {role.Name}.";
            }
        }
    }

    private static IEnumerable<string> Rooms(RouteDescriptor route)
    {
        if (!DashScopeBodies.Carries(route.Request))
        {
            yield return $"DashScopeBodies has no writer for {route.Request.Name}.";
        }

        if (!RouteRules.Of(null!, ContractNumbers.Current).Routes.Contains(route.Name))
        {
            yield return $"The emulator has no rules for {route.Name}: add a class to RouteRules.";
        }
    }

    private static IEnumerable<string> CmdletOf(RouteDescriptor route, string cmdlet)
    {
        if (!File.ReadAllText(Path.Combine(Root.Value, "Wan27.psd1")).Contains($"'{cmdlet}'", StringComparison.Ordinal))
        {
            yield return $"Wan27.psd1 does not export {cmdlet}.";
        }

        var type = cmdlet.Replace("-", string.Empty, StringComparison.Ordinal) + "Command";
        if (!File.Exists(Path.Combine(Root.Value, "src", "Wan27.Cmdlets", "Commands", type + ".cs")))
        {
            yield return $"There is no class {type} for {cmdlet}.";
        }

        if (!File.Exists(Path.Combine(Root.Value, "docs", "cmdlets", cmdlet + ".md")))
        {
            yield return $"docs/cmdlets has no page {cmdlet}.md.";
        }

        if (!File.ReadAllText(Path.Combine(Root.Value, "README.md")).Contains($"`{cmdlet}`", StringComparison.Ordinal))
        {
            yield return $"README.md does not name {cmdlet}.";
        }

        if (RouteCatalogue.OfCmdlet(cmdlet) is not { } found)
        {
            yield return $"The completers do not know which route {cmdlet} drives.";
        }
        else if (found.Name != route.Name)
        {
            yield return $"The completers take {cmdlet} for a cmdlet of {found.Name}.";
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Wan27.Module.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No Wan27.Module.sln above the tests.");
        }

        return folder.FullName;
    }
}
