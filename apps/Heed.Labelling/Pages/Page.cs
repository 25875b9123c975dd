using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Heed.Labelling.Pages;

/// <summary>A page or a piece of one, rendered on the server.</summary>
/// <param name="parameters">By the names of the component's parameters.</param>
/// <param name="status">The HTTP status.</param>
internal sealed class Page<T>(object? parameters = null, int status = StatusCodes.Status200OK) : IResult where T : IComponent
{
    public Task ExecuteAsync(HttpContext context)
    {
        // Before anything is written: the token sets a cookie.
        context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        var values = new RouteValueDictionary(parameters).ToDictionary(p => p.Key, p => p.Value);
        return new RazorComponentResult<T>(values) { StatusCode = status, PreventStreamingRendering = true }.ExecuteAsync(context);
    }
}
