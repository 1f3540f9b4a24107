using System.Reflection;
using Wan27.Cmdlets.Commands;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Conventions;

/// <summary>Whoever uses the module's types needs PowerShell and .NET, and nothing that we happen to use.</summary>
public sealed class PublicSurfaceTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] Ours = ["Wan27", "Wan27.Contracts"];
    private static readonly string[] PowerShell = ["System.Management.Automation"];

    public static TheoryData<Type> ContractTypes => [.. typeof(WanTask).Assembly.GetExportedTypes()];

    [Fact]
    public void The_cmdlets_show_only_their_own_types_and_PowerShells()
    {
        // Private members speak of the engine, which is found only where the module has been imported.
        using var shell = new Shell();

        Assert.All(
            typeof(NewWanImageCommand).Assembly.GetExportedTypes().SelectMany(Shown).Distinct(),
            static shown => Assert.True(IsPlatform(shown) || Ours.Contains(NameOf(shown)) || PowerShell.Contains(NameOf(shown)), shown.ToString()));
    }

    [Theory]
    [MemberData(nameof(ContractTypes))]
    public void The_contracts_show_only_their_own_types_and_know_no_PowerShell(Type type)
        => Assert.All(Shown(type), static shown => Assert.True(IsPlatform(shown) || NameOf(shown) == "Wan27.Contracts", shown.ToString()));

    [Theory]
    [MemberData(nameof(ContractTypes))]
    public void Contract_types_are_sealed_or_meant_to_be_derived_from(Type type)
        => Assert.True(type.IsSealed || type.IsEnum || type == typeof(WanBundle), type.Name);

    // ConvertTo-Json writes the word of an enumeration of this size, and the number of every other; see docs/decisions/words-in-json.md.
    [Theory]
    [MemberData(nameof(ContractTypes))]
    public void An_enumeration_is_a_word_in_JSON(Type type)
        => Assert.True(!type.IsEnum || Enum.GetUnderlyingType(type) == typeof(long), type.Name);

    [Fact]
    public void The_contracts_refer_to_nothing_but_the_platform()
        => Assert.All(typeof(WanTask).Assembly.GetReferencedAssemblies(), static name => Assert.StartsWith("System.", name.Name, StringComparison.Ordinal));

    /// <summary>All types that a caller or a derived class sees.</summary>
    private static IEnumerable<Type> Shown(Type type)
    {
        // Nobody derives from a sealed type, so that its protected members are nobody's business.
        var members = type.GetMembers(type.IsSealed ? Declared : Declared | BindingFlags.NonPublic).SelectMany(static member => member switch
        {
            FieldInfo field when IsVisible(field.Attributes & FieldAttributes.FieldAccessMask) => [field.FieldType],
            MethodBase method when IsVisible(method.Attributes & MethodAttributes.MemberAccessMask)
                => method.GetParameters().Select(static parameter => parameter.ParameterType).Append(method is MethodInfo { ReturnType: var result } ? result : typeof(void)),
            _ => (IEnumerable<Type>)[],
        });
        return members.Append(type.BaseType ?? typeof(object)).Concat(type.GetInterfaces()).SelectMany(Parts).Where(static shown => !shown.IsGenericParameter).Distinct();
    }

    private static IEnumerable<Type> Parts(Type type)
        => type.HasElementType ? Parts(type.GetElementType()!)
            : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
            : [type];

    private static bool IsVisible(FieldAttributes access) => access is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static bool IsVisible(MethodAttributes access) => access is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private static string? NameOf(Type type) => type.Assembly.GetName().Name;

    private static bool IsPlatform(Type type)
        => Path.GetDirectoryName(type.Assembly.Location) == Path.GetDirectoryName(typeof(object).Assembly.Location);
}
