using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>Reads an error of the object storage, which normally answers in XML and behind a gateway in anything.</summary>
internal static class StorageError
{
    public static (string? Code, string? Message, string? RequestId) Read(string body)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var root = XElement.Load(reader);
            return (Value(root, "Code"), Value(root, "Message"), Value(root, "RequestId"));
        }
        catch (XmlException)
        {
            return ReadJson(body);
        }
    }

    private static (string?, string?, string?) ReadJson(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return (AnswerReader.Text(root, "code"), AnswerReader.Text(root, "message"), AnswerReader.Text(root, "request_id"));
        }
        catch (JsonException)
        {
            return (null, null, null);
        }
    }

    private static string? Value(XElement root, string name)
        => root.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}
