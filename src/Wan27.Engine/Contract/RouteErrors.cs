namespace Wan27.Engine.Contract;

/// <summary>Errors of the boundary Route that are found here. Routes, models, options and what a record holds.</summary>
internal static class RouteErrors
{
    private static readonly LocalErrors Errors = LocalErrors.Of(WanBoundary.Route);

    public static WanException BoundingBoxMalformed(string? text) => Errors.Make([("text", text)]);

    public static WanException ColumnsExclude(string columns, string parameter) => Errors.Make([("columns", columns), ("parameter", parameter)]);

    public static WanException LimitRefused(string reason) => Errors.Make([("reason", reason)]);

    public static WanException LimitRefusedOfNoNumber(string limit, object? value) => Errors.Make([("limit", limit), ("value", value)]);

    public static WanException LimitRefusedOfProfile(string profile, string reasons) => Errors.Make([("profile", profile), ("reasons", reasons)]);

    public static WanException ModelMissing() => Errors.Make();

    public static WanException ModelRefused(string reason, string known) => Errors.Make([("reason", reason), ("known", known)]);

    public static WanException ModelRefusedOfNoId(string route, string model, string known) => Errors.Make([("route", route), ("model", model), ("known", known)]);

    public static WanException ModelRefusedOfOtherRoute(string model, string modelRoute, string route, string known)
        => Errors.Make([("model", model), ("modelRoute", modelRoute), ("route", route), ("known", known)]);

    public static WanException ModelRefusedOfNoRoute(string route, string routes) => Errors.Make([("route", route), ("routes", routes)]);

    public static WanException NoError() => Errors.Make();

    public static WanException NoKnownColumn(string found, string expected, string advice)
        => Errors.Make([("found", found), ("expected", expected), ("advice", advice)]);

    public static WanException NoKnownColumnOfThatName(string column, string found, string or) => Errors.Make([("column", column), ("found", found), ("or", or)]);

    public static WanException NoMediaTaken(string route) => Errors.Make([("route", route)]);

    public static WanException NotAnError() => Errors.Make();

    public static WanException NotOffered(string owner, string what, string instead) => Errors.Make([("owner", owner), ("what", what), ("instead", instead)]);

    public static WanException PaletteMalformed(string? text) => Errors.Make([("text", text)]);

    public static WanException PreflightFailed(string finding, string? fix) => Errors.Make([("finding", finding), ("fix", fix)]);

    public static WanException PreflightFailedInMany(int count, string findings) => Errors.Make([("count", count), ("findings", findings)]);

    public static WanException ProviderUnknown(string provider, string known) => Errors.Make([("provider", provider), ("known", known)]);

    public static WanException RoleUnknown(string route, string role, string roles) => Errors.Make([("route", route), ("role", role), ("roles", roles)]);

    public static WanException RouteMissing() => Errors.Make();

    public static WanException RouteUnknown(string route, string routes) => Errors.Make([("route", route), ("routes", routes)]);

    public static WanException ValueUnusableUnread(string what, string cause, Exception? inner = null) => Errors.Make([("what", what), ("cause", cause)], inner);

    public static WanException ValueUnusableOfManyMedia(int count, string given) => Errors.Make([("count", count), ("given", given)]);

    public static WanException ValueUnusableOfNoMedia() => Errors.Make();

    public static WanException ValueUnusableOfNoNumber(string given) => Errors.Make([("given", given)]);

    public static WanException ValueUnusableOfNoWholeNumber(string given, string allowed) => Errors.Make([("given", given), ("allowed", allowed)]);

    public static WanException ValueUnusableOutOfRange(string given, string allowed) => Errors.Make([("given", given), ("allowed", allowed)]);

    public static WanException ValueUnusableOfOneNameTwice(string name, int count) => Errors.Make([("name", name), ("count", count)]);

    public static WanException ValueUnusableOfNoPair(string given) => Errors.Make([("given", given)]);

    public static WanException ValueUnusableOfNoTime(string given) => Errors.Make([("given", given)]);

    public static WanException ValueUnusableOfNoAnswer(string given) => Errors.Make([("given", given)]);

    public static WanException ValueUnusableNotAllowed(string given, string allowed) => Errors.Make([("given", given), ("allowed", allowed)]);

    public static WanException ValueUnusableOfObject() => Errors.Make();

    public static WanException ValueUnusableOfMany(int count, string given) => Errors.Make([("count", count), ("given", given)]);

    public static WanException ValueUnusableOfList() => Errors.Make();

    public static WanException ValueUnusableOfNoTaskId(string about) => Errors.Make([("about", about)]);

    public static WanException ValueUnusableOfNothing(string parameter) => Errors.Make([("parameter", parameter)]);
}
