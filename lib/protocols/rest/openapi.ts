import { z } from "zod";
import { errorEntity } from "./entities";
import { REST_PREFIX, type RestRoute } from "./rest-route";

/** A route that asks for no permission: what comes with the request says who sends it. */
export interface SignedRoute extends Omit<RestRoute, "access"> {
  access: null;
  description: string;
  headers: z.ZodObject;
}

type Json = Record<string, unknown>;

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** JSON Schemas of zod schemas, with every named one kept once under `components`. */
class Components {
  readonly schemas: Json = {};

  /** Wrapped in an object, a named schema is a reference like everywhere else. */
  schemaOf(schema: z.ZodType, io: "input" | "output"): unknown {
    const { properties, $defs } = z.toJSONSchema(z.object({ it: schema }), {
      io,
      unrepresentable: "any",
    });
    for (const [name, definition] of Object.entries($defs ?? {}))
      this.schemas[name] = withReferences(definition);
    return withReferences(properties?.it);
  }
}

function withReferences(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withReferences);
  if (!isJson(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === "$ref" && typeof value === "string"
        ? [key, value.replace("#/$defs/", "#/components/schemas/")]
        : [key, withReferences(value)],
    ),
  );
}

function parametersOf(
  components: Components,
  schema: z.ZodObject,
  place: "path" | "query" | "header",
) {
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === "path" || !z.safeParse(field, undefined).success,
    schema: components.schemaOf(field, "input"),
  }));
}

const FILE = { required: true, content: { "application/octet-stream": { schema: {} } } };
const fileContent = (types: readonly string[]) =>
  Object.fromEntries(
    types.map((type) => [type, { schema: type === "application/x-tar" ? {} : { type: "string" } }]),
  );
const jsonContent = (schema: unknown) => ({ "application/json": { schema } });

function operationOf(components: Components, operation: RestRoute | SignedRoute): Json {
  const { id, tag, summary, params, query, body, answer, status = 200 } = operation;
  const failure = components.schemaOf(errorEntity, "output");
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(operation.access === null
      ? { description: operation.description, security: [] }
      : { description: `Needs the permission \`${operation.access}\`.` }),
    parameters: [
      ...parametersOf(components, params, "path"),
      ...parametersOf(components, query, "query"),
      ...(operation.access === null ? parametersOf(components, operation.headers, "header") : []),
    ],
    ...(operation.isFile ? { requestBody: FILE } : {}),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: jsonContent(components.schemaOf(body, "input")),
          },
        }
      : {}),
    responses: {
      [status]: operation.fileTypes
        ? { description: "A file to save", content: fileContent(operation.fileTypes) }
        : answer
          ? { description: "Done", content: jsonContent(components.schemaOf(answer, "output")) }
          : { description: "Done" },
      default: { description: "Refused or failed", content: jsonContent(failure) },
    },
  };
}

/** The OpenAPI 3.1 document of these operations, made of the schemas that parse their requests. */
export function openApiOf(operations: readonly (RestRoute | SignedRoute)[], version: string): Json {
  const components = new Components();
  const paths: Record<string, Json> = {};
  for (const operation of operations)
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: operationOf(components, operation),
    };
  return {
    openapi: "3.1.0",
    info: {
      title: "Slipway",
      version,
      description:
        "Everything that a person can do on a screen. Send an API token as Bearer, or as the password of Basic.",
    },
    servers: [{ url: REST_PREFIX }],
    security: [{ bearer: [] }, { basic: [] }],
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        basic: { type: "http", scheme: "basic" },
      },
    },
  };
}
