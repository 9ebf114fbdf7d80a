import { describe, expect, test } from "vitest";
import { setUpDatabase } from "@/lib/testing/database";
import { setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

describe("the OpenAPI document", () => {
  interface Document {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string; responses: object }>>;
    components: { schemas: Record<string, unknown> };
  }
  const load = async () => {
    const { status, body } = await door.call("GET", "/api/slipway/v1/openapi.json");
    expect(status).toBe(200);
    // The tests below look at what they need of it.
    return body as Document;
  };

  test("is OpenAPI 3.1, and every reference in it leads somewhere", async () => {
    const document = await load();
    expect(document.openapi).toBe("3.1.0");
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, reference]) => reference,
    );
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references)
      expect(Object.keys(document.components.schemas)).toContain(
        reference?.replace("#/components/schemas/", ""),
      );
  });

  test("names every operation once, with what it takes and answers", async () => {
    const { paths } = await load();
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain("createInvitation");
    expect(paths["/workspaces/{workspace}/members"]?.get).toMatchObject({
      parameters: [
        { name: "workspace", in: "path", required: true },
        { name: "limit", in: "query", required: false, schema: { maximum: 200 } },
        { name: "pageToken", in: "query", required: false },
        { name: "search", in: "query", required: false },
      ],
    });
    expect(
      paths["/workspaces/{workspace}/models/{name}/versions/{version}/archive"]?.get,
    ).toMatchObject({ responses: { 200: { content: { "application/x-tar": {} } } } });
    expect(paths["/hooks/{hookId}"]?.post).toMatchObject({
      security: [],
      parameters: [
        { name: "hookId", in: "path" },
        ...["X-Slipway-Delivery-Id", "X-Slipway-Timestamp", "X-Slipway-Signature"].map((name) => ({
          name,
          in: "header",
          required: true,
        })),
      ],
      responses: { 201: { content: { "application/json": {} } } },
    });
    expect(paths["/users"]?.post).toMatchObject({
      requestBody: {
        content: {
          "application/json": { schema: { type: "object", required: ["email", "name"] } },
        },
      },
    });
  });
});
