namespace Sharespine.Etl.Tests.Support.OpenApi;

public class OpenApiDocumentTests
{
    private static readonly OpenApiDocument Swagger = OpenApiDocument.Parse("""
        { "swagger": "2.0",
          "paths": {
            "/orders": { "get": { "parameters": [
              { "name": "criteria[filters][0][field]", "in": "query", "type": "string" },
              { "name": "criteria[size]", "in": "query", "type": "integer", "required": true } ] } },
            "/orders/{id}": { "get": { "parameters": [ { "name": "id", "in": "path", "type": "integer", "required": true } ] } },
            "/orders/{id}/ship": { "post": { "parameters": [ { "name": "b", "in": "body", "schema": { "$ref": "#/definitions/ship" } } ] } } },
          "definitions": {
            "ship": { "type": "object", "required": [ "items" ], "properties": {
              "notify": { "type": "boolean" },
              "items": { "type": "array", "items": { "type": "object", "properties": { "qty": { "type": "number" }, "id": { "type": "integer" } } } } } } } }
        """);

    private static readonly OpenApiDocument OpenApi3 = OpenApiDocument.Parse("""
        { "openapi": "3.0.3",
          "paths": {
            "/orders/{id}": {
              "parameters": [ { "$ref": "#/components/parameters/id" } ],
              "put": { "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/order" } } } } } },
            "/orders/batch": { "put": { "parameters": [ { "name": "status", "in": "query", "schema": { "type": "array", "items": { "type": "string", "enum": [ "new", "done" ] } } } ] } } },
          "components": {
            "parameters": { "id": { "name": "id", "in": "path", "required": true, "schema": { "type": "integer" } } },
            "schemas": { "order": { "type": "object", "properties": { "status": { "type": "string", "enum": [ "new", "done" ] }, "note": { "type": "string", "nullable": true } } } } } }
        """);

    [Theory]
    [InlineData("/orders?criteria%5Bsize%5D=5&criteria[filters][7][field]=id")]
    [InlineData("/orders?criteria[size]=5&fields=id")]
    public void TakesARequestThatIsDescribed(string path) => Assert.Empty(Swagger.Problems("GET", path, null, "fields"));

    [Theory]
    [InlineData("GET", "/order?criteria[size]=5", "is not in the document")]
    [InlineData("DELETE", "/orders?criteria[size]=5", "is not in the document")]
    [InlineData("GET", "/orders", "is required")]
    [InlineData("GET", "/orders?criteria[size]=five", "not integer")]
    [InlineData("GET", "/orders?criteria[size]=5&page=2", "page is not in the document")]
    [InlineData("GET", "/orders/abc", "not integer")]
    public void FindsWhatIsWrongInPathAndQuery(string method, string path, string problem) =>
        Assert.Contains(problem, Assert.Single(Swagger.Problems(method, path)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"items":[{"id":1,"qty":2.5}],"notify":true}""", null)]
    [InlineData(null, "A body is required")]
    [InlineData("""{"notify":true}""", "body.items is required")]
    [InlineData("""{"items":[{"qty":"2"}]}""", "body.items[0].qty is String")]
    [InlineData("""{"items":[{"id":1.5}]}""", "not integer")]
    [InlineData("""{"items":[],"notfy":true}""", "body.notfy is not in the document")]
    public void HoldsTheBodyAgainstItsSchema(string? body, string? problem)
    {
        var problems = Swagger.Problems("POST", "/orders/42/ship", body);

        if (problem is null)
        {
            Assert.Empty(problems);
        }
        else
        {
            Assert.Contains(problem, Assert.Single(problems), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ReadsOpenApi3()
    {
        Assert.Empty(OpenApi3.Problems("PUT", "/orders/42", """{"status":"done","note":null}"""));
        Assert.Empty(OpenApi3.Problems("PUT", "/orders/batch?status=new,done"));
        Assert.Contains("not one of", Assert.Single(OpenApi3.Problems("PUT", "/orders/42", """{"status":"gone"}""")), StringComparison.Ordinal);
        Assert.Contains("not one of", Assert.Single(OpenApi3.Problems("PUT", "/orders/batch?status=gone")), StringComparison.Ordinal);
        Assert.Contains("required", Assert.Single(OpenApi3.Problems("PUT", "/orders/42")), StringComparison.Ordinal);
    }
}
