namespace Sharespine.Etl.Connectors.Soap;

/// <summary>The namespaces of SOAP, WSDL and XML Schema.</summary>
internal static class SoapNames
{
    public const string Envelope11 = "http://schemas.xmlsoap.org/soap/envelope/";
    public const string Envelope12 = "http://www.w3.org/2003/05/soap-envelope";
    public const string Encoding11 = "http://schemas.xmlsoap.org/soap/encoding/";
    public const string Encoding12 = "http://www.w3.org/2003/05/soap-encoding";
    public const string Schema = "http://www.w3.org/2001/XMLSchema";
    public const string Instance = "http://www.w3.org/2001/XMLSchema-instance";
    public const string Wsdl = "http://schemas.xmlsoap.org/wsdl/";
    public const string Binding11 = "http://schemas.xmlsoap.org/wsdl/soap/";
    public const string Binding12 = "http://schemas.xmlsoap.org/wsdl/soap12/";
}
