import { STATUS_CODES } from "node:http"
import { z } from "zod"
import { permissionOf, scopes } from "../../../lib/core/permissions.ts"
import type { Operation } from "./operation.ts"
import { operations } from "./operations.ts"
import { problemSchema } from "./problem-schema.ts"

const ALWAYS = [400, 401, 403, 413, 429, 500, 503]

/** The OpenAPI document of the machine door, made of the table of operations. */
export function openApiDocument(url: string) {
  const paths: Record<string, Record<string, object>> = {}
  for (const [id, operation] of Object.entries(operations)) {
    const path = paths[operation.path] ?? {}
    path[operation.method.toLowerCase()] = described(id, operation)
    paths[operation.path] = path
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Tocsin",
      version: "1",
      description: "For programs, by keys that an administrator makes. People appear by pseudonym alone.",
    },
    servers: [{ url: `${url}/api/v1` }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: `Scopes: ${scopes.join(", ")}` },
      },
      schemas: { Problem: jsonSchema(problemSchema, "output") },
    },
  }
}

function described(operationId: string, operation: Operation) {
  const { summary, action, params, query, body, needsIdempotencyKey, status, answer, refusals } = operation
  const permission = action === null ? null : permissionOf(action)
  return {
    operationId,
    summary,
    ...(permission ? { description: whoMay(permission) } : {}),
    parameters: [
      ...parametersOf(params, "path"),
      ...parametersOf(query, "query"),
      ...(needsIdempotencyKey
        ? [
            {
              name: "Idempotency-Key",
              in: "header",
              required: true,
              schema: { type: "string", maxLength: 200 },
            },
          ]
        : []),
    ],
    ...(body ? { requestBody: { required: true, content: json(jsonSchema(body, "input")) } } : {}),
    responses: {
      [status]: { description: STATUS_CODES[status], content: json(jsonSchema(answer, "output")) },
      ...Object.fromEntries(
        [...ALWAYS, ...refusals].map((refusal) => [
          refusal,
          {
            description: STATUS_CODES[refusal],
            content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
          },
        ]),
      ),
    },
  }
}

function whoMay({ roles, scope }: ReturnType<typeof permissionOf>): string {
  const people = roles.filter((one) => one !== "system" && one !== "administrator")
  return `Needs a key with the scope ${scope}, of one of the roles ${people.join(", ")}.`
}

function parametersOf(schema: z.ZodObject, place: "path" | "query") {
  const { properties = {} } = jsonSchema(schema, "input") as { properties?: Record<string, object> }
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: place === "path",
    schema: one,
  }))
}

function json(schema: object) {
  return { "application/json": { schema } }
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}
