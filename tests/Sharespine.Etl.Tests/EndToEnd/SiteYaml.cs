using System.Globalization;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>The site's etl.yaml.</summary>
internal static class SiteYaml
{
    public static string Text(string shop, SiteOptions options) => string.Create(CultureInfo.InvariantCulture, $$"""
        company:
          name: Norrsken Handel AB
          organisation-number: 559999-0008
        folders:
          mappings: mappings
        connections:
          shop-se:
            type: woocommerce
            url: {{shop}}
            consumer-key: ${WOO_KEY}
            consumer-secret: ${WOO_SECRET}
            auth: basic
            page-size: {{options.PageSize}}
            transport:
              allow-http: true
              attempt-timeout: {{options.AttemptTimeoutMilliseconds}} ms
              budget: 30 s
              retries: {{options.Retries}}
              retry-delay: 1 ms
              retry-delay-max: 5 ms
          visma:
            type: visma-administration
            exchange: exchange
            ledger: sie-export
            vouchers: sie-import
            unknown-characters: replace
          klarna-se:
            type: settlement-files
            provider: Klarna
            folder: inbox/klarna
            pattern: "*.csv"
            mapping: klarna.settlement
        flows:
          - shop: shop-se
            erp: visma
            orders:
              as: order
        {{options.Orders}}
            status-back: true

        """) + (options.Reconciles ? Reconciliation : "");

    private const string Reconciliation = """
        reconciliations:
          - provider: klarna-se
            ledger: visma
            booking-rules: klarna
            accounts:
              - account: "1580"
                name: Fordran Klarna
            start:
              date: 2026-09-01
              amounts: { "1580": 0 }
            matching:
              tolerances: { SEK: 1.00 }
              ledger-delay-days: 0
            posting:
              series: K

        """;
}
