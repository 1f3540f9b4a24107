using System.Text;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Stores;

/// <summary>Which names objects may have. A key that one server takes as it is, another one reads as a path.</summary>
internal static class ObjectKey
{
    /// <summary>Checks a key.</summary>
    /// <param name="store">The store that the error names.</param>
    /// <param name="key">The whole key.</param>
    /// <param name="sidecar">What the key of the object beside it ends with; null where there is none.</param>
    /// <exception cref="WanException"><c>Wan.Storage.ObjectNameRefused</c>.</exception>
    public static string Check(string store, string key, string? sidecar = null)
    {
        var most = StoreData.Current.Number("key.bytes.max");
        var length = Encoding.UTF8.GetByteCount(key);
        var longest = length + (sidecar?.Length ?? 0);
        var shorter = $"Use a shorter {(sidecar is null ? "name" : "-NameTemplate")}, or a shorter prefix of the store.";
        return key.Length == 0 ? throw Refuse(store, key, "is empty", "Name the object.")
            : length > most ? throw Refuse(store, key[..48] + "...", $"has {length} bytes; {most} are allowed", shorter)
            : longest > most ? throw Refuse(store, key[..48] + "...", $"has {length} bytes, {longest} with the '{sidecar}' of its sidecar; {most} are allowed", shorter)
            : key.Any(char.IsControl) ? throw Refuse(store, key, "holds control characters", "Use another name.")
            : key.Any(static c => char.IsSurrogate(c)) && !IsWhole(key) ? throw Refuse(store, key, "holds half a character", "Use another name.")
            : key[0] == '/' || key[^1] == '/' || key.Contains("//", StringComparison.Ordinal) ? throw Refuse(store, key, "has an empty part", "Write the parts of the name with one slash between them, and none in front or behind.")
            : key.Split('/').Any(static part => part is "." or "..") ? throw Refuse(store, key, "has the part '.' or '..'", "A key is a name and no path: write it without them.")
            : key;
    }

    /// <summary>A prefix with one slash at its end and none in front.</summary>
    public static string NormalizePrefix(string store, string prefix) => Check(store, prefix.Trim('/')) + "/";

    private static bool IsWhole(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]) && (index + 1 >= text.Length || !char.IsSurrogatePair(text[index], text[++index])))
            {
                return false;
            }
        }

        return true;
    }

    private static WanException Refuse(string store, string key, string what, string action)
        => StorageErrors.ObjectNameRefused(store, key, what, action);
}
