import { readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { access, at, csv, folderWith, ndjson, rows } from "../../testing/evidence-folder.ts"
import { intakeEngine } from "../../testing/intake-engine.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { type Guess, guessSource } from "./guess.ts"

const root = temporaryFolder()
const { guess, parquet, engine, workFolder } = intakeEngine(root)

const tables = {
  "accounts.csv": csv(rows(3, (i) => ({ account_id: `a${i}`, email: `a${i}@example.org`, plan: "x" }))),
  "entitlements.csv": csv(
    rows(3, (i) => ({ device_id: `d${i}`, account_id: `a${i}`, role: "owner", valid_from: at(0) })),
  ),
  "media.ndjson": ndjson(rows(3, (i) => ({ media_id: `m${i}`, device_id: `d${i}`, recorded_at: at(0) }))),
  "sessions.csv": csv(
    rows(3, (i) => ({ account_id: `a${i}`, session_id: `s${i}`, started_at: at(0), ended_at: "" })),
  ),
  "devices.json": JSON.stringify([{ device_id: "d1", label: "Door, front" }]),
  "actors.csv.gz": gzipSync(csv([{ account_id: "a1", kind: "staff" }])),
  "reports.csv": csv([{ account_id: "a1", seen_at: at(1), note: "a stranger's door" }]),
}
const chosen = ({ files }: Guess) =>
  Object.fromEntries(files.map(({ path, table, source }) => [path, source ?? table]))
describe("the tables of an evidence folder", () => {
  test("are known by their columns and names, in any format", async () => {
    const folder = folderWith(root, {
      ...tables,
      "access/part-1.ndjson": ndjson(rows(5, access)),
      "read me.txt": "Hello\nworld\n",
    })
    await parquet(join(folder, "more accounts.parquet"), "SELECT 'a9' AS account_id, 'DE' AS country")
    const guessed = await guess(folder)
    expect(chosen(guessed)).toEqual({
      "access/part-1.ndjson": "access",
      "accounts.csv": "accounts",
      "actors.csv.gz": "actors",
      "devices.json": "devices",
      "entitlements.csv": "entitlements",
      "media.ndjson": "media",
      "more accounts.parquet": "accounts",
      "read me.txt": "none",
      "reports.csv": "reports",
      "sessions.csv": "sessions",
    })
    expect(guessed.files.every(({ problem, reason }) => problem === null && reason.length > 0)).toBe(true)
    expect(guessed.draft).toBe(guessed.guided)
  })

  test("are known by their columns alone where the names say nothing", async () => {
    const contents = Object.entries(tables).filter(([name]) => name.endsWith(".csv"))
    const folder = folderWith(
      root,
      Object.fromEntries(contents.map(([, content], index) => [`${"abcdefg"[index]}.csv`, content])),
    )
    expect(Object.values(chosen(await guess(folder)))).toEqual(
      contents.map(([name]) => name.replace(".csv", "")),
    )
  })

  test("are told what they lack, in words that say how to mend it", async () => {
    const folder = folderWith(root, {
      "users.csv": "id,email\n1,a@example.org\n",
      "owners.tsv": "camera\tuser\trole\nd1\ta1\towner\n",
      "devices.json": ndjson([{ device_id: "d1" }, { device_id: "d2" }]),
      "media.csv": "",
      "sessions.json": '{"data": {"sessions": [{"account_id": "a1", "started_at": "x"}]}}',
      "reports.csv": gzipSync("account_id\na1\n"),
    })
    const { files } = await guess(folder)
    expect(files.map(({ path, table, problem }) => [path, table, problem])).toEqual([
      ["devices.json", "devices", "its content is JSON with a record a line; let its name end in .ndjson"],
      ["media.csv", "media", "the file is empty"],
      [
        "owners.tsv",
        "entitlements",
        "a table must be CSV with commas, NDJSON, a JSON list or Parquet, which its content is not; save it as CSV",
      ],
      ["reports.csv", "reports", "its content is gzip; let its name end in .gz"],
      [
        "sessions.json",
        "sessions",
        "its records lie under data.sessions; a table must be a JSON list of records",
      ],
      [
        "users.csv",
        "accounts",
        "lacks the column account_id, which the accounts must have; it has id, email",
      ],
    ])
  })

  test("leave an incident file its say, and offer a guided draft beside it", async () => {
    const text = "title: Mine\n"
    const guessed = await guess(
      folderWith(root, { ...tables, "log.ndjson": ndjson([access(1)]), "incident.yaml": `\ufeff${text}` }),
    )
    expect(guessed.draft).toEqual({ kind: "file", text })
    expect(guessed.guided.files.find(({ path }) => path === "log.ndjson")).toMatchObject({
      table: "access_log",
      source: "log",
    })
    const deeper = await guess(folderWith(root, { "old/incident.yaml": text, "x.csv": "a,b\n" }))
    expect([deeper.draft.kind, deeper.guided.window]).toEqual(["guided", { from: "", to: "" }])
  })
})

describe("files of a log", () => {
  test("are one source where they have one shape, more where they differ", async () => {
    const edge = (index: number) => ({
      edge_start_ms: 1708092000123 + index,
      uri: `/clips/m${index}.mp4`,
      query: `session=s${index}`,
      status: 200,
      client_ip: "192.0.2.7",
    })
    const folder = folderWith(root, {
      "access/2024/part-1.ndjson": ndjson(rows(5, access)),
      "access/2024/part-2.ndjson.gz": gzipSync(
        ndjson(rows(5, (index) => ({ ...access(index), outcome: "allowed" }))),
      ),
      "cdn-1.csv": csv(rows(5, edge)),
      "cdn-2.csv": csv(rows(5, edge)),
    })
    const guessed = await guess(folder)
    expect(Object.values(chosen(guessed))).toEqual(["access", "access", "cdn", "cdn"])
    expect(guessed.guided.sources.map(({ name, mapping }) => [name, mapping.kind])).toEqual([
      ["access", "built_in"],
      ["cdn", "own"],
    ])
  })

  test("of which there are many are judged by a few, and each says by which", async () => {
    const files = Object.fromEntries(
      rows(50, (index) => [`log/h${String(index).padStart(2, "0")}.ndjson`, ndjson([access(index)])]),
    )
    const guessed = await guess(folderWith(root, files))
    expect(new Set(Object.values(chosen(guessed)))).toEqual(new Set(["log"]))
    expect(guessed.files[20]?.reason).toMatch(/^like log\/h00\.ndjson: by its name/)
    expect(guessed.window?.reason).toContain("that were looked at")
    expect(guessed.guided.window).toEqual({ from: "2024-02-16T14:00:00Z", to: "2024-02-16T14:01:00Z" })
  })

  test("that cannot be read stay with those of their kind, so that no run is made without them in silence", async () => {
    const folder = folderWith(root, {
      "access/1.ndjson": ndjson(rows(5, access)),
      "access/2.ndjson": Buffer.from(rows(5_000, (i) => (i * 7919 + 13 * i * i) & 255)),
      "access/3.ndjson": "",
      "access/4.ndjson.gz": gzipSync("x").subarray(0, 8),
      "image.png": Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]),
      "old.zip": "PK\x03\x04",
    })
    const guessed = await guess(folder)
    expect(guessed.files.map(({ path, source, problem }) => [path, source, problem])).toEqual([
      ["access/1.ndjson", "access", null],
      ["access/2.ndjson", "access", "its content is no text"],
      ["access/3.ndjson", "access", null],
      ["access/4.ndjson.gz", "access", "the gzip archive is damaged or truncated"],
      ["image.png", null, "its content is no text"],
      ["old.zip", null, "its content is a zip archive; unpack it first"],
    ])
    expect(guessed.guided.sources[0]?.mapping).toEqual({ kind: "built_in", name: "canonical" })
  })

  test("give the window from the first beginning to the last end, however long they are", async () => {
    const long = (hour: number) =>
      ndjson(
        rows(6_000, (i) => ({
          ...access(i),
          at: new Date(Date.UTC(2024, 1, 16, hour) + i * 500).toISOString(),
        })),
      )
    const folder = folderWith(root, { "log-1.ndjson": long(13), "log-2.ndjson.gz": gzipSync(long(18)) })
    const { guided, window } = await guess(folder)
    expect(guided.window).toEqual({ from: "2024-02-16T13:00:00Z", to: "2024-02-16T18:50:00Z" })
    expect(window?.reason).toMatch(/^a guess: /)
    expect(readdirSync(workFolder)).toEqual([])
  })
})

