namespace Cobranca.Portal.Platform;

/// <summary>
/// Routes whose handlers are made once. Left to itself the framework makes all of them again for each routing step of the pipeline (the
/// requests, the first error page, the API's document), at some two compiled expressions a route: half of what a start and a first error cost.
/// </summary>
internal sealed class RoutesMadeOnce(IEndpointRouteBuilder routes) : IEndpointRouteBuilder
{
    public IServiceProvider ServiceProvider => routes.ServiceProvider;

    public ICollection<EndpointDataSource> DataSources { get; } = [];

    public IApplicationBuilder CreateApplicationBuilder() => routes.CreateApplicationBuilder();

    /// <summary>Adds what was mapped here to the pipeline: a composite keeps the endpoints it has made, whoever asks.</summary>
    public void Add() => routes.DataSources.Add(new CompositeEndpointDataSource(DataSources));
}
