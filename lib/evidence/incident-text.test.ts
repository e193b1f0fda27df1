import { mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { folderWith } from "../testing/evidence-folder.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { ownMappings, readIncidentFile, readIncidentText } from "./incident-file.ts"

const root = temporaryFolder()
const MAPPING =
  "time: { path: t }\nfields: { device_id: { path: d } }\nrules: [{ when: {}, action: shown }]\n"
const folder = folderWith(root, {
  "set/log.ndjson": "",
  "set/e.csv": "",
  "set/a.csv": "",
  "set/own.yaml": MAPPING,
  "beside/secret.yaml": MAPPING,
  "beside/secret.csv": "",
})
const place = join(folder, "set")
symlinkSync(join(folder, "beside", "secret.csv"), join(place, "link.csv"))
symlinkSync(join(folder, "beside"), join(place, "folder-link"))
symlinkSync(join(folder, "beside", "secret.yaml"), join(place, "link.yaml"))

const incident = (changes: { log?: string; mapping?: string; entitlements?: string } = {}) => `title: T
window: { from: 2024-02-16T13:00:00Z, to: 2024-02-16T21:00:00Z }
access_log:
  files: [${changes.log ?? "log.ndjson"}]
  mapping: ${changes.mapping ?? "canonical"}
entitlements: { files: [${changes.entitlements ?? "e.csv"}] }
accounts: { files: [a.csv] }
`
const read = (text: string, more: object = {}) =>
  readIncidentText(text, { name: "incident file", folder: place, ...more })

describe("the text of an incident file", () => {
  test("means what the file would mean that lay in the folder, whose mappings it keeps", () => {
    const text = incident({ mapping: "./own.yaml" })
    writeFileSync(join(place, "incident.yaml"), text)
    const { name: _, ...fromFile } = readIncidentFile(join(place, "incident.yaml"))
    const { name, ...fromText } = read(text)
    expect(fromText).toEqual(fromFile)
    expect([name, ownMappings(fromFile as never)]).toEqual(["incident file", { "./own.yaml": MAPPING }])
    expect(ownMappings(read(incident()))).toEqual({})
  })

  test("finds a mapping among the texts before it looks for a file, and needs no file then", () => {
    const other = MAPPING.replace("path: t", "path: other")
    for (const mapping of ["./own.yaml", "./nowhere.yaml"]) {
      const { sources } = read(incident({ mapping }), { mappings: { [mapping]: other } })
      expect(sources[0]?.mapping).toMatchObject({
        name: mapping,
        text: other,
        mapping: { time: { path: ["other"] } },
      })
    }
    expect(() => read(incident({ mapping: "./nowhere.yaml" }))).toThrow(
      /^\.\/nowhere\.yaml: there is no such file$/,
    )
    expect(() => read(incident({ mapping: "toString" }), { mappings: {} })).toThrow(/is neither a built-in/)
  })

  test("may be JSON, indented by tabs, with identifiers as they are written", () => {
    const text = JSON.stringify(
      {
        title: "T",
        window: { from: "2024-02-16T13:00:00Z", to: "2024-02-16T21:00:00Z" },
        entitlements: { files: ["e.csv"] },
        accounts: { files: ["a.csv"] },
        presumptions: [
          {
            from: "2024-02-16T13:00:00Z",
            to: "2024-02-16T14:00:00Z",
            devices: ["DEVICE"],
            viewers: "none",
            grade: "video",
          },
        ],
      },
      null,
      "\t",
    ).replace('"DEVICE"', "12345678901234567890")
    expect(read(`\ufeff${text}`).presumptions[0]?.devices).toEqual(["12345678901234567890"])
  })
})

describe("what is wrong is told with its line", () => {
  test.each([
    ["an unknown key", `${incident()}colour: red\n`, "incident file, line 8: colour: is not a known key"],
    [
      "a missing key within another",
      incident().replace("from: 2024-02-16T13:00:00Z, ", ""),
      "incident file, line 2: window.from: is missing",
    ],
    ["a missing key at the top", incident().replace("title: T\n", ""), "incident file: title: is missing"],
    [
      "a value deep inside",
      incident().replace("[log.ndjson]", "\n    - log.ndjson\n    - 7"),
      "incident file, line 6: access_log.files[1]: ",
    ],
    ["bad syntax", `${incident()}gaps: [\n`, /^incident file, line \d+: is not YAML: [^\n]*$/],
    [
      "a key twice",
      `${incident()}title: again\n`,
      "incident file, line 8: is not YAML: Map keys must be unique",
    ],
    ["the wrong thing", "- a\n", "incident file: must be keys with values"],
  ])("%s", (_, text, message) => {
    const told =
      typeof message === "string" ? expect.stringContaining(message) : expect.stringMatching(message)
    expect(() => read(text)).toThrow(expect.objectContaining({ code: "invalid", message: told }))
  })

  test("of a mapping's text too", () => {
    const mappings = { "./own.yaml": `${MAPPING}source: x\nfield: y\n` }
    expect(() => read(incident({ mapping: "./own.yaml" }), { mappings })).toThrow(
      /^\.\/own\.yaml, line 5: field: is not a known key$/,
    )
  })
})

describe("a confined incident file", () => {
  const confined = (text: string) => read(text, { confinedTo: [place] })

  test("names what lies in the folder, by paths, globs and absolute paths", () => {
    for (const log of [
      "log.ndjson",
      "./*.ndjson",
      "**/log.*",
      join(place, "log.ndjson"),
      "../set/log.ndjson",
      "{log,none}.ndjson",
    ])
      expect(
        confined(incident({ log: JSON.stringify(log) })).sources[0]?.files.map(({ name }) => name),
      ).toEqual(["log.ndjson"])
    expect(confined(incident({ mapping: "./own.yaml" })).sources[0]?.mapping.text).toBe(MAPPING)
  })

  test.each([
    "/etc/passwd",
    "/etc/*",
    "/there/is/nothing",
    "../beside/secret.csv",
    "../beside/*.csv",
    "../*/secret.csv",
    "*/../../beside/*.csv",
    "{.,..}/beside/secret.csv",
    "link.csv",
    "l*.csv",
    "folder-link/secret.csv",
    "folder-link/*",
    "**/secret.csv",
  ])("refuses the files %s", (log) => {
    expect(() => confined(incident({ entitlements: JSON.stringify(log) }))).toThrow(
      /^incident file: entitlements\.files: .* leads out of the evidence's folder$/,
    )
  })

  test.each([
    "/etc/passwd.yaml",
    "../beside/secret.yaml",
    "../nothing.yaml",
    "link.yaml",
    "./folder-link/secret.yaml",
  ])("refuses the mapping %s", (mapping) => {
    expect(() => confined(incident({ mapping }))).toThrow(
      /^incident file: access_log\.mapping: .* leads out of the evidence's folder$/,
    )
  })

  test("may reach into several folders", () => {
    const text = incident({ entitlements: "../beside/secret.csv" })
    const { tables } = read(text, { confinedTo: [place, join(folder, "beside")] })
    expect(tables.entitlements?.length).toBe(1)
  })

  test("may lie in a folder that is reached by a link", () => {
    mkdirSync(join(folder, "real"))
    writeFileSync(join(folder, "real", "e.csv"), "")
    symlinkSync(place, join(folder, "alias"))
    const alias = join(folder, "alias")
    expect(read(incident(), { folder: alias, confinedTo: [alias] }).sources.length).toBe(1)
  })
})

test("a mapping that is none is not read at any size", () => {
  writeFileSync(join(place, "huge.yaml"), "#".repeat(1024 * 1024 + 1))
  expect(() => read(incident({ mapping: "./huge.yaml" }))).toThrow(
    "./huge.yaml: is larger than 1 MiB, which no mapping is",
  )
})
