import { readFile } from "node:fs/promises"
import { parse } from "yaml"
import { z } from "zod"
import { checkAuthority } from "../../../lib/containment/authorities/check-authority.ts"
import { checkConformance } from "../../../lib/containment/authorities/conformance/check-conformance.ts"
import type { ConformanceStep } from "../../../lib/containment/authorities/conformance/recorder.ts"
import { listAuthorities } from "../../../lib/containment/authorities/list-authorities.ts"
import { settingsSchemas } from "../../../lib/containment/authorities/schemas.ts"
import type { HomeGrownSettings } from "../../../lib/core/authority-settings.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { parseInput } from "../../../lib/core/parse-input.ts"
import { printable } from "../../../lib/core/printable.ts"
import { authoritiesOf } from "../../../lib/platform/authorities/open-authority.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { withSystemContext } from "../../processes/system-context.ts"
import { EXIT } from "../../terminal/exit.ts"

interface CheckOptions {
  settings?: string
  secret?: string
  signingSecret?: string
  json: boolean
}

type Tell = (step: ConformanceStep) => void

/** `tocsin authority check`: tells each step as it is done. Status 1 when one failed. */
export async function checkAuthorityCommand(named: string, options: CheckOptions): Promise<void> {
  const tell: Tell = options.json ? () => {} : (step) => void process.stdout.write(`${lineOf(step)}\n`)
  const steps = /^https?:/i.test(named)
    ? await checkAddress(named, options, tell)
    : await checkNamed(named, tell)
  if (options.json) process.stdout.write(`${JSON.stringify(steps, null, 2)}\n`)
  else process.stdout.write(`${sumOf(steps)}\n`)
  if (steps.some(({ result }) => result === "failed")) process.exitCode = EXIT.fault
}

async function checkNamed(name: string, tell: Tell): Promise<ConformanceStep[]> {
  const config = readConfig()
  return await withSystemContext(config, async (ctx) => {
    const found = (await listAuthorities(ctx)).find((one) => one.name.toLowerCase() === name.toLowerCase())
    if (!found)
      throw new AppError(
        "not_found",
        `There is no authority called ${name}; to check a back end, give its address`,
      )
    return await checkAuthority(ctx, found.id, authoritiesOf(config), tell)
  })
}

/** A back end that the console need not know yet: no database is needed. */
async function checkAddress(address: string, options: CheckOptions, tell: Tell): Promise<ConformanceStep[]> {
  if (!URL.canParse(address))
    throw new AppError("invalid", `${address} is no address like https://id.example.org`)
  const bearer = await secretOf("--secret", options.secret, process.env.AUTHORITY_SECRET)
  const signing = await secretOf(
    "--signing-secret",
    options.signingSecret,
    process.env.AUTHORITY_SIGNING_SECRET,
  )
  if (bearer === null)
    throw new AppError("invalid", "Its secret is missing: set AUTHORITY_SECRET, or name a file with --secret")
  const settings =
    options.settings === undefined ? conventional(address) : await settingsFrom(options.settings)
  // Whoever has the server's shell can reach whatever it reaches: naming an address here allows its host.
  const outgoingHosts = [...readConfig().outgoingHosts, new URL(address).hostname]
  const authority = authoritiesOf({ outgoingHosts })({
    kind: "home_grown",
    settings,
    secret: { bearer, signing },
  })
  try {
    return await checkConformance(authority, { tell })
  } finally {
    await authority.close()
  }
}

/** The addresses that the reference receiver has. */
function conventional(address: string): HomeGrownSettings {
  const base = address.replace(/\/+$/, "")
  return {
    issuer: base,
    gtrUrl: `${base}/global-token-revocation`,
    epochUrl: `${base}/epochs`,
    webhookUrl: `${base}/webhooks`,
    inspectUrl: `${base}/sessions`,
    selectUrl: `${base}/subjects`,
    probeUrl: `${base}/probe`,
    canaryUrl: `${base}/canaries`,
    limits: { perSecond: 20, burst: 5, bulkMax: 1 },
    tokens: [
      { kind: "session", effect: "immediate", windowS: 0 },
      { kind: "jwt", effect: "immediate", windowS: 0 },
    ],
  }
}

async function settingsFrom(file: string): Promise<HomeGrownSettings> {
  const text = await contentOf("--settings", file)
  try {
    const shape = z.object({ settings: settingsSchemas.home_grown })
    return parseInput(shape, { settings: parse(text) }).settings
  } catch (cause) {
    throw new AppError("invalid", `--settings: ${file}: ${(cause as Error).message}`, { cause })
  }
}

async function secretOf(
  option: string,
  file: string | undefined,
  given: string | undefined,
): Promise<string | null> {
  const text = file === undefined ? given : await contentOf(option, file)
  const secret = text?.trim() ?? ""
  return secret === "" ? null : secret
}

async function contentOf(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, "utf8")
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new AppError("invalid", `${option}: ${file} cannot be read (${code})`, { cause })
  }
}

const marks = { passed: "passed ", failed: "FAILED ", skipped: "skipped" } as const
const WHAT_WIDTH = 68

function lineOf({ what, result, found }: ConformanceStep): string {
  return printable(`  ${marks[result]}  ${what.padEnd(WHAT_WIDTH)}  ${found}`)
}

function sumOf(steps: readonly ConformanceStep[]): string {
  const count = (result: ConformanceStep["result"]) => steps.filter((one) => one.result === result).length
  return `${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`
}
