using System.Net;
using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Heed.Labelling.Api;
using Heed.Labelling.Asking;
using Heed.Labelling.Loading;
using Heed.Labelling.Managing;
using Heed.Labelling.Pages;
using Heed.Labelling.Rendering;
using Heed.Labelling.Security;
using Heed.Labelling.Texts;
using Heed.Labelling.Webhooks;
using Heed.Labelling.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Heed.Labelling;

/// <summary>The site where people answer and managers watch over the answers.</summary>
public static class LabellingSite
{
    private const long LargestRequest = 4 << 20;

    /// <summary>A site over an open record, ready to be started. Making its own tables where there are none.</summary>
    /// <exception cref="SiteException">The options are not fit for what they ask.</exception>
    public static async Task<WebApplication> BuildAsync(LabellingOptions options, FeedbackStore store, CancellationToken cancellation = default)
    {
        StartupSecrets.Check(options);
        TrustedProxies.Configure(new ForwardedHeadersOptions(), options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = options.Production ? Environments.Production : Environments.Development });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));
        Add(builder.Services, options, store);
        var app = builder.Build();
        await SiteSchema.EnsureAsync(app.Services, cancellation);
        Use(app, options);
        return app;
    }

    /// <summary>Starts listening.</summary>
    /// <exception cref="SiteException">The address is taken or cannot be bound.</exception>
    public static async Task StartAsync(WebApplication app, LabellingOptions options, CancellationToken cancellation = default)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception problem) when (problem is IOException or System.Net.Sockets.SocketException)
        {
            throw new SiteException(Heed.Runs.ExitCode.Resources, $"{options.Host}:{options.Port} cannot be listened at: {problem.Message} Name another --port, or 0 for a free one.", problem);
        }
    }

    private static void Listen(KestrelServerOptions kestrel, LabellingOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestRequest;
        var address = options.Host == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(options.Host, out var parsed) ? parsed
            : throw new SiteException(Heed.Runs.ExitCode.Usage, $"--host must be an IP address such as 127.0.0.1 or 0.0.0.0, found '{options.Host}'.");
        kestrel.Listen(address, options.Port);
    }

    private static void Add(IServiceCollection services, LabellingOptions options, FeedbackStore store)
    {
        services.AddSingleton(options).AddSingleton(options.Clock).AddSingleton(store);
        services.AddSingleton<TextCatalogue>().AddSingleton<SafeMarkdown>().AddSingleton(new SecretToken(options.Secret));
        services.AddScoped<PageTexts>().AddScoped<AuditLog>().AddScoped<Admission>().AddScoped<Departure>();
        services.Configure<HostOptions>(host => host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
        services.AddSingleton<Retention>().AddHostedService(provider => provider.GetRequiredService<Retention>());
        services.AddSingleton<KnownKeys>().AddSingleton<Ledger>().AddSingleton<MyFigures>().AddSingleton<Drafting>().AddSingleton<ItemLoading>();
        services.AddHttpContextAccessor().AddMemoryCache().AddRoutingCore().AddLogging(log => log.SetMinimumLevel(LogLevel.Warning));
        services.AddDbContext<SiteContext>(context => store.Share(context, SiteSchema.History));
        services.AddDataProtection().SetApplicationName("heed-labelling");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(keys => keys.XmlRepository = new SealedKeys(provider.GetRequiredService<IServiceScopeFactory>(), options)));
        services.AddAntiforgery(csrf =>
        {
            (csrf.HeaderName, csrf.FormFieldName, csrf.Cookie.Name) = (CsrfGuard.Header, CsrfGuard.Field, "heed-csrf");
            (csrf.Cookie.SameSite, csrf.Cookie.SecurePolicy) = (Microsoft.AspNetCore.Http.SameSiteMode.Strict, SignIn.Secure(options));
            csrf.SuppressXFrameOptionsHeader = true;
        });
        services.AddRazorComponents();
        services.AddHttpClient();
        WebhookEndpoints.Add(services, options);
        SignIn.Add(services, options);
        RateLimits.Add(services, options);
        Description.Add(services);
        // What cannot be read is said in words, in production too.
        services.Configure<Microsoft.AspNetCore.Routing.RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<ForwardedHeadersOptions>(forwarded => TrustedProxies.Configure(forwarded, options));
    }

    private static void Use(WebApplication app, LabellingOptions options)
    {
        SecurityHeaders.Use(app);
        TrustedProxies.Use(app, options);
        Problems.Use(app);
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        CsrfGuard.Use(app);
        app.UseAuthorization();
        ProjectGate.Use(app);
        Assets.Map(app);
        SignInEndpoints.Map(app);
        SecondStepEndpoints.Map(app);
        InvitationEndpoints.Map(app);
        PasswordEndpoints.Map(app);
        AccountEndpoints.Map(app);
        WorkEndpoints.Map(app);
        GuidelineEndpoints.Map(app);
        QuestionEndpoints.Map(app);
        ManageEndpoints.Map(app);
        ApiEndpoints.Map(app);
        Description.Map(app);
    }
}
