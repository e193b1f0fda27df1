import { capabilityWords } from "../../../lib/containment/authorities/capability-words.ts"
import { listAuthorities } from "../../../lib/containment/authorities/list-authorities.ts"
import { readCapabilities } from "../../../lib/containment/authorities/read-capabilities.ts"
import { printable } from "../../../lib/core/printable.ts"
import { authoritiesOf } from "../../../lib/platform/authorities/open-authority.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { withSystemContext } from "../../processes/system-context.ts"

/** `tocsin authority list`: who can end sessions here, and what becomes of each kind of token. */
export async function listAuthoritiesCommand({ json }: { json: boolean }): Promise<void> {
  const config = readConfig()
  await withSystemContext(config, async (ctx) => {
    const listed = await listAuthorities(ctx)
    const told = await Promise.all(
      listed.map(async ({ id, kind, name, hosts }) => ({
        ...{ id, kind, name, hosts },
        ...(await readCapabilities(ctx, id, authoritiesOf(config))),
      })),
    )
    if (json) process.stdout.write(`${JSON.stringify(told, null, 2)}\n`)
    else if (told.length === 0) process.stdout.write("There is no authority here yet\n")
    else process.stdout.write(`${told.map(inWords).join("\n")}\n`)
  })
}

type Told = { name: string; kind: string; hosts: string[] } & Awaited<ReturnType<typeof readCapabilities>>

function inWords({ name, kind, hosts, capabilities, trouble }: Told): string {
  const words = capabilities === null ? [`It cannot be asked: ${trouble}`] : capabilityWords(capabilities)
  const lines = [`${name} (${kind}) at ${hosts.join(", ")}`, ...words.map((one) => `  ${one}`)]
  return lines.map(printable).join("\n")
}
