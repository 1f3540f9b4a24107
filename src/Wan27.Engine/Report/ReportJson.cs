using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Wan27.Engine.Records;

namespace Wan27.Engine.Report;

/// <summary>The data of a page. Every script stays readable; the characters that HTML knows are escapes, so that no text can end its element.</summary>
[JsonSerializable(typeof(ReportJob))]
[JsonSerializable(typeof(ReportHead))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    public static ReportJson Page { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new PlainValuesConverter() },
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });
}
