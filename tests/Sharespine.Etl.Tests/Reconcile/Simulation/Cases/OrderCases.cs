using static Sharespine.Etl.Tests.Reconcile.Simulation.CaseWriter;

namespace Sharespine.Etl.Tests.Reconcile.Simulation.Cases;

/// <summary>Orders that need nobody.</summary>
internal static class OrderCases
{
    public static void Plain(CaseWriter writer) => Plain(writer, null, 0);

    public static PlannedLine Plain(CaseWriter writer, PlannedPayout? into, int number)
    {
        var (amount, on) = (writer.Price(), into?.Date.AddDays(-2) ?? writer.Day());
        var line = writer.Sale(writer.Order(number), amount, on, into);
        Settle(line, writer.Book($"Order {writer.Order(number)}", amount, on));
        return line;
    }

    public static void Refund(CaseWriter writer)
    {
        var (amount, on) = (writer.Price(), writer.Day());
        var back = writer.Random.Chance(50) ? amount : amount / 2;
        var returned = on.AddDays(writer.Random.Next(7));
        var provider = writer.Id("o");
        Settle(writer.Sale(writer.Order(), amount, on, provider: provider), writer.Book($"Order {writer.Order()}", amount, on));
        Settle(writer.Return(writer.Order(), back, returned, provider: provider), writer.Book($"Kredit order {writer.Order()}", -back, returned.AddDays(writer.Random.Next(3))));
    }

    public static void TwoCaptures(CaseWriter writer)
    {
        var (amount, on) = (writer.Price(), writer.Day());
        var first = amount * writer.Random.Between(30, 60) / 100;
        var provider = writer.Id("o");
        var voucher = writer.Book($"Order {writer.Order()}", amount, on);
        Settle(writer.Sale(writer.Order(), first, on, provider: provider), voucher, first);
        Settle(writer.Sale(writer.Order(), amount - first, on.AddDays(writer.Random.Next(7)), provider: provider), voucher);
    }

    public static void InvoicePerCapture(CaseWriter writer)
    {
        var (first, on) = (writer.Price(), writer.Day());
        var (second, later) = (first + writer.Price(), on.AddDays(writer.Random.Next(7)));
        var provider = writer.Id("o");
        Settle(writer.Sale(writer.Order(), first, on, provider: provider), writer.Book($"Faktura {writer.Invoice()} order {writer.Order()}", first, on));
        Settle(writer.Sale(writer.Order(), second, later, provider: provider), writer.Book($"Faktura {writer.Invoice(1)} order {writer.Order()}", second, later));
    }

    /// <summary>Which settles which does not matter.</summary>
    public static void EqualCaptures(CaseWriter writer)
    {
        var (amount, on) = (writer.Price(), writer.Day());
        var provider = writer.Id("o");
        Settle(writer.Sale(writer.Order(), amount, on, provider: provider), writer.Book($"Faktura {writer.Invoice()} order {writer.Order()}", amount, on));
        Settle(writer.Sale(writer.Order(), amount, on.AddDays(writer.Random.Next(7)), provider: provider), writer.Book($"Faktura {writer.Invoice(1)} order {writer.Order()}", amount, on));
    }

    public static void TwoInvoices(CaseWriter writer)
    {
        var (first, second, on) = (writer.Price(), writer.Price(), writer.Day());
        var line = writer.Sale(writer.Order(), first + second, on);
        Settle(line, writer.Book($"Faktura {writer.Invoice()} order {writer.Order()}", first, on));
        Settle(line, writer.Book($"Faktura {writer.Invoice(1)} order {writer.Order()}", second, on));
    }

    public static void BookedNet(CaseWriter writer)
    {
        var (amount, on) = (writer.Price(), writer.Day());
        var back = amount / 4;
        var provider = writer.Id("o");
        var voucher = writer.Book($"Order {writer.Order()}", amount - back, on);
        var (sale, returned) = (writer.Sale(writer.Order(), amount, on, provider: provider), writer.Return(writer.Order(), back, on, provider: provider));
        Settle(returned, voucher, -back);
        Settle(sale, voucher);
    }

    public static void Collective(CaseWriter writer)
    {
        var on = writer.Day();
        var amounts = Enumerable.Range(0, writer.Random.Between(2, 4)).Select(_ => writer.Price()).ToList();
        var voucher = writer.Book(string.Join(", ", amounts.Select((_, number) => $"order {writer.Order(number)}")), amounts.Sum(), on);
        for (var number = 0; number < amounts.Count; number++)
        {
            Settle(writer.Sale(writer.Order(number), amounts[number], on), voucher, amounts[number]);
        }
    }

    public static void CreditOfInvoice(CaseWriter writer)
    {
        var (amount, on) = (writer.Price(), writer.Day());
        var provider = writer.Id("o");
        Settle(writer.Sale(writer.Order(), amount, on, provider: provider), writer.Book($"Faktura {writer.Invoice()} order {writer.Order()}", amount, on));
        Settle(
            writer.Return(writer.Order(), amount, on.AddDays(writer.Random.Next(7)), provider: provider),
            writer.Book($"Kreditfaktura {writer.Invoice(1)} faktura {writer.Invoice()}", -amount, on.AddDays(5)));
    }

    public static void BookedLate(CaseWriter writer)
    {
        var (amount, on) = (writer.Price(), writer.Day());
        Settle(writer.Sale(writer.Order(), amount, on), writer.Book($"Order {writer.Order()}", amount, on, Month.FirstNight.AddDays(writer.Random.Between(3, 20))));
    }

    public static void CreditedBeforeCapture(CaseWriter writer)
    {
        var (amount, on) = (writer.Price(), writer.Day());
        writer.Book($"Order {writer.Order()}", amount, on).Open = 0;
        writer.Book($"Kredit order {writer.Order()}", -amount, on.AddDays(1)).Open = 0;
    }
}
