using static Sharespine.Etl.Tests.Reconcile.Simulation.CaseWriter;

namespace Sharespine.Etl.Tests.Reconcile.Simulation.Cases;

/// <summary>One order, known by different names.</summary>
internal static class ReferenceCases
{
    public static void WrittenOtherwise(CaseWriter writer)
    {
        var order = writer.Order();
        var (settled, booked) = writer.Random.Next(6) switch
        {
            0 => ("#" + order, $"Order {order}"),
            1 => (order + "-WRetry-1", $"Order {order}"),
            2 => ("WEB-" + order, $"Order {order}"),
            3 => ("000" + order, $"Order #{order}"),
            4 => (order, $"Order 00{order}"),
            _ => ($"web-{order}-wretry-12", $"Order WEB-{order}"),
        };
        Pair(writer, settled, null, booked);
    }

    public static void InvoiceNumber(CaseWriter writer) => Pair(writer, writer.Invoice(), null, $"Faktura {writer.Invoice()} order {writer.Order()}");

    public static void SecondField(CaseWriter writer) => Pair(writer, "S" + writer.Order(5) + "X", writer.Invoice(), $"Faktura {writer.Invoice()}");

    public static void AmountOnly(CaseWriter writer)
    {
        var (amount, on) = (writer.UniqueAmount(), writer.Day());
        Settle(writer.Sale(null, amount, on), writer.Book("Dagens försäljning", amount, on.AddDays(-writer.Random.Next(4))));
    }

    private static void Pair(CaseWriter writer, string settled, string? other, string booked)
    {
        var (amount, on) = (writer.Price(), writer.Day());
        Settle(writer.Sale(settled, amount, on, other: other), writer.Book(booked, amount, on));
    }
}
