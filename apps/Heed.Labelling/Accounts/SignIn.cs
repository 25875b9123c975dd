using System.Security.Claims;
using Heed.Labelling.Capturing;
using Heed.Labelling.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Heed.Labelling.Accounts;

/// <summary>How people and programs prove who they are. Nothing is open that is not declared open.</summary>
internal static class SignIn
{
    public const string Provider = "oidc", ApiPolicy = "api";

    private const int LockAfter = 5;

    public static void Add(IServiceCollection services, LabellingOptions options)
    {
        services.AddIdentityCore<Account>(identity =>
        {
            identity.Password = new PasswordOptions { RequiredLength = 10, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false, RequiredUniqueChars = 4 };
            identity.Lockout = new LockoutOptions { MaxFailedAccessAttempts = LockAfter, DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15) };
            identity.User.AllowedUserNameCharacters = "";
        }).AddUserStore<AccountStore>().AddErrorDescriber<AccountErrors>().AddSignInManager().AddDefaultTokenProviders();
        var authentication = services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyScheme>(ApiKeyScheme.Name, null)
            .AddScheme<AuthenticationSchemeOptions, FeedbackToken>(FeedbackToken.Name, null);
        authentication.AddCookie(IdentityConstants.ApplicationScheme, cookie => Configure(cookie, options));
        authentication.AddCookie(IdentityConstants.ExternalScheme, cookie =>
        {
            (cookie.Cookie.Name, cookie.Cookie.SecurePolicy, cookie.ExpireTimeSpan) = ("heed-external", Secure(options), TimeSpan.FromMinutes(5));
        });
        authentication.AddCookie(IdentityConstants.TwoFactorUserIdScheme, cookie =>
        {
            (cookie.Cookie.Name, cookie.Cookie.HttpOnly, cookie.Cookie.SecurePolicy, cookie.ExpireTimeSpan) = ("heed-second-step", true, Secure(options), TimeSpan.FromMinutes(5));
        });
        if (options.OpenIdConnect is { } provider) AddProvider(authentication, provider, options);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(IdentityConstants.ApplicationScheme).RequireAuthenticatedUser().Build())
            .AddPolicy(ApiPolicy, policy => policy.AddAuthenticationSchemes(ApiKeyScheme.Name).RequireAuthenticatedUser());
    }

    public static CookieSecurePolicy Secure(LabellingOptions options) => options.Production ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    private static void Configure(CookieAuthenticationOptions cookie, LabellingOptions options)
    {
        (cookie.Cookie.Name, cookie.Cookie.HttpOnly, cookie.Cookie.SameSite, cookie.Cookie.SecurePolicy) = ("heed-session", true, SameSiteMode.Lax, Secure(options));
        (cookie.ExpireTimeSpan, cookie.SlidingExpiration) = (TimeSpan.FromHours(12), true);
        cookie.Events.OnValidatePrincipal = ValidateAsync;
        cookie.Events.OnRedirectToLogin = context => IsPage(context.Request)
            ? Redirect(context.Response, $"/sign-in?back={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}")
            : Problems.WriteAsync(context.HttpContext, StatusCodes.Status401Unauthorized, "Sign in first.");
        cookie.Events.OnRedirectToAccessDenied = context => Problems.WriteAsync(context.HttpContext, StatusCodes.Status403Forbidden, "You may not do that.");
    }

    private static void AddProvider(AuthenticationBuilder authentication, OpenIdConnectSettings provider, LabellingOptions options) => authentication.AddOpenIdConnect(Provider, oidc =>
    {
        (oidc.Authority, oidc.ClientId, oidc.ClientSecret) = (provider.Authority, provider.ClientId, provider.ClientSecret);
        (oidc.SignInScheme, oidc.ResponseType, oidc.UsePkce) = (IdentityConstants.ExternalScheme, OpenIdConnectResponseType.Code, true);
        // By address, not by a form of another site: so lax cookies are enough.
        (oidc.ResponseMode, oidc.CorrelationCookie.SameSite, oidc.NonceCookie.SameSite) = (OpenIdConnectResponseMode.Query, SameSiteMode.Lax, SameSiteMode.Lax);
        (oidc.CorrelationCookie.SecurePolicy, oidc.NonceCookie.SecurePolicy) = (Secure(options), Secure(options));
        oidc.RequireHttpsMetadata = options.Production;
        oidc.MapInboundClaims = false;
        oidc.TokenValidationParameters.NameClaimType = "name";
        oidc.ClaimActions.MapUniqueJsonKey(ClaimTypes.NameIdentifier, "sub");
    });

    /// <summary>A session ends with the next request once its account is gone or its stamp was changed; all else is looked at every half hour.</summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var stamps = context.HttpContext.RequestServices.GetRequiredService<IOptions<IdentityOptions>>().Value.ClaimsIdentity.SecurityStampClaimType;
        var (id, stamp) = (context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), context.Principal?.FindFirstValue(stamps));
        var database = context.HttpContext.RequestServices.GetRequiredService<SiteContext>();
        if (stamp is not null && await database.Users.AsNoTracking().Where(u => u.Id == id).Select(u => u.SecurityStamp).FirstOrDefaultAsync() == stamp)
        {
            await SecurityStampValidator.ValidatePrincipalAsync(context);
            return;
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    private static bool IsPage(HttpRequest request) => HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    private static Task Redirect(HttpResponse response, string to)
    {
        response.Redirect(to);
        return Task.CompletedTask;
    }
}
