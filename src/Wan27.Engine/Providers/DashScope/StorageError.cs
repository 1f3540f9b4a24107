using System.Text;
using System.Text.Json;
using System.Xml;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>Reads an error of the object storage, which normally answers in XML and behind a gateway in anything.</summary>
internal static class StorageError
{
    public static (string? Code, string? Message, string? RequestId) Read(string body)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return ReadXml(reader);
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
            var root = LenientJson.Parse(Encoding.UTF8.GetBytes(body));
            return (AnswerReader.ErrorCode(root), AnswerReader.ErrorMessage(root), AnswerReader.RequestId(root));
        }
        catch (JsonException)
        {
            return (null, null, null);
        }
    }

    /// <summary>The three elements below the root; they hold text only, and nothing is followed into its depth.</summary>
    private static (string?, string?, string?) ReadXml(XmlReader reader)
    {
        string? code = null, message = null, requestId = null;
        reader.MoveToContent();
        reader.Read();
        while (!reader.EOF)
        {
            switch (reader)
            {
                case { NodeType: XmlNodeType.Element, Depth: 1, LocalName: "Code" }:
                    code = reader.ReadElementContentAsString();
                    break;
                case { NodeType: XmlNodeType.Element, Depth: 1, LocalName: "Message" }:
                    message = reader.ReadElementContentAsString();
                    break;
                case { NodeType: XmlNodeType.Element, Depth: 1, LocalName: "RequestId" }:
                    requestId = reader.ReadElementContentAsString();
                    break;
                default:
                    reader.Read();
                    break;
            }
        }

        return (code, message, requestId);
    }
}
