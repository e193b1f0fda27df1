import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { open } from "node:fs/promises"
import { join, relative } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { fillInstallation } from "../../testing/database/installation.ts"
import { emptyDatabase, ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { readConfig } from "../config.ts"
import { openDatabase } from "../db/client.ts"
import { connect } from "../db/connect.ts"
import { openSecrets } from "../secrets.ts"
import { findLastBackup } from "./last-backup.ts"
import type { Manifest } from "./manifest.ts"
import { demandRestorable, restoreBackup } from "./restore-backup.ts"
import { readTar } from "./tar-reader.ts"
import { BLOCK, paddingOf, TarWriter } from "./tar-writer.ts"
import { unpackBackup } from "./unpack-backup.ts"
import { writeBackup } from "./write-backup.ts"

const root = temporaryFolder()
const { database, url } = await ownDatabase()
const target = await emptyDatabase()
const original = readConfig({ TOCSIN_DATA: join(root, "original"), TOCSIN_EVIDENCE: "/srv/logs" })
const restored = readConfig({ TOCSIN_DATA: join(root, "restored") })
const file = join(root, "whole.tar")
const signal = new AbortController().signal
const version = "1.2.3"

/** Declares incidents for as long as it is not told to stop. */
async function keepDeclaring(until: AbortSignal): Promise<number> {
  const ctx = await contextsOver(database, original.dataFolder).as("security")
  let declared = 0
  for (; !until.aborted; declared++) await declare(ctx)
  return declared
}

function declare(ctx: Parameters<typeof declareIncident>[0]) {
  return declareIncident(ctx, { title: "Another", severity: "low", awareAt: "2024-02-16T10:00:00Z" })
}

async function restore(from: string, config = restored, into = target): Promise<Manifest> {
  const unpacked = await unpackBackup(from, config.dataFolder, signal)
  try {
    demandRestorable(unpacked, config)
    await restoreBackup(into, unpacked, config)
    return unpacked.manifest
  } finally {
    unpacked.discard()
  }
}

async function ask<T extends object>(address: string, sql: string): Promise<T[]> {
  const client = await connect(address)
  try {
    return (await client.query(sql)).rows as T[]
  } finally {
    await client.end()
  }
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()

let manifest: Manifest

beforeAll(async () => {
  openSecrets(original)
  await fillInstallation(database, original)
  // What the embedded server has for itself, and its restored successor anew.
  mkdirSync(join(original.dataFolder, "postgres"))
  for (const name of ["postgres/PG_VERSION", "postgres.lock", "secrets/postgres-password"])
    writeFileSync(join(original.dataFolder, name), "18")
  const writing = new AbortController()
  const declaring = keepDeclaring(writing.signal)
  manifest = await writeBackup({ url, config: original, out: file, version, signal })
  writing.abort()
  expect(await declaring).toBeGreaterThan(0)
})

describe("a backup that is made while people work", () => {
  test("is readable by its owner alone, and names what it holds and what it does not", () => {
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(root).filter((name) => name.includes("partial"))).toEqual([])
    expect(manifest.elsewhere).toEqual(["/srv/logs"])
    expect(manifest.files.map(({ path }) => path.replaceAll(/[0-9a-f-]{36}/g, "ID"))).toEqual([
      "incidents/ID/accounts/0123/by-id.parquet",
      "incidents/ID/evidence/ID/access.log.lock",
      "incidents/ID/evidence/ID/deep/er/empty.csv",
      `incidents/ID/evidence/ID/${"ü".repeat(110)}.csv`,
      "incidents/ID/revisions/1/attempt-1/people.parquet",
      "incidents/ID/revisions/1/attempt-1/summary.json",
      "secrets/master",
    ])
    expect(manifest.tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["_prisma_migrations", "user", "incident", "revision", "answer", "trail_entry"]),
    )
    expect(findLastBackup(original.dataFolder)).toEqual({ at: manifest.at, file })
  })

  test("is restored with the same rows and the same files, as they were at one instant", async () => {
    await restore(file)
    const again = await writeBackup({
      url: target,
      config: restored,
      out: join(root, "again.tar"),
      version,
      signal,
    })
    for (const part of ["migrations", "tables", "sequences", "files", "trailHeads"] as const)
      expect(again[part]).toEqual(manifest[part])
    expect(filesIn(restored.dataFolder).filter((path) => path !== "last-backup.json")).toEqual(
      manifest.files.map(({ path }) => path).sort(),
    )
    expect(openSecrets(restored)("pseudonyms")).toEqual(openSecrets(original)("pseudonyms"))
    const [counts] = await ask<{ incidents: number; declarations: number }>(
      target,
      `SELECT (SELECT count(*) FROM incident)::INT AS incidents,
        (SELECT count(*) FROM trail_entry WHERE act = 'incident.declare')::INT AS declarations`,
    )
    expect(counts?.incidents).toBe(counts?.declarations)
    expect(statSync(join(restored.dataFolder, "secrets")).mode & 0o077).toBe(0)
  })

  test("goes on where it was: the next incident has the next number, and the trail grows", async () => {
    const client = openDatabase(target)
    const ctx = await contextsOver(client, restored.dataFolder).as("security")
    const [before] = await ask<{ last: number }>(target, "SELECT max(number) AS last FROM incident")
    // A sequence knows no snapshot: what was declared while the rows were copied left a gap.
    expect((await declare(ctx)).number).toBeGreaterThan(before?.last ?? 0)
    await client.$disconnect()
  })

  test("is not restored over what is there", async () => {
    await expect(restore(file)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/holds incidents\/\S+ already: a backup is restored into an empty data/),
    })
    const elsewhere = readConfig({ TOCSIN_DATA: join(root, "elsewhere") })
    await expect(restore(file, elsewhere)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/^the database has rows in \w+ already/),
    })
    expect(existsSync(elsewhere.dataFolder)).toBe(false)
  })
})

