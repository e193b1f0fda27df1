import type { Tx } from "../core/context.ts"
import { invariant } from "../core/errors.ts"
import { NO_HASH } from "./entry-hash.ts"

/** Where a chain ends, by the database's clock. */
export interface HeldChain {
  length: number
  head: string
  at: Date
}

/** Makes the chain if it is not there, and holds its end until the transaction ends: nobody else adds to it meanwhile. */
export async function holdChain(tx: Tx, chainId: string): Promise<HeldChain> {
  await tx.$executeRaw`INSERT INTO trail_chain (id, length, head) VALUES (${chainId}::uuid, 0, ${NO_HASH})
    ON CONFLICT DO NOTHING`
  const [chain] = await tx.$queryRaw<HeldChain[]>`
    SELECT length, head, clock_timestamp()::timestamptz(3) AS at FROM trail_chain WHERE id = ${chainId}::uuid FOR UPDATE`
  invariant(chain, "the chain was made above")
  return chain
}
