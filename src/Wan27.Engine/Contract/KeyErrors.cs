namespace Wan27.Engine.Contract;

/// <summary>Errors of the boundary Key that are found here. Keys and where they come from.</summary>
internal static class KeyErrors
{
    private static readonly LocalErrors Errors = LocalErrors.Of(WanBoundary.Key);

    public static WanException KeyFileUnreadable(string path, Exception inner) => Errors.Make([("path", path)], inner);

    public static WanException KeyGivenAsName(string variable) => Errors.Make([("variable", variable)]);

    public static WanException KeyGivenAsNameOfProfile() => Errors.Make();

    public static WanException KeyGivenAsNameOfStore() => Errors.Make();

    public static WanException KeyMalformedInQuotes(string source) => Errors.Make([("source", source)]);

    public static WanException KeyMalformed(string source) => Errors.Make([("source", source)]);

    public static WanException KeyMissing(string source) => Errors.Make([("source", source)]);

    public static WanException KeyMissingOfThatType(string source, string type) => Errors.Make([("source", source), ("type", type)]);

    public static WanException KeyNotTold(string owner, int status) => Errors.Make([("owner", owner), ("status", status)]);

    public static WanException KeyOfOtherPlan(string source) => Errors.Make([("source", source)]);

    public static WanException KeyOfOtherProvider(string other, string otherProvider, string profile, string provider)
        => Errors.Make([("other", other), ("otherProvider", otherProvider), ("profile", profile), ("provider", provider)]);

    public static WanException KeyOfOtherRegion(string other, WanRegion otherRegion, string profile, WanRegion region)
        => Errors.Make([("other", other), ("otherRegion", otherRegion), ("profile", profile), ("region", region)]);

    public static WanException KeySourceMissing(string profile, string variable) => Errors.Make([("profile", profile), ("variable", variable)]);

    public static WanException KeySourceMissingAfterMove(string profile, string region, string before, string variable)
        => Errors.Make([("profile", profile), ("region", region), ("before", before), ("variable", variable)]);

    public static WanException KeySourceUnknown(string profile, string source, string unknown)
        => Errors.Make([("profile", profile), ("source", source), ("unknown", unknown)]);

    public static WanException KeySourcesExclude(string parameters) => Errors.Make([("parameters", parameters)]);

    public static WanException KeySourcesExcludeOfVault() => Errors.Make();

    public static WanException SecretModuleMissing(string source) => Errors.Make([("source", source)]);

    public static WanException SecretUnavailable(string profile, string source) => Errors.Make([("profile", profile), ("source", source)]);

    public static WanException SecretUnreadable(string source, string said, Exception inner) => Errors.Make([("source", source), ("said", said)], inner);

    public static WanException SecretUnreadableInLockedVault(string source, string said, Exception inner)
        => Errors.Make([("source", source), ("said", said)], inner);

    public static WanException SecretUnreadableNotThere(string source, string said, string vault, Exception inner)
        => Errors.Make([("source", source), ("said", said), ("vault", vault)], inner);

    public static WanException SessionKeyGone(string profile, string variable) => Errors.Make([("profile", profile), ("variable", variable)]);

    public static WanException SessionKeyGoneOfEmulator(string profile) => Errors.Make([("profile", profile)]);
}
