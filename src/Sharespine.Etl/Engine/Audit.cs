using Sharespine.Etl.Store;

namespace Sharespine.Etl.Engine;

/// <summary>What people decided, kept as an accounting record (behandlingshistorik): when, who, what, on which subject, why.</summary>
public static class Audit
{
    public static void Write(Session session, World world, string what, string subject, string? because) => session.Execute(
        "INSERT INTO audit (at, who, what, subject, because) VALUES (@At, @Who, @what, @subject, @because)",
        new { At = world.UtcNow, Who = Environment.UserName, what, subject, because });
}
