using System.Globalization;
using System.Management.Automation;
using Wan27.Engine;

namespace Wan27.Cmdlets.Output;

/// <summary>What all records of a dry run would be billed, in one line at its end: for each owner and unit, and for each currency, which are never added up.</summary>
/// <param name="cmdlet">The cmdlet that asks -WhatIf.</param>
internal sealed class DryTotal(PSCmdlet cmdlet)
{
    private readonly SortedDictionary<(string Owner, string Unit, string? Currency), Sum> _sums = new(Comparer<(string Owner, string Unit, string? Currency)>.Create(
        static (one, other) => string.CompareOrdinal($"{one.Owner}\n{one.Unit}\n{one.Currency}", $"{other.Owner}\n{other.Unit}\n{other.Currency}")));

    private int _jobs;

    /// <summary>Pipeline thread: true where nothing is sent, by the parameter or by the session's preference.</summary>
    public bool IsDry
        => cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out var asked)
            ? LanguagePrimitives.IsTrue(asked)
            : LanguagePrimitives.IsTrue(cmdlet.SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>One record that would be sent.</summary>
    public void Add(string owner, JudgedRequest judged)
    {
        if (judged.Held is not null)
        {
            return;
        }

        _jobs++;
        var key = (owner, judged.Billed.Unit, judged.Cost?.Currency);
        _sums[key] = _sums.GetValueOrDefault(key).Plus(judged);
    }

    /// <summary>Pipeline thread, once: the line, where there is something to add up.</summary>
    public void Write()
    {
        if (_jobs > 1 && IsDry)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"In all, {_jobs} jobs would be billed: {string.Join("; ", _sums.Select(static sum => sum.Value.Text(sum.Key.Owner, sum.Key.Unit, sum.Key.Currency)))}.");
            _ = cmdlet.ShouldProcess(text, text, text);
        }
    }

    private readonly record struct Sum(int Jobs, double Low, double High, decimal AmountLow, decimal AmountHigh)
    {
        public Sum Plus(JudgedRequest judged) => new(
            Jobs + 1, Low + (judged.Billed.Low ?? 0), High + (judged.Billed.High ?? 0), AmountLow + (judged.Cost?.AmountLow ?? 0), AmountHigh + (judged.Cost?.AmountHigh ?? 0));

        public string Text(string owner, string unit, string? currency)
        {
            var units = unit == "unknown" ? string.Create(CultureInfo.InvariantCulture, $"{Jobs} job{(Jobs == 1 ? string.Empty : "s")} in units that it does not state") : $"{Range(Low, High, "0.###")} {(unit == "second" ? "s" : High == 1 ? unit : unit + "s")}";
            return currency is null ? $"{owner} {units}" : $"{owner} {units}, {Range(AmountLow, AmountHigh, "0.00########")} {currency}";
        }

        private static string Range<TNumber>(TNumber low, TNumber high, string form)
            where TNumber : struct, IFormattable, IEquatable<TNumber>
            => low.Equals(high) ? high.ToString(form, CultureInfo.InvariantCulture) : $"{low.ToString(form, CultureInfo.InvariantCulture)} to {high.ToString(form, CultureInfo.InvariantCulture)}";
    }
}
