using System.Reflection;
using System.Runtime.Loader;

namespace Wan27.Help;

/// <summary>Reads the surface of the built cmdlets from their attributes, without running any of them.</summary>
internal static class CmdletReader
{
    private const string Namespace = "System.Management.Automation.";
    private const string AllSets = "__AllParameterSets";

    private static readonly ParameterFacts[] ShouldProcess =
    [
        new("WhatIf", "SwitchParameter", Namespace + "SwitchParameter", ["wi"], [], false, [new ParameterUse(null, false, null, false, false)]),
        new("Confirm", "SwitchParameter", Namespace + "SwitchParameter", ["cf"], [], false, [new ParameterUse(null, false, null, false, false)]),
    ];

    /// <summary>All cmdlets of the assembly by name.</summary>
    /// <param name="assembly">Path of the module's assembly.</param>
    /// <param name="powerShell">Folder with the System.Management.Automation.dll it was built against.</param>
    public static IReadOnlyList<CmdletFacts> Read(string assembly, string powerShell)
    {
        var module = Path.GetDirectoryName(Path.GetFullPath(assembly))!;
        string[] folders = [module, Path.Combine(module, "engine"), powerShell];
        var context = new AssemblyLoadContext("cmdlets", isCollectible: true);
        context.Resolving += (_, name) => folders.Select(folder => Path.Combine(folder, name.Name + ".dll")).FirstOrDefault(File.Exists) is { } path
            ? context.LoadFromAssemblyPath(Path.GetFullPath(path))
            : null;
        try
        {
            return [.. context.LoadFromAssemblyPath(Path.GetFullPath(assembly)).GetExportedTypes()
                .Where(static type => !type.IsAbstract && Find(type, "CmdletAttribute") is not null)
                .Select(Describe)
                .OrderBy(static cmdlet => cmdlet.Name, StringComparer.Ordinal)];
        }
        finally
        {
            context.Unload();
        }
    }

    private static CmdletFacts Describe(Type type)
    {
        var cmdlet = Find(type, "CmdletAttribute")!;
        var outputs = type.GetCustomAttributesData().Where(static data => data.AttributeType.FullName == Namespace + "OutputTypeAttribute")
            .SelectMany(static data => Items(data.ConstructorArguments[0]))
            .Select(static item => item is Type output ? output.FullName! : (string)item!);
        var parameters = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => Find(property, "ParameterAttribute") is not null)
            .GroupBy(static property => property.Name)
            .Select(static same => Describe(same.First()));
        return new CmdletFacts(
            (string)cmdlet.ConstructorArguments[0].Value!,
            (string)cmdlet.ConstructorArguments[1].Value!,
            [.. outputs],
            Named(cmdlet, "DefaultParameterSetName") as string,
            [.. parameters.OrderBy(static parameter => parameter.Name, StringComparer.Ordinal), .. Named(cmdlet, "SupportsShouldProcess") is true ? ShouldProcess : []]);
    }

    private static ParameterFacts Describe(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var element = type.GetElementType() ?? type;
        var values = Find(property, "ValidateSetAttribute") is { } set
            ? Items(set.ConstructorArguments[0]).Cast<string>()
            : element.IsEnum ? Enum.GetNames(element) : [];
        var aliases = Find(property, "AliasAttribute") is { } alias ? Items(alias.ConstructorArguments[0]).Cast<string>() : [];
        return new ParameterFacts(
            property.Name, type.Name, type.FullName!, [.. aliases], [.. values], Find(property, "SupportsWildcardsAttribute") is not null,
            [.. property.GetCustomAttributesData().Where(static data => data.AttributeType.FullName == Namespace + "ParameterAttribute").Select(Use)]);
    }

    private static ParameterUse Use(CustomAttributeData data)
        => new(
            Named(data, "ParameterSetName") is string set and not AllSets ? set : null,
            Named(data, "Mandatory") is true,
            Named(data, "Position") is int position and >= 0 ? position : null,
            Named(data, "ValueFromPipeline") is true,
            Named(data, "ValueFromPipelineByPropertyName") is true);

    private static CustomAttributeData? Find(MemberInfo member, string attribute)
        => member.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType.FullName == Namespace + attribute);

    private static object? Named(CustomAttributeData data, string name)
        => data.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value;

    private static IEnumerable<object?> Items(CustomAttributeTypedArgument argument)
        => argument.Value is IEnumerable<CustomAttributeTypedArgument> many ? many.Select(static item => item.Value) : [argument.Value];
}
