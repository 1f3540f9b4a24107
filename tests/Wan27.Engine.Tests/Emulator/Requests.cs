using System.Text.Json.Nodes;

namespace Wan27.Engine.Tests.Emulator;

/// <summary>Request bodies that the contract allows; tests change one thing in them.</summary>
internal static class Requests
{
    public static JsonNode Image(string content = """[{"text": "A paper crane"}]""", string parameters = """{"size": "1K", "n": 1}""", string model = "wan2.7-image")
        => JsonNode.Parse($$"""
            {"model": "{{model}}", "input": {"messages": [{"role": "user", "content": {{content}}}]}, "parameters": {{parameters}}}
            """)!;

    public static JsonNode ImageToVideo(
        string media = """[{"type": "first_frame", "url": "https://cdn.example.com/boat.png"}]""",
        string parameters = """{"resolution": "720P", "duration": 2}""",
        string model = "wan2.7-i2v")
        => JsonNode.Parse($$"""
            {"model": "{{model}}", "input": {"prompt": "The boat turns", "media": {{media}}}, "parameters": {{parameters}}}
            """)!;

    public static JsonNode VideoEdit(
        string media = """[{"type": "video", "url": "https://cdn.example.com/in.mp4"}]""",
        string parameters = """{"resolution": "720P"}""",
        string model = "wan2.7-videoedit")
        => JsonNode.Parse($$"""
            {"model": "{{model}}", "input": {"prompt": "Clay style", "media": {{media}}}, "parameters": {{parameters}}}
            """)!;

    public static JsonNode TextToVideo(
        string input = """{"prompt": "A harbour at dawn"}""",
        string parameters = """{"resolution": "720P", "duration": 2}""",
        string model = "wan2.7-t2v")
        => JsonNode.Parse($$"""
            {"model": "{{model}}", "input": {{input}}, "parameters": {{parameters}}}
            """)!;

    public static JsonNode ReferenceToVideo(
        string media = """[{"type": "reference_image", "url": "https://cdn.example.com/girl.png"}]""",
        string parameters = """{"resolution": "720P", "duration": 2}""",
        string model = "wan2.7-r2v")
        => JsonNode.Parse($$"""
            {"model": "{{model}}", "input": {"prompt": "Image 1 walks by", "media": {{media}}}, "parameters": {{parameters}}}
            """)!;
}
