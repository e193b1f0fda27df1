import { randomBytes } from "node:crypto"
import { addLocalAccount, localAccountSchema } from "../../lib/access/add-local-account.ts"
import { parseInput } from "../../lib/core/parse-input.ts"
import { readConfig } from "../../lib/platform/config.ts"
import { withSystemContext } from "../processes/system-context.ts"

export interface UserCommandOptions {
  name: string
  role: string
}

/** `tocsin user`: makes a person who can sign in, or gives one that is there a new role and password; prints it once. */
export async function userCommand(email: string, { name, role }: UserCommandOptions): Promise<void> {
  const config = readConfig()
  const password = randomBytes(12).toString("base64url")
  const account = parseInput(localAccountSchema, { email, name, role, password })
  await withSystemContext(config, (ctx) => addLocalAccount(ctx, account))
  process.stdout.write(`${account.email} signs in as ${account.role} with the password ${password}\n`)
}
