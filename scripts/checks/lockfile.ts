/**
 * Holds package-lock.json against itself: `npm ci` refuses a lock in which an optional package of another platform has
 * no entry, and `npm install` leaves out those that its registry does not have. With `--mend` the entries are added.
 */
import { readFileSync, writeFileSync } from "node:fs"

interface Entry {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

const systems = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
]
const processors = [
  "arm64",
  "arm",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "riscv64",
  "s390x",
  "wasm32",
  "x64",
]

const file = new URL("../../package-lock.json", import.meta.url)
const lock = JSON.parse(readFileSync(file, "utf8")) as { packages: Record<string, Entry> }
const missing: string[] = []
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`
    if (lock.packages[place] || !/^\d/.test(version)) continue
    missing.push(name)
    lock.packages[place] = {
      version,
      ...platformOf(name),
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
    }
  }
}
const isMending = process.argv.includes("--mend")
if (isMending && missing.length > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
}
process.stdout.write(
  `package-lock.json: ${missing.length} optional packages ${isMending ? "added" : "have no entry"}\n`,
)
if (!isMending && missing.length > 0) process.exitCode = 1

/** Which platform a package is for, as its name says. */
function platformOf(name: string): Pick<Entry, "os" | "cpu" | "libc"> {
  const words = name.split(/[^a-z0-9]+/)
  const os = systems.filter((one) => words.includes(one))
  const cpu = processors.filter((one) => words.includes(one))
  const libc = words.includes("musl") ? ["musl"] : os[0] === "linux" && words.includes("gnu") ? ["glibc"] : []
  return {
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(libc.length > 0 ? { libc } : {}),
    ...(os.length > 0 ? { os } : {}),
  }
}
