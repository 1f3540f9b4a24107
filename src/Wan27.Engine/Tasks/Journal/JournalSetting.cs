using System.Text.Json;
using System.Text.Json.Serialization;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>The user's choice of a journal, in a file beside the profiles. It says where the connection text is, never the text.</summary>
internal sealed class JournalSetting
{
    private readonly string _path;
    private readonly SettingsFile<JournalSettingFile> _file;

    /// <param name="folder">The folder of the user's settings.</param>
    public JournalSetting(string folder)
    {
        _path = Path.Combine(folder, "journal.json");
        _file = new SettingsFile<JournalSettingFile>(_path, JournalSettingJson.Default.JournalSettingFile, Checked, (why, inner) => Broken(why, inner), denied => StorageErrors.JournalSettingUnwritable(_path, denied));
    }

    /// <summary>Where the connection text of a shared journal is; null for the local one.</summary>
    public KeySource? Read() => _file.Read().Connection;

    public void Set(KeySource? connection) => _file.Update(before => before with { Connection = connection });

    private JournalSettingFile Checked(JournalSettingFile file) => file switch
    {
        { Schema: > JournalSettingFile.CurrentSchema } => throw Broken($"it has schema {file.Schema}, written by a later version of the module", null),
        { Connection: { Kind: KeySourceKind.Session } or { Name: null or "" } or { Unknown.Count: > 0 } } => throw Broken("it does not say where the connection text is", null),
        _ => file,
    };

    // Falling back to the local journal would pay for what the others have paid for.
    private WanException Broken(string why, Exception? inner) => StorageErrors.JournalSettingUnreadable(_path, why, inner);
}

/// <summary>The file.</summary>
internal sealed record JournalSettingFile
{
    /// <summary>Version of this layout; raised when a reader of the old one would misread the new.</summary>
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public KeySource? Connection { get; init; }

    /// <summary>What a later version of the module wrote and this one does not know; it survives a change by this one.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(JournalSettingFile))]
internal sealed partial class JournalSettingJson : JsonSerializerContext;
