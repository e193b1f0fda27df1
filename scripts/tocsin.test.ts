import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { runTocsin, tocsin } from "../lib/testing/run-tocsin.ts"
import { classify, contents, evidence, smallEvidenceFolder as folder } from "../lib/testing/small-evidence.ts"

const resultFiles = [
  "evidence.parquet",
  "exposures.parquet",
  "people.parquet",
  "rejects.ndjson",
  "summary.json",
]

const summaryOf = (place: string) => JSON.parse(readFileSync(join(place, "result", "summary.json"), "utf8"))

describe("tocsin classify", () => {
  test("writes the five files and tells the summary on standard output", async () => {
    const place = evidence()
    const { status, stdout, stderr } = await classify(place)
    expect(status).toBe(0)
    expect(readdirSync(join(place, "result")).sort()).toEqual(resultFiles)
    expect(stdout).toMatch(/Two people[\s\S]*Viewers, who received footage of others +1[\s\S]*malformed/)
    expect(stdout).toContain(summaryOf(place).digest)
    expect(stderr).toBe("")
    expect(summaryOf(place)).toMatchObject({ rows: { read: 3, malformed: 1, misbound: 1, legitimate: 1 } })
  })

  test("with --json prints the summary and nothing else on standard output", async () => {
    const place = evidence()
    const { status, stdout } = await classify(place, "--json")
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toEqual(summaryOf(place))
  })

  test("refuses a folder that holds something, and touches nothing in it", async () => {
    const place = evidence()
    mkdirSync(join(place, "result"))
    writeFileSync(join(place, "result", "notes.txt"), "mine")
    const before = contents(place)
    const { status, stderr, stdout } = await classify(place)
    expect([status, stdout]).toEqual([2, ""])
    expect(stderr).toBe("tocsin: result: is not empty (notes.txt); --force replaces a result in it\n")
    expect(contents(place)).toEqual(before)
    expect(readdirSync(join(place, "result"))).toEqual(["notes.txt"])
  })

  test("refuses a file where the folder should be", async () => {
    const place = evidence({ result: "a file" })
    expect(await classify(place)).toMatchObject({ status: 2, stderr: "tocsin: result: is not a folder\n" })
    expect(await classify(place, "--force")).toMatchObject({ status: 2 })
    expect(readFileSync(join(place, "result"), "utf8")).toBe("a file")
  })

  test("takes an empty folder", async () => {
    const place = evidence()
    mkdirSync(join(place, "result"))
    expect(await classify(place)).toMatchObject({ status: 0 })
  })

  test("with --force replaces the five files and leaves the others", async () => {
    const place = evidence()
    mkdirSync(join(place, "result", "letters"), { recursive: true })
    for (const name of [...resultFiles, "notes.txt", "letters/one.txt"])
      writeFileSync(join(place, "result", name), "old")
    expect(await classify(place, "--force")).toMatchObject({ status: 0 })
    expect(readdirSync(join(place, "result")).sort()).toEqual([...resultFiles, "letters", "notes.txt"].sort())
    expect(readFileSync(join(place, "result", "notes.txt"), "utf8")).toBe("old")
    expect(readFileSync(join(place, "result", "letters", "one.txt"), "utf8")).toBe("old")
    expect(summaryOf(place).rows.read).toBe(3)
  })

  test("with --force and wrong input leaves the old result as it is", async () => {
    const place = evidence({ "accounts.csv": null })
    mkdirSync(join(place, "result"))
    for (const name of resultFiles) writeFileSync(join(place, "result", name), "old")
    const before = contents(place)
    expect(await classify(place, "--force")).toMatchObject({ status: 2 })
    expect(contents(place)).toEqual(before)
  })

  test("works from another folder and through a symbolic link, with the same digest", async () => {
    const place = evidence()
    const elsewhere = mkdtempSync(join(folder, "elsewhere-"))
    const links = mkdtempSync(join(folder, "links-"))
    symlinkSync(tocsin, join(links, "absolute"))
    symlinkSync("absolute", join(links, "relative"))
    symlinkSync(place, join(elsewhere, "linked"))
    const digests = []
    for (const [program, file, out] of [
      [tocsin, join(place, "incident.yaml"), "one"],
      [join(links, "relative"), "linked/incident.yaml", "two"],
      ["./links-relative", join("linked", "incident.yaml"), join(elsewhere, "three")],
    ] as const) {
      if (program.startsWith(".")) symlinkSync(join(links, "relative"), join(elsewhere, "links-relative"))
      const { status, stdout } = await runTocsin(["classify", file, "--out", out, "--json"], {
        cwd: elsewhere,
        program: program.startsWith(".") ? join(elsewhere, program) : program,
      })
      expect(status).toBe(0)
      digests.push(JSON.parse(stdout).digest)
    }
    expect(new Set(digests).size).toBe(1)
    expect(readdirSync(elsewhere).sort()).toEqual(["linked", "links-relative", "one", "three", "two"])
  })

  test("reads an incident file in JSON, and works where a folder's name has blanks and quotes in it", async () => {
    const place = evidence()
    const odd = join(place, 'it\'s a "folder" [1]')
    mkdirSync(odd)
    for (const name of ["log.ndjson", "entitlements.csv", "accounts.csv"])
      cpSync(join(place, name), join(odd, name))
    writeFileSync(
      join(odd, "incident.json"),
      JSON.stringify({
        title: "T",
        window: { from: "2024-02-16T13:00:00Z", to: "2024-02-16T21:00:00Z" },
        access_log: { files: ["*.ndjson"] },
        entitlements: { files: ["entitle*.csv"] },
        accounts: { files: ["accounts.csv"] },
        media: null,
      }),
    )
    const { status, stdout } = await runTocsin([
      "classify",
      join(odd, "incident.json"),
      "--out",
      join(odd, "out"),
      "--json",
    ])
    expect(status).toBe(0)
    expect(JSON.parse(stdout).rows).toMatchObject({ read: 3, misbound: 1 })
  })
})

describe("the command line", () => {
  test.each<[string, string[]]>([
    ["an unknown command", ["classy"]],
    ["no command", []],
    ["no incident file", ["classify", "--out", "result"]],
    ["no --out", ["classify", "incident.yaml"]],
    ["an unknown scenario", ["replay", "monday", "--out", "result"]],
  ])("%s ends with status 2 and nothing on standard output", async (_, args) => {
    const place = evidence()
    const { status, stdout, stderr } = await runTocsin(args, { cwd: place })
    expect([status, stdout]).toEqual([2, ""])
    expect(stderr).not.toBe("")
    expect(existsSync(join(place, "result"))).toBe(false)
  })

  test.each([["--help"], ["--version"], ["classify --help"]])("%s ends with status 0", async (args) => {
    const { status, stdout } = await runTocsin(args.split(" "))
    expect(status).toBe(0)
    expect(stdout).not.toBe("")
  })
})
