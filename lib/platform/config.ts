import { randomBytes, randomUUID } from "node:crypto"
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { availableParallelism, totalmem } from "node:os"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { z } from "zod"
import { beside } from "../core/beside.ts"
import { type Config, ConfigError, type EngineConfig } from "../core/config.ts"

export const projectRoot = fileURLToPath(beside(import.meta.url, "../../"))

type Environment = Readonly<Record<string, string | undefined>>

const MIB = 1024 * 1024
const ENGINE_MEMORY_MIB_MAX = 2_048
/** What the engine takes besides what it counts, and the process that asks it. */
const ENGINE_MEMORY_MIB_OVERHEAD = 700

function positive(otherwise: number) {
  return z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "is not a whole number above 0")
    .transform(Number)
    .default(otherwise)
}

const memoryOfMachineMiB = Math.floor(totalmem() / MIB / 2) - ENGINE_MEMORY_MIB_OVERHEAD

const engineSettings = {
  TOCSIN_ENGINE_THREADS: positive(availableParallelism()),
  TOCSIN_ENGINE_MEMORY_MIB: positive(Math.max(512, Math.min(ENGINE_MEMORY_MIB_MAX, memoryOfMachineMiB))),
}

/** Every setting, with its default; an empty variable is an absent one. */
const environmentSchema = z.object({
  TOCSIN_DATA: z.string().default(join(projectRoot, "data")),
  TOCSIN_EVIDENCE: z.string().default(""),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "is not an address like postgresql://user:password@host/database")
    .optional(),
  TOCSIN_HOST: z.string().default("127.0.0.1"),
  TOCSIN_PORT: positive(4600).refine((port) => port < 65_536, "is not a port"),
  TOCSIN_URL: z
    .url({ protocol: /^https?$/, error: "is not an address like https://tocsin.example.org" })
    .optional(),
  TOCSIN_UPLOAD_MIB_MAX: positive(51_200),
  TOCSIN_DISK_RESERVE_MIB: positive(512),
  ...engineSettings,
})

/**
 * Reads the configuration from the environment.
 * @throws ConfigError with one line for each setting that is wrong
 */
export function readConfig(environment: Environment = process.env): Config {
  const unknown = Object.keys(environment).filter(
    (name) =>
      name.startsWith("TOCSIN_") && !name.startsWith("TOCSIN_TEST_") && !(name in environmentSchema.shape),
  )
  const settings = parse(environmentSchema, environment, unknown)
  return {
    dataFolder: resolve(settings.TOCSIN_DATA),
    evidenceFolders: settings.TOCSIN_EVIDENCE.split(":")
      .filter(Boolean)
      .map((folder) => resolve(folder)),
    databaseUrl: settings.DATABASE_URL ?? null,
    host: settings.TOCSIN_HOST,
    port: settings.TOCSIN_PORT,
    url: (settings.TOCSIN_URL ?? `http://localhost:${settings.TOCSIN_PORT}`).replace(/\/$/, ""),
    uploadBytesMax: settings.TOCSIN_UPLOAD_MIB_MAX * MIB,
    diskReserveBytes: settings.TOCSIN_DISK_RESERVE_MIB * MIB,
    engine: engineOf(settings),
  }
}

/** The engine's part of the configuration alone, for commands that need no more. */
export function readEngineConfig(environment: Environment = process.env): EngineConfig {
  return engineOf(parse(z.object(engineSettings), environment, []))
}

function engineOf(settings: {
  TOCSIN_ENGINE_THREADS: number
  TOCSIN_ENGINE_MEMORY_MIB: number
}): EngineConfig {
  return { threads: settings.TOCSIN_ENGINE_THREADS, memoryMiB: settings.TOCSIN_ENGINE_MEMORY_MIB }
}

function parse<T extends z.ZodType>(
  schema: T,
  environment: Environment,
  unknown: readonly string[],
): z.output<T> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""))
  const parsed = schema.safeParse(given)
  const problems = [
    ...unknown.map((name) => `${name}: is not a setting of this version`),
    ...(parsed.error?.issues ?? []).map(
      ({ path, message }) => `${path.join(".")}: ${shown(String(path[0]), given)}${message}`,
    ),
  ]
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  return parsed.data
}

/** The value that is wrong, but for one that may hold a password. */
function shown(name: string, given: Environment): string {
  return name === "DATABASE_URL" ? "" : `${JSON.stringify(given[name])} `
}

/** A random secret that is made when it is first asked for and kept in the data folder, readable by its owner alone. */
export function installationSecret(dataFolder: string, name: string): string {
  const folder = join(dataFolder, "secrets")
  const file = join(folder, name)
  mkdirSync(dataFolder, { recursive: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) makeSecret(file)
  return readFileSync(file, "utf8")
}

/** It is there with all its content or not at all, and of several who make it at once the first is believed. */
function makeSecret(file: string): void {
  const making = `${file}.making-${randomUUID()}`
  try {
    writeFileSync(making, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" })
    linkSync(making, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
  } finally {
    rmSync(making, { force: true })
  }
}
