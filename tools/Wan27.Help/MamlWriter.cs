using System.Globalization;
using System.Xml.Linq;

namespace Wan27.Help;

/// <summary>Writes pages in the form that Get-Help reads.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly Dictionary<string, ParameterText> WrittenHere = new[]
    {
        new ParameterText("WhatIf", 0, ["Shows what would be done, and does none of it. Nothing is sent; local checks still tell what they find."], "False"),
        new ParameterText("Confirm", 0, ["Asks before each step."], "False"),
    }.ToDictionary(static text => text.Name);

    /// <summary>Writes the help file of a module.</summary>
    public static void Write(string path, IEnumerable<(CmdletFacts Cmdlet, CommandPage Page)> commands)
    {
        var root = new XElement(
            Msh + "helpItems",
            new XAttribute("schema", "maml"),
            commands.Select(static command => Describe(command.Cmdlet, command.Page)));
        new XDocument(root).Save(path);
    }

    private static XElement Describe(CmdletFacts cmdlet, CommandPage page)
        => new(
            Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "command", Command.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "dev", Dev.NamespaceName),
            new XElement(
                Command + "details",
                new XElement(Command + "name", cmdlet.Name),
                new XElement(Command + "verb", cmdlet.Verb),
                new XElement(Command + "noun", cmdlet.Noun),
                new XElement(Maml + "description", Paras([page.Synopsis]))),
            new XElement(Maml + "description", Paras(page.Description)),
            new XElement(Command + "syntax", cmdlet.Sets.Select(set => Syntax(cmdlet, set))),
            new XElement(Command + "parameters", cmdlet.Parameters.Select(parameter => Parameter(parameter, parameter.Uses[0], TextOf(page, parameter)))),
            new XElement(Command + "inputTypes", page.Inputs.Select(static input => Typed("inputType", input))),
            new XElement(Command + "returnValues", page.Outputs.Select(static output => Typed("returnValue", output))),
            new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paras(page.Notes))),
            new XElement(Command + "examples", page.Examples.Select(Example)),
            new XElement(Command + "relatedLinks", page.Links.Select(static link => new XElement(Maml + "navigationLink", new XElement(Maml + "linkText", link), new XElement(Maml + "uri")))));

    private static ParameterText TextOf(CommandPage page, ParameterFacts parameter)
        => page.Parameters.FirstOrDefault(text => text.Name == parameter.Name) ?? WrittenHere[parameter.Name];

    private static XElement Syntax(CmdletFacts cmdlet, string set)
        => new(
            Command + "syntaxItem",
            new XElement(Maml + "name", cmdlet.Name),
            cmdlet.Parameters
                .Select(parameter => (Parameter: parameter, Use: parameter.In(set)))
                .Where(static pair => pair.Use is not null)
                .OrderBy(static pair => pair.Use!.Position ?? int.MaxValue)
                .ThenByDescending(static pair => pair.Use!.Mandatory)
                .Select(static pair => Head(pair.Parameter, pair.Use!, null)));

    private static XElement Parameter(ParameterFacts parameter, ParameterUse use, ParameterText text)
    {
        var element = Head(parameter, use, text.Text);
        element.Add(
            new XElement(Dev + "type", new XElement(Maml + "name", parameter.Type), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", text.Default));
        return element;
    }

    /// <summary>What syntax and parameter list have in common. A switch takes no value.</summary>
    private static XElement Head(ParameterFacts parameter, ParameterUse use, IReadOnlyList<string>? description)
        => new(
            Command + "parameter",
            new XAttribute("required", use.Mandatory ? "true" : "false"),
            new XAttribute("variableLength", parameter.IsList ? "true" : "false"),
            new XAttribute("globbing", parameter.Wildcards ? "true" : "false"),
            new XAttribute("pipelineInput", use.PipelineText),
            new XAttribute("position", use.PositionText),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            description is null ? null : new XElement(Maml + "description", Paras(description)),
            parameter.Values.Count == 0 ? null : new XElement(
                Command + "parameterValueGroup",
                parameter.Values.Select(static value => new XElement(Command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), value))),
            parameter.IsSwitch ? null : new XElement(
                Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", parameter.IsList ? "true" : "false"), parameter.Type));

    private static XElement Typed(string name, TypeText type)
        => new(
            Command + name,
            new XElement(Dev + "type", new XElement(Maml + "name", type.Name)),
            new XElement(Maml + "description", Paras(type.Text)));

    private static XElement Example(ExampleText example, int index)
        => new(
            Command + "example",
            new XElement(Maml + "title", string.Create(CultureInfo.InvariantCulture, $"--- Example {index + 1}: {example.Title} ---")),
            new XElement(Dev + "code", example.Code),
            new XElement(Dev + "remarks", Paras(example.Text)));

    private static IEnumerable<XElement> Paras(IEnumerable<string> paragraphs) => paragraphs.Select(static text => new XElement(Maml + "para", text));
}
