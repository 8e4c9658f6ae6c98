using Sharespine.Etl.Tests.Engine;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sharespine.Etl.Tests.Support;

public sealed class StoreFactTests : IDisposable
{
    private readonly StoreKind _whenMade = TestStores.Kind;
    private readonly string _folder = Directory.CreateTempSubdirectory("etl-store-fact-").FullName;

    public void Dispose() => TestStores.Discard(_folder);

    [Fact]
    public void A_test_that_uses_a_store_is_found_once_for_each_kind()
    {
        var cases = Cases(typeof(LeaseTests), nameof(LeaseTests.A_job_that_runs_cannot_be_taken_a_second_time));

        Assert.Equal(["SQLite", "SQL Server"], cases.Select(test => test.DisplayName.Split('(', ')')[1]));
        Assert.Equal(2, cases.Select(test => test.UniqueID).Distinct().Count());
        Assert.Equal([TestStores.WhyNot(StoreKind.Sqlite), TestStores.WhyNot(StoreKind.SqlServer)], cases.Select(test => test.SkipReason));
    }

    [Fact]
    public void So_is_each_row_of_a_theory()
    {
        var cases = Cases(typeof(StoreFactTests), nameof(A_row_s_test_runs_on_its_store));

        Assert.Equal(4, cases.Count);
        Assert.Equal(4, cases.Select(test => test.UniqueID).Distinct().Count());
    }

    [Fact]
    public void A_case_keeps_its_store_from_process_to_process() => Assert.All(
        Cases(typeof(LeaseTests), nameof(LeaseTests.A_job_that_runs_cannot_be_taken_a_second_time)),
        test => Assert.Equal((test.DisplayName, test.UniqueID), SerializationHelper.Deserialize<IXunitTestCase>(SerializationHelper.Serialize(test)) is var copy ? (copy.DisplayName, copy.UniqueID) : default));

    [Fact]
    public void Without_a_connection_string_the_second_is_skipped_with_the_reason()
    {
        Assert.Equal("ETL_TEST_SQLSERVER holds no connection string", TestStores.WhyNot(StoreKind.SqlServer, null));
        Assert.Null(TestStores.WhyNot(StoreKind.SqlServer, "Server=db"));
        Assert.Null(TestStores.WhyNot(StoreKind.Sqlite, null));
    }

    [StoreTheory]
    [InlineData("a.db")]
    [InlineData("b.db")]
    public async Task A_row_s_test_runs_on_its_store(string name)
    {
        await Task.Yield();
        var store = TestStores.Open(Path.Combine(_folder, name), new World(TimeProvider.System));
        Assert.Equal(_whenMade.ToString(), store.Dialect.Name, ignoreCase: true);
        Assert.Equal(_whenMade == StoreKind.Sqlite, File.Exists(Path.Combine(_folder, name)));
    }

    [StoreFact]
    public void A_store_that_was_given_back_comes_without_a_row_of_the_test_before()
    {
        var (first, second) = (Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "1")).FullName, "etl.db"), Path.Combine(_folder, "2", "etl.db"));
        TestStores.Open(first, new World(TimeProvider.System)).Write("test", null, session => session.Execute("INSERT INTO lease (job, fence) VALUES ('job', 7)"));
        TestStores.Discard(Path.GetDirectoryName(first)!);
        Assert.Equal(0, TestStores.Open(second, new World(TimeProvider.System)).Read(session => session.Scalar<long>("SELECT COUNT(*) FROM lease")));
    }

    private static List<IXunitTestCase> Cases(Type type, string method)
    {
        var test = new TestMethod(
            new TestClass(new TestCollection(new TestAssembly(Reflector.Wrap(type.Assembly)), null, "any"), Reflector.Wrap(type)),
            Reflector.Wrap(type.GetMethod(method)!));
        var sink = new NullMessageSink();
        var attribute = test.Method.GetCustomAttributes(typeof(FactAttribute)).Single();
        IXunitTestCaseDiscoverer discoverer = attribute is IReflectionAttributeInfo { Attribute: StoreTheoryAttribute } ? new StoreTheoryDiscoverer(sink) : new StoreFactDiscoverer(sink);
        return [.. discoverer.Discover(new DefaultOptions(), test, attribute)];
    }

    private sealed class DefaultOptions : ITestFrameworkDiscoveryOptions
    {
        public TValue GetValue<TValue>(string name) => default!;

        public void SetValue<TValue>(string name, TValue value) => throw new NotSupportedException();
    }
}
