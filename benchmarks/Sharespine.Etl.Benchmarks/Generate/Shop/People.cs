using System.Globalization;

namespace Sharespine.Etl.Benchmarks.Generate.Shop;

/// <summary>An invented customer; names as people type them, blanks and decomposed letters included.</summary>
/// <param name="Id">0 is a guest.</param>
public sealed record Customer(int Id, string FirstName, string LastName, string Company, string? OrganisationNumber, string Country)
{
    public required string Street { get; init; }

    public required string Postcode { get; init; }

    public required string City { get; init; }

    /// <summary>Reserved for examples: nobody gets mail or calls.</summary>
    public string Email => Id == 0
        ? string.Create(CultureInfo.InvariantCulture, $"gast{Number}@example.test")
        : string.Create(CultureInfo.InvariantCulture, $"kund{Id}@example.test");

    public string Phone => Country == "FI"
        ? string.Create(CultureInfo.InvariantCulture, $"+358 45 73101{Number % 100:00}")
        : string.Create(CultureInfo.InvariantCulture, $"070-17406{5 + (Number % 94):00}");

    public required int Number { get; init; }
}

public static class People
{
    private static readonly string[] FirstNames =
        ["Anna", "Åsa", "Örjan", "Björn", "Søren", "Désirée", "  Lars ", "Mia", "A\u030ake", "Nguyễn", "Karin", "Zoë", "Erik", "Maja", "Ludvig", "Jean-François"];

    private static readonly string[] LastNames =
        ["Ångström", "Öberg", "Andersson", "Løvgren", "Lindqvist", "O'Brien", "Sundstro\u0308m ", "von Essen", "Ek", "Åkerlund", "García", "Nilsson", "Thị Ánh", "Berg"];

    private static readonly (string City, string Postcode)[] SwedishPlaces =
        [("Umeå", "903 26"), ("Växjö", "352 30"), ("Malmö", "21122"), ("Östersund", "831 30"), ("Göteborg", "411 06"), ("Ö", "910 60"), ("Stockholm", "SE-111 29")];

    private static readonly (string City, string Postcode)[] FinnishPlaces =
        [("Åbo", "20100"), ("Helsingfors", "00100"), ("Jyväskylä", "40100"), ("Mariehamn ", "22100")];

    private static readonly string[] Companies = ["Kafé Örnen AB", "Bygg & Färg i Luleå HB", "Åre \"Fjäll\" AB", "Ek<o> Konsult AB"];

    public static Customer Draw(SplitMix64 random, string country)
    {
        var number = random.Between(1, 890);
        var company = country == "SE" && random.Chance(12) ? random.Next(Companies.Length) : -1;
        var (city, postcode) = random.Pick(country == "FI" ? FinnishPlaces : SwedishPlaces);
        var id = random.Chance(55) ? 0 : 20 + (number % 160);
        return new(id, random.Pick(FirstNames), random.Pick(LastNames), company < 0 ? "" : Companies[company],
            company < 0 ? null : OrganisationNumber.Invented(100 + company), country)
        {
            Street = string.Create(CultureInfo.InvariantCulture, $"Påhittade gatan {random.Between(1, 99)}, {random.Between(1, 5)} tr"),
            Postcode = postcode,
            City = city,
            Number = number,
        };
    }
}
