using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Wan27.Console;

/// <summary>Asks the person at the terminal; refuses with a clear error when there is none.</summary>
internal sealed class UserPrompt(Terminal terminal)
{
    private int _waiting;

    /// <summary>True while a question is open.</summary>
    public bool IsOpen => Volatile.Read(ref _waiting) > 0;

    /// <summary>Reads one line.</summary>
    public string ReadLine(string wanted)
    {
        RequirePerson(wanted);
        return Wait(() => System.Console.ReadLine() ?? "");
    }

    /// <summary>Reads one line without showing it.</summary>
    public SecureString ReadSecret(string wanted)
    {
        RequirePerson(wanted);
        return Wait(ReadHidden);
    }

    /// <summary>Asks for one of several answers; an empty answer is the default, <c>?</c> shows what they mean.</summary>
    public int AskForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RequirePerson(Joined(caption, message));
        ShowHead(caption, message);
        ChoiceKey[] keys = [.. choices.Select(ChoiceKey.From)];
        string question = string.Join("  ", keys.Select(key => $"[{key.Key}] {key.Label}")) + "  [?] Help"
            + (defaultChoice >= 0 ? $" (default is \"{keys[defaultChoice].Key}\"): " : ": ");
        while (true)
        {
            Show(question);
            string answer = ReadLine(caption).Trim();
            int chosen = Array.FindIndex(keys, key => key.Answers(answer));
            if (chosen >= 0)
            {
                return chosen;
            }

            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            if (answer == "?")
            {
                for (int i = 0; i < keys.Length; i++)
                {
                    Show($"{keys[i].Key} - {choices[i].HelpMessage}{Environment.NewLine}");
                }
            }
        }
    }

    /// <summary>Asks for values of parameters that were left out.</summary>
    public Dictionary<string, PSObject> AskForFields(string caption, string message, Collection<FieldDescription> descriptions)
    {
        RequirePerson(Joined(caption, string.Join(", ", descriptions.Select(field => field.Name))));
        ShowHead(caption, message);
        return descriptions.ToDictionary(field => field.Name, field => PSObject.AsPSObject(AskForField(field)));
    }

    /// <summary>Asks for a user name and a password.</summary>
    public PSCredential AskForCredential(string caption, string message, string userName)
    {
        RequirePerson(Joined(caption, message));
        ShowHead(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            Show("User: ");
            userName = ReadLine("a user name");
        }

        Show($"Password for {userName}: ");
        return new PSCredential(userName, ReadSecret("a password"));
    }

    private object AskForField(FieldDescription field)
    {
        if (field.ParameterTypeFullName == typeof(SecureString).FullName)
        {
            Show($"{field.Name}: ");
            return ReadSecret(field.Name);
        }

        if (field.ParameterTypeFullName == typeof(PSCredential).FullName)
        {
            return AskForCredential(field.Name, "", "");
        }

        if (!field.ParameterTypeFullName.EndsWith("[]", StringComparison.Ordinal))
        {
            Show($"{field.Name}: ");
            return ReadLine(field.Name);
        }

        List<string> values = [];
        while (true)
        {
            Show(string.Create(CultureInfo.InvariantCulture, $"{field.Name}[{values.Count}]: "));
            string value = ReadLine(field.Name);
            if (value.Length == 0)
            {
                return values.ToArray();
            }

            values.Add(value);
        }
    }

    private void RequirePerson(string wanted)
    {
        if (System.Console.IsInputRedirected || !(terminal.Error.IsTerminal || terminal.Output.IsTerminal))
        {
            throw new HostException(
                $"wan27 cannot ask, because it does not run in a terminal. It wanted to ask for: {wanted}. Pass the value as a parameter, or -Confirm:$false or -Force where the command asks for a confirmation.");
        }
    }

    private void ShowHead(string caption, string message)
    {
        terminal.ClearProgress();
        foreach (string line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
        {
            Show(line + Environment.NewLine);
        }
    }

    // Questions must be seen even when the output goes to a file.
    private void Show(string text) => terminal.Write(terminal.Output.IsTerminal ? terminal.Output : terminal.Error, text);

    private T Wait<T>(Func<T> read)
    {
        terminal.ClearProgress();
        Interlocked.Increment(ref _waiting);
        try
        {
            return read();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);

            // The person's Enter has moved the cursor to a new line.
            terminal.LineWasEnded();
        }
    }

    private SecureString ReadHidden()
    {
        var secret = new SecureString();
        while (true)
        {
            ConsoleKeyInfo key = System.Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    Show(Environment.NewLine);
                    secret.MakeReadOnly();
                    return secret;
                case ConsoleKey.Backspace when secret.Length > 0:
                    secret.RemoveAt(secret.Length - 1);
                    break;
                default:
                    if (!char.IsControl(key.KeyChar))
                    {
                        secret.AppendChar(key.KeyChar);
                    }

                    break;
            }
        }
    }

    private static string Joined(string caption, string message)
        => string.Join(": ", new[] { caption, message }.Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => part.Trim())).ReplaceLineEndings(" ");
}
