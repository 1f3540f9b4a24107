namespace Wan27.Engine.Contract;

/// <summary>Errors of the boundary Region that are found here. Profiles, endpoints and proxies.</summary>
internal static class RegionErrors
{
    private static readonly LocalErrors Errors = LocalErrors.Of(WanBoundary.Region);

    public static WanException AnswerUnreadable(int status) => Errors.Make([("status", status)]);

    public static WanException EndpointAndWorkspace() => Errors.Make();

    public static WanException EndpointMalformed(string endpoint) => Errors.Make([("endpoint", endpoint)]);

    public static WanException EndpointMalformedWithMore() => Errors.Make();

    public static WanException EndpointNotSecure(string endpoint) => Errors.Make([("endpoint", endpoint)]);

    public static WanException EndpointOfOtherRegion(string host, string owner, string offers, WanRegion region)
        => Errors.Make([("host", host), ("owner", owner), ("offers", offers), ("region", region)]);

    public static WanException EndpointOfOtherRegionWithout(string host, string owner, string provider)
        => Errors.Make([("host", host), ("owner", owner), ("provider", provider)]);

    public static WanException HostNotOfProvider(string provider, string host, string hosts) => Errors.Make([("provider", provider), ("host", host), ("hosts", hosts)]);

    public static WanException NoProfile(string line) => Errors.Make([("line", line)]);

    public static WanException NoProfileOfDefault(string profile) => Errors.Make([("profile", profile)]);

    public static WanException ProfileNameMalformed(string name) => Errors.Make([("name", name)]);

    public static WanException ProfileUnknown(string profile, string line) => Errors.Make([("profile", profile), ("line", line)]);

    public static WanException ProfileUnknownAmongOthers(string profile, string profiles, string line)
        => Errors.Make([("profile", profile), ("profiles", profiles), ("line", line)]);

    public static WanException ProxyMalformed(string proxy, string schemes) => Errors.Make([("proxy", proxy), ("schemes", schemes)]);

    public static WanException ProxyWithPassword() => Errors.Make();

    public static WanException Redirected(int status, string to) => Errors.Make([("status", status), ("to", to)]);

    public static WanException RedirectedAfterSubmit(int status, string to) => Errors.Make([("status", status), ("to", to)]);

    public static WanException RegionMissing(string profile, string regions) => Errors.Make([("profile", profile), ("regions", regions)]);

    public static WanException RegionMissingInFile(string profile, string provider, string regions)
        => Errors.Make([("profile", profile), ("provider", provider), ("regions", regions)]);

    public static WanException RegionNotOfProvider(string provider, WanRegion region, string regions)
        => Errors.Make([("provider", provider), ("region", region), ("regions", regions)]);

    public static WanException RegionNotOfProviderWithout(string provider, WanRegion region) => Errors.Make([("provider", provider), ("region", region)]);

    public static WanException WorkspaceIdMalformed(string workspace) => Errors.Make([("workspace", workspace)]);

    public static WanException WorkspaceNotOfProvider(string provider) => Errors.Make([("provider", provider)]);
}
