namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>A test over recorded answers of running shops that lie beside the project; reported as skipped where they do not.</summary>
public sealed class RecordedShopFactAttribute : FactAttribute
{
    public RecordedShopFactAttribute()
    {
        if (Folder is null)
        {
            Skip = "The recorded shop answers (../shared/samples/shops/woocommerce) are not here.";
        }
    }

    /// <summary>The folder with the recordings, or null.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sharespine.Etl.sln")))
            {
                var samples = Path.Combine(folder.FullName, "..", "shared", "samples", "shops", "woocommerce");
                return Directory.Exists(samples) ? samples : null;
            }
        }

        return null;
    }
}
