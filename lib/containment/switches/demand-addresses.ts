import type { Context } from "../../core/context.ts"
import { faultOfAddress } from "../../core/outgoing.ts"
import { InputError } from "../../core/parse-input.ts"

type Addresses = { url?: string | null | undefined; evaluationUrl?: string | null | undefined }

/** Refuses addresses that must not be reached, each beside its field; what is not given is not looked at. */
export function demandAddresses({ config }: Pick<Context, "config">, addresses: Addresses): void {
  const faults: Record<string, string> = {}
  for (const field of ["url", "evaluationUrl"] as const) {
    const address = addresses[field]
    const fault = typeof address === "string" ? faultOfAddress(address, config.outgoingHosts) : null
    if (fault !== null) faults[field] = fault
  }
  if (Object.keys(faults).length > 0) throw new InputError(faults)
}
