using Wan27.Engine.Contract;
using Wan27.Engine.Providers;

namespace Wan27.Engine.Diagnosis;

/// <summary>Finds the row that an error was told by, in the table of its provider or among those that are found here.</summary>
internal static class ErrorRows
{
    /// <summary>The provider's row; null for what was found here, although the provider's code may stand on it as its cause.</summary>
    /// <param name="error">The error.</param>
    /// <param name="bundle">What it happened under, which names the provider where the error does not.</param>
    public static ErrorRow? Of(WanError error, WanBundle? bundle)
        => Answered(error, bundle) is { } row && row.ErrorId == error.ErrorId ? row
            : Table(error, bundle)?.Rows.FirstOrDefault(known => known.ErrorId == error.ErrorId);

    /// <summary>The category of an error, by the name that PowerShell has for it.</summary>
    public static string CategoryOf(WanError error, WanBundle? bundle)
    {
        var answered = Answered(error, bundle);
        return answered?.ErrorId == error.ErrorId ? answered.Category
            : ErrorCatalogue.LocalOf(error.ErrorId)?.Category ?? answered?.Category ?? "NotSpecified";
    }

    private static ProviderErrors? Table(WanError error, WanBundle? bundle) => ProviderRegistry.ErrorsOf(error.Provider ?? bundle?.Provider);

    /// <summary>What the provider's answer says by itself.</summary>
    private static ErrorRow? Answered(WanError error, WanBundle? bundle)
        => error.Code is null && error.HttpStatus is null ? null : Table(error, bundle)?.Find(error.Code, error.ProviderMessage, error.HttpStatus);
}
