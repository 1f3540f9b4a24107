using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan27.Engine.Records;

/// <summary>Writes texts as <see cref="RecordGuard"/> lets them through.</summary>
internal sealed class CleanTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(RecordGuard.Clean(value));
}
