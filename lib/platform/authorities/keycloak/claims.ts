import { z } from "zod"
import { AppError } from "../../../core/errors.ts"

const claims = z.object({
  iat: z.number().int(),
  exp: z.number().int().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
})

/**
 * What a token of Keycloak says of itself, unverified: only ever read of what Keycloak itself has just handed us.
 * @throws AppError unavailable where it is no such token
 */
export function claimsOf(token: string): z.infer<typeof claims> {
  try {
    const [, payload = ""] = token.split(".")
    return claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")))
  } catch (cause) {
    throw new AppError("unavailable", "Keycloak gave a token that is no JWT", { cause })
  }
}