test("a person's word that files are a log is enough to draft their mapping", async () => {
  const folder = folderWith(root, {
    "a.csv": "zeit,wer,was\n2024-02-16 14:00:00,kim,m1\n",
    "incident.yaml": "title: T\n",
  })
  const { source, reason } = await guessSource(
    engine(),
    folder,
    { name: "own", paths: ["a.csv"] },
    workFolder,
  )
  expect(source).toMatchObject({
    name: "own",
    mapping: { kind: "own", text: expect.stringContaining("time: { path: zeit }") },
  })
  expect(reason).toContain("of 0 of the first 1 records")
  writeFileSync(join(folder, "picture.ndjson"), Buffer.from([1, 0, 255, 254]))
  const none = await guessSource(engine(), folder, { name: "own", paths: ["picture.ndjson"] }, workFolder)
  expect(none.source.mapping).toEqual({ kind: "built_in", name: "canonical" })
  await expect(
    guessSource(engine(), folder, { name: "own", paths: ["../x"] }, workFolder),
  ).rejects.toMatchObject({ code: "invalid" })
})

test("texts that are made to keep patterns busy are looked at quickly", async () => {
  const size = 400_000
  const texts: Record<string, string> = {
    "quotes.json": `[${'"\\'.repeat(size / 2)}`,
    "brackets.json": `{"a":${"[".repeat(size)}`,
    "objects.json": `{"a":[${'{"b":'.repeat(size / 5)}`,
    "escapes.ndjson": `{"a":"${'\\"'.repeat(size / 2)}`,
    "lines.log": `${" [ ".repeat(size / 3)}\n${"a b c [".repeat(size / 7)}`,
    "many.log": "1.1.1.1 - a [x [x [x [x\n".repeat(size / 24),
    "header.csv": `at${" ".repeat(size)}!,action\n1,2\n`,
    "columns.csv": `${"c,".repeat(size / 2)}\n`,
    "semicolons.txt": `${"a;".repeat(size / 4)}a\n${"1;".repeat(size / 4)}`,
    "fields.log": `#Fields: ${"a ".repeat(size / 4)}\n${"1 ".repeat(size / 4)}`,
    "addresses.ndjson": ndjson(
      rows(50, (i) => ({ time: at(i), user: "u", url: "/".repeat(size / 50), camera: "d=".repeat(1000) })),
    ),
    "keys.ndjson": ndjson(rows(20, (i) => Object.fromEntries(rows(500, (j) => [`k${i}_${j}`, "x"])))),
  }
  for (const [name, text] of Object.entries(texts)) {
    const before = performance.now()
    const { files } = await guess(folderWith(root, { [name]: text }))
    expect([name, performance.now() - before < 20_000]).toEqual([name, true])
    expect(JSON.stringify(files[0]?.reason).length).toBeLessThan(1_000)
  }
})

test("what is told of files can be kept as text, whatever their columns are called", async () => {
  const folder = folderWith(root, {
    "users.csv": "id\u0000x,\u001b[2J,e\nb,c,d\nb,c,d\nb,c,d\n",
    "rows.ndjson": '{"a\\u0000":1,"\\ud800":2}\n',
    "mapping.yaml": "# \u0000\ntime: { path: a }\nrules: [{ otherwise: ignore }]\n",
    "incident.yaml": "title: \u0000\n",
  })
  const guessed = await guess(folder)
  const told = [
    guessed.draft,
    guessed.guided,
    guessed.sources,
    guessed.files.map(({ reason, problem }) => [reason, problem]),
  ]
  expect(JSON.stringify(told)).not.toMatch(/(?<!\\)\\u(0000|d800|001b)/)
  expect(guessed.files.map(({ table }) => table)).toEqual(["none", "none", "none", "accounts"])
})
