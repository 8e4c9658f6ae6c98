using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sharespine.Etl.Tests.Support;

/// <summary>
/// A test that uses a store: it runs once on SQLite and once on SQL Server. The second is skipped, with the reason, as long as
/// ETL_TEST_SQLSERVER holds no connection string.
/// </summary>
[XunitTestCaseDiscoverer("Sharespine.Etl.Tests.Support.StoreFactDiscoverer", "Sharespine.Etl.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public class StoreFactAttribute : FactAttribute;

/// <summary>As <see cref="StoreFactAttribute"/>, for each row of data.</summary>
[XunitTestCaseDiscoverer("Sharespine.Etl.Tests.Support.StoreTheoryDiscoverer", "Sharespine.Etl.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class StoreTheoryAttribute : TheoryAttribute;

public sealed class StoreFactDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        Enum.GetValues<StoreKind>().Select(kind => new StoreTestCase(messages, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, kind));
}

public sealed class StoreTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute, object[] dataRow) =>
        Enum.GetValues<StoreKind>().Select(kind => new StoreTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, kind, dataRow));

    protected override IEnumerable<IXunitTestCase> CreateTestCasesForTheory(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        Enum.GetValues<StoreKind>().Select(kind => new StoreTheoryTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, kind));
}

/// <summary>One test on one kind of store.</summary>
public sealed class StoreTestCase : XunitTestCase
{
    private StoreKind _kind;

    [Obsolete("Called by the deserializer.")]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public StoreTestCase()
    {
    }

    public StoreTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method, StoreKind kind, object[]? arguments = null)
        : base(messages, display, options, method, arguments)
    {
        // The base has made the name and the rest already, when the kind was not known.
        _kind = kind;
        Initialize();
    }

    public override Task<RunSummary> RunAsync(IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource) =>
        StoreCases.RunAsync(_kind, this, () => base.RunAsync(diagnosticMessageSink, messageBus, constructorArguments, aggregator, cancellationTokenSource));

    public override void Serialize(IXunitSerializationInfo data)
    {
        base.Serialize(data);
        StoreCases.Serialize(_kind, data);
    }

    public override void Deserialize(IXunitSerializationInfo data)
    {
        _kind = StoreCases.Deserialize(data);
        base.Deserialize(data);
    }

    protected override string GetDisplayName(IAttributeInfo factAttribute, string displayName) => StoreCases.Name(base.GetDisplayName(factAttribute, displayName), _kind);

    protected override string GetSkipReason(IAttributeInfo factAttribute) => base.GetSkipReason(factAttribute) ?? TestStores.WhyNot(_kind)!;

    protected override string GetUniqueID() => $"{base.GetUniqueID()}-{_kind}";
}

/// <summary>A theory on one kind of store, whose rows come only when it runs since they cannot be handed from process to process.</summary>
public sealed class StoreTheoryTestCase : XunitTheoryTestCase
{
    private StoreKind _kind;

    [Obsolete("Called by the deserializer.")]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public StoreTheoryTestCase()
    {
    }

    public StoreTheoryTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method, StoreKind kind)
        : base(messages, display, options, method)
    {
        _kind = kind;
        Initialize();
    }

    public override Task<RunSummary> RunAsync(IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource) =>
        StoreCases.RunAsync(_kind, this, () => base.RunAsync(diagnosticMessageSink, messageBus, constructorArguments, aggregator, cancellationTokenSource));

    public override void Serialize(IXunitSerializationInfo data)
    {
        base.Serialize(data);
        StoreCases.Serialize(_kind, data);
    }

    public override void Deserialize(IXunitSerializationInfo data)
    {
        _kind = StoreCases.Deserialize(data);
        base.Deserialize(data);
    }

    protected override string GetDisplayName(IAttributeInfo factAttribute, string displayName) => StoreCases.Name(base.GetDisplayName(factAttribute, displayName), _kind);

    protected override string GetSkipReason(IAttributeInfo factAttribute) => base.GetSkipReason(factAttribute) ?? TestStores.WhyNot(_kind)!;

    protected override string GetUniqueID() => $"{base.GetUniqueID()}-{_kind}";
}

/// <summary>What both kinds of case do.</summary>
internal static class StoreCases
{
    private const string Kind = "StoreKind";

    public static string Name(string test, StoreKind kind) => $"{test} ({(kind == StoreKind.Sqlite ? "SQLite" : "SQL Server")})";

    public static void Serialize(StoreKind kind, IXunitSerializationInfo data) => data.AddValue(Kind, kind.ToString());

    public static StoreKind Deserialize(IXunitSerializationInfo data) => Enum.Parse<StoreKind>(data.GetValue<string>(Kind));

    /// <summary>Constructors and all that the test awaits or starts see the kind; what runs beside it does not.</summary>
    public static async Task<RunSummary> RunAsync(StoreKind kind, IXunitTestCase test, Func<Task<RunSummary>> run)
    {
        using (TestStores.Use(kind, test.TestMethod.TestClass.Class.Name))
        {
            return await run();
        }
    }
}
