using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Store;

/// <summary>A test of SQL Server alone: skipped, with the reason, as long as ETL_TEST_SQLSERVER holds no connection string.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqlServerFactAttribute : FactAttribute
{
    public SqlServerFactAttribute() => Skip = TestStores.WhyNot(StoreKind.SqlServer);
}
