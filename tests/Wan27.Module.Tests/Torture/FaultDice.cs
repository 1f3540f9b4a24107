namespace Wan27.ModuleTests.Torture;

/// <summary>Throws the faults of one run. Whatever is thrown, the promises must hold.</summary>
internal static class FaultDice
{
    private static readonly string[] CutSubmits = ["DropAfterAccept", "DropAfterAccept", "StatusAfterAccept", "DropAfterBody", "DropBeforeBody"];

    public static IReadOnlyList<object> Throw(Random random)
    {
        var seed = random.Next();
        return
        [
            // One of these at most in a run: a second one of the same model makes both of them undecidable for good.
            new { kind = CutSubmits[random.Next(CutSubmits.Length)], operation = "video.submit", nth = random.Next(1, 12) },
            new { kind = "Slow", operation = "video.submit", probability = 0.3, delay = 0.2, seed },
            new { kind = "Status", operation = "video.submit", status = 429, probability = 0.1, seed = seed + 1 },
            new { kind = "Status", operation = "video.submit", status = 429, retryAfter = 1, nth = random.Next(1, 30) },

            // Twice in a row it would be true: the service's word counts when it is repeated.
            new { kind = "UnknownOnce", nth = random.Next(1, 15), count = 1 },
            new { kind = "Status", operation = "task.query", status = 500, probability = 0.05, seed = seed + 2 },
            new { kind = "Status", operation = "task.query", status = 429, probability = 0.05, seed = seed + 3 },
            new { kind = "DropAfterBody", operation = "task.query", probability = 0.05, seed = seed + 4 },
            new { kind = "HalfJson", operation = "task.query", probability = 0.05, seed = seed + 5 },
            new { kind = "Slow", operation = "task.query", probability = 0.1, delay = 0.2, seed = seed + 6 },
            new { kind = "Status", operation = "task.list", status = 503, probability = 0.1, seed = seed + 7 },
            new { kind = "HalfJson", operation = "task.list", probability = 0.1, seed = seed + 8 },
            new { kind = "HalfBody", probability = 0.15, seed = seed + 9 },
            new { kind = "WrongChecksum", probability = 0.08, seed = seed + 10 },
            new { kind = "SwappedBody", probability = 0.08, seed = seed + 11 },
            new { kind = "ExpireEarly", probability = 0.05, seed = seed + 12 },
            new { kind = "Slow", operation = "result.get", probability = 0.5, bytesPerSecond = random.Next(20_000, 200_000), seed = seed + 13 },
            new { kind = "Status", operation = "result.get", status = 503, probability = 0.08, seed = seed + 14 },
            new { kind = "DropAfterBody", operation = "upload.*", probability = 0.08, seed = seed + 15 },
            new { kind = "Status", operation = "upload.*", status = 500, probability = 0.08, seed = seed + 16 },
        ];
    }
}
