using System.Text;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Samples;

namespace Wan27.Engine.Tests.Providers;

/// <summary>The answer of a sample message, as a server sends it.</summary>
internal static class SampleAnswer
{
    public static WireAnswer Of(string name)
    {
        var sample = Sample.Wrapper(name);
        var headers = sample.Root["response"]!["headers"]!.AsObject().ToDictionary(static pair => pair.Key, static pair => pair.Value!.GetValue<string>());
        return new WireAnswer { Status = sample.Status, Body = Encoding.UTF8.GetBytes(sample.AnswerText), Headers = headers };
    }
}