test("what a restore that was killed had begun is removed by the next one, and one that is at work is not", async () => {
  const config = readConfig({ TOCSIN_DATA: join(root, "begun") })
  const begun = (pid: number) => join(config.dataFolder, `.restoring-${pid}`, "files")
  mkdirSync(begun(2 ** 30), { recursive: true })
  const unpacked = await unpackBackup(file, config.dataFolder, signal)
  expect(readdirSync(config.dataFolder)).toEqual([`.restoring-${process.pid}`])
  await expect(unpackBackup(file, config.dataFolder, signal)).rejects.toMatchObject({
    code: "conflict",
    message: `process ${process.pid} restores a backup into ${config.dataFolder} already`,
  })
  unpacked.discard()
})

describe("a file that is not what was written is refused, and nothing is left of the attempt", () => {
  const config = readConfig({ TOCSIN_DATA: join(root, "refused") })
  const refused = async (bytes: Buffer): Promise<string> => {
    const copy = join(root, "altered.tar")
    writeFileSync(copy, bytes)
    const error = await unpackBackup(copy, config.dataFolder, signal).catch((cause) => cause)
    expect(error).toMatchObject({ code: "invalid" })
    expect(existsSync(config.dataFolder)).toBe(false)
    return error.message.replace(`${copy}: `, "").replace("; nothing was restored", "")
  }

  test("with the name of the entry, wherever a byte was changed", async () => {
    const whole = readFileSync(file)
    const changed = async (at: number) => {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ 4
      return await refused(bytes)
    }
    for (const { path } of [...manifest.files, { path: "manifest.json" }, { path: "manifest.sha256" }]) {
      const entry = path.startsWith("manifest") ? path : `files/${path}`
      const { start, size } = await placeOf(entry)
      if (size === 0) continue
      const named = path.startsWith("manifest") ? "manifest.json" : entry
      expect(await changed(start)).toBe(`its entry ${named} is damaged`)
      expect(await changed(start + size - 1)).toBe(`its entry ${named} is damaged`)
    }
    for (const { name, parts } of manifest.tables) {
      if (parts === 0) continue
      const { start } = await placeOf(`tables/${name}/000001`)
      expect(await changed(start)).toBe(`its entry tables/${name} is damaged`)
    }
    for (let nth = 0; nth < 12; nth++) await changed(Math.floor((whole.length * (nth + 0.5)) / 12))
  })

  test("when it was cut", async () => {
    const whole = readFileSync(file)
    for (const share of [0, 0.01, 0.5, 0.9, 0.9999])
      expect(await refused(whole.subarray(0, Math.floor(whole.length * share)))).toMatch(
        /^is (no backup of Tocsin|cut off (after|in its entry) \S+|cut off at its end)$/,
      )
    expect(await refused(whole.subarray(0, (await placeOf("manifest.json")).start - 512))).toMatch(
      /^is cut off after/,
    )
  })

  test.each([
    ["leads out of its folder", "files/../../outside", /nothing that a backup holds/],
    ["is absolute", "/etc/passwd", /nothing that a backup holds/],
    ["leads out by a detour", "files/incidents/../../outside", /nothing that a backup holds/],
    ["is the server's own", "files/postgres/PG_VERSION", /nothing that a backup holds/],
    ["is nobody's", "notes.txt", /nothing that a backup holds/],
    ["is not in the manifest", "files/incidents/x", /is not named in its manifest/],
    ["is there twice", "files/secrets/master", /twice/],
  ])("when a name %s", async (_, path, told) => {
    const forged = join(root, "forged.tar")
    const handle = await open(forged, "w")
    const writer = new TarWriter(handle, new Date())
    for await (const entry of readTar(file)) {
      if (entry.path === "manifest.json") await writer.add(path, 4, [Buffer.from("evil")])
      await writer.add(entry.path, entry.size, entry.content())
    }
    await writer.end()
    await handle.close()
    expect(await refused(readFileSync(forged))).toMatch(told)
    expect(existsSync(join(root, "outside"))).toBe(false)
  })

  /** Where the content of an entry lies in the file. */
  async function placeOf(path: string): Promise<{ start: number; size: number }> {
    const bytes = readFileSync(file)
    for await (const entry of readTar(file)) {
      let content = Buffer.alloc(0)
      for await (const piece of entry.content()) content = Buffer.concat([content, piece])
      if (entry.path !== path) continue
      const blocks = Buffer.concat([content, Buffer.alloc(paddingOf(entry.size))])
      let start = bytes.indexOf(blocks)
      while (start % BLOCK !== 0) start = bytes.indexOf(blocks, start + 1)
      return { start, size: entry.size }
    }
    throw new Error(`no ${path}`)
  }
})

