using System.Globalization;
using System.Text.RegularExpressions;

namespace Wan27.Engine.Contract;

/// <summary>Tables that the engine was built with.</summary>
internal static partial class EmbeddedTable
{
    /// <summary>A table's text. A limit of the contract that is named in its words is filled in: a number that the contract states is in its data only.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The engine was built without its table {name}.");
        using var reader = new StreamReader(stream);
        return Limit().Replace(reader.ReadToEnd(), static match => ContractData.Current.Limit(match.Groups[1].Value).Value.ToString(CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"\{([A-Za-z]+(?:\.[A-Za-z]+)+)\}")]
    private static partial Regex Limit();
}
