using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>The read side at the HTTP edge: each fault once, and each for ever.</summary>
public sealed class WooCommerceReadFaultTests : IAsyncLifetime
{
    private FakeWooCommerce _shop = null!;

    public static TheoryData<string> Passing => [.. Faults.Keys];

    public static TheoryData<string, string, bool> Staying => new()
    {
        { "reset before handling", "NET005", true },
        { "reset after handling", "NET005", true },
        { "hangs", "NET004", true },
        { "500", "NET008", true },
        { "429", "NET006", true },
        { "maintenance", "NET007", true },
        { "truncated JSON", "NET013", true },
        { "cut off", "NET005", true },
        { "HTML", "NET011", true },
        { "empty", "NET012", true },
        { "forbidden", "NET009", false },
    };

    private static Dictionary<string, Fault> Faults => new()
    {
        ["reset before handling"] = Fault.ResetBeforeHandling,
        ["reset after handling"] = Fault.ResetAfterHandling,
        ["hangs"] = Fault.HangBeforeHandling,
        ["500"] = Fault.ServerError,
        ["429"] = Fault.TooMany(null),
        ["maintenance"] = Fault.Maintenance(0),
        ["truncated JSON"] = Fault.TruncatedJson,
        ["cut off"] = Fault.CutOff,
        ["HTML"] = Fault.Html,
        ["empty"] = Fault.Empty,
        ["wrong content type"] = Fault.WrongContentType,
        ["byte order mark"] = Fault.ByteOrderMark,
        ["PHP notice"] = Fault.PhpNotice,
    };

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync();
        for (var id = 1; id <= 9; id++)
        {
            _shop.Orders.Add(id);
        }
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_fault_that_passes_costs_no_order_on_any_page(string fault)
    {
        using var client = _shop.Client(Settings(fault));
        for (var page = 1; page <= 3; page++)
        {
            var number = 0;
            var wanted = page;
            _shop.BeforeEach = _ =>
            {
                if (++number == wanted)
                {
                    _shop.Faults.Add(Faults[fault]);
                }
            };

            Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], await client.IdsAsync());
            Assert.Equal(0, _shop.Faults.Left);
        }
    }

    [Theory]
    [MemberData(nameof(Staying))]
    public async Task A_fault_that_stays_ends_the_walk_with_its_name_and_never_early(string fault, string code, bool transient)
    {
        using var client = _shop.Client(Settings(fault));
        var number = 0;
        _shop.BeforeEach = _ =>
        {
            if (++number > 1)
            {
                _shop.Faults.Add(fault == "forbidden" ? Fault.Status(403, "Stop") : Faults[fault]);
            }
        };

        var error = await Assert.ThrowsAsync<EtlException>(() => client.IdsAsync());

        Assert.Equal((code, transient), (error.Code.Code, error.IsTransient));
        Assert.StartsWith($"GET {_shop.BaseUrl}/wp-json/wc/v3/orders?", error.Message, StringComparison.Ordinal);
        Assert.Equal(transient ? 5 : 2, number);
    }

    [Fact]
    public async Task What_was_skipped_before_the_JSON_is_counted()
    {
        var notes = new Notes();
        using var client = _shop.Client(notes: notes);
        _shop.Faults.Add(Fault.PhpNotice, Fault.ByteOrderMark);

        await client.IdsAsync();
        await client.IdsAsync();

        var note = Assert.Single(notes.All);
        Assert.Equal((2, "NET017"), (note.Count, note.First.Code.Code));
        Assert.Equal("Skipped \"Notice : Undefined index: foo[0] in /var/www/x.php on line 12\" before the JSON.", note.First.Message);
    }

    [Fact]
    public async Task A_list_that_is_no_list_is_named()
    {
        _shop.Faults.Add(Fault.Status(200, """{"hello":"world"}""", "application/json"));
        using var client = _shop.Client();

        var error = await Assert.ThrowsAsync<EtlException>(() => client.IdsAsync());

        Assert.Contains("WOO009 A list was asked for, something else came.", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Impatient only where the fault is that nothing comes, so that a busy machine is not taken for a fault.</summary>
    private WooCommerceSettings Settings(string fault)
    {
        var settings = _shop.Settings with { PageSize = 4 };
        return fault != "hangs" ? settings : settings with { Transport = settings.Transport with { AttemptTimeout = TimeSpan.FromMilliseconds(700) } };
    }
}