describe("before anything is written, a backup is refused", () => {
  const backup = (out: string, config = original) => writeBackup({ url, config, out, version, signal })

  test.each([
    ["into a file that is there", file, "is there already; name a new file"],
    ["into the data folder itself", join(original.dataFolder, "b.tar"), "lies in the data folder"],
    ["into a folder that is not there", join(root, "no", "b.tar"), "its folder is not there"],
  ])("%s", async (_, out, told) => {
    await expect(backup(out)).rejects.toThrow(`${out}: ${told}`)
  })

  test("of a database without Tocsin", async () => {
    const out = join(root, "none.tar")
    const empty = await emptyDatabase()
    await expect(writeBackup({ url: empty, config: restored, out, version, signal })).rejects.toMatchObject({
      code: "precondition",
      message: "the database holds nothing of Tocsin yet: there is nothing to back up",
    })
    expect(existsSync(out)).toBe(false)
  })

  test("where a link leads out of the data folder", async () => {
    const linked = readConfig({ TOCSIN_DATA: join(root, "linked") })
    mkdirSync(join(linked.dataFolder, "incidents"), { recursive: true })
    symlinkSync("/etc", join(linked.dataFolder, "incidents", "elsewhere"))
    await expect(backup(join(root, "linked.tar"), linked)).rejects.toThrow("incidents/elsewhere is a link")
    expect(readdirSync(root).filter((name) => name.startsWith("linked.tar"))).toEqual([])
  })
})

describe("the secret that a backup needs", () => {
  const secret = "from-a-secret-store-0123456789abcdef"
  const withSecret = (value: string) =>
    readConfig({ TOCSIN_DATA: join(root, "secret"), ...(value ? { TOCSIN_SECRET: value } : {}) })
  const out = join(root, "secret.tar")
  const checked = async (config: ReturnType<typeof readConfig>, from = out) => {
    const unpacked = await unpackBackup(from, config.dataFolder, signal)
    try {
      demandRestorable(unpacked, config)
    } finally {
      unpacked.discard()
    }
  }

  test("is demanded, and not in the file", async () => {
    mkdirSync(withSecret(secret).dataFolder)
    await writeBackup({ url, config: withSecret(secret), out, version, signal })
    const fresh = (value: string) => ({ ...withSecret(value), dataFolder: join(root, "fresh") })
    expect(readFileSync(out).includes(secret)).toBe(false)
    await expect(checked(fresh(secret))).resolves.toBeUndefined()
    await expect(checked(fresh(""))).rejects.toThrow(
      "TOCSIN_SECRET: is missing; the backup was made with one",
    )
    await expect(checked(fresh(`${secret}!`))).rejects.toThrow(
      "TOCSIN_SECRET: is another; the backup was made",
    )
    await expect(checked(fresh(secret), file)).rejects.toThrow(
      "TOCSIN_SECRET: is set, but the backup brings its own",
    )
  })
})

afterAll(() => expect(readdirSync(root).filter((name) => name.includes(".partial-"))).toEqual([]))
