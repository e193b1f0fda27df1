import { resources } from "../../../server/resources.ts"
import { openApiDocument } from "../document.ts"

/** What programs can ask for, as OpenAPI has it; there is nothing in it that is not in the product's sources. */
export function GET(): Response {
  return Response.json(openApiDocument(resources().config.url))
}
