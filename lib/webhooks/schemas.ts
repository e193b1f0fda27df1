import { z } from "zod"
import { type Act, permissions } from "../core/permissions.ts"

/** All acts of which an endpoint can be told. */
export const acts = Object.keys(permissions).filter(
  (action) => !action.endsWith(".view") && action !== "webhook.test",
) as Act[]

export const ENDPOINTS_MAX = 20

const url = z.string().trim().min(1, "Give the address")
const told = z
  .array(z.enum(acts as [Act, ...Act[]], "There is no such act"))
  .transform((given) => acts.filter((one) => given.includes(one)))

/** Where to, and of what; no act stands for all of them. */
export const endpointSchema = z.object({ url, acts: told.default([]) })

/** What is not named stays as it is. */
export const endpointChangeSchema = z.object({
  url: url.optional(),
  acts: told.optional(),
  isActive: z.boolean().optional(),
})

export type EndpointInput = z.input<typeof endpointSchema>
export type EndpointChange = z.input<typeof endpointChangeSchema>
