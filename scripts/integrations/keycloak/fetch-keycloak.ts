import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises"
import { homedir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { runTool } from "../tools.ts"

const POM = fileURLToPath(new URL("pom.xml", import.meta.url))

/** The folder of a Keycloak that is ready to start; fetched and built once, then found again. */
export async function fetchKeycloak(onStep: (text: string) => void): Promise<string> {
  const version = await versionOfPom()
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "tocsin")
  const folder = join(cache, `keycloak-${version}`)
  if (await isThere(folder)) return folder
  const partial = join(cache, `partial-${process.pid}`)
  await mkdir(partial, { recursive: true })
  try {
    onStep(`fetching Keycloak ${version} by Maven`)
    const goal = "org.apache.maven.plugins:maven-dependency-plugin:unpack-dependencies"
    await runTool(
      "mvn",
      [goal, "--batch-mode", "--no-transfer-progress", "--file", POM, `-DoutputDirectory=${partial}`],
      partial,
    )
    const made = join(partial, `keycloak-${version}`)
    onStep("building it for its database")
    await runTool("sh", ["bin/kc.sh", "build", "--db=dev-file", "--health-enabled=true"], made)
    // A folder is there whole or not at all; whoever was faster has made the same.
    if (!(await isThere(folder))) await rename(made, folder)
    return folder
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

async function versionOfPom(): Promise<string> {
  const version = /<artifactId>keycloak-quarkus-dist<\/artifactId>\s*<version>([^<]+)</.exec(
    await readFile(POM, "utf8"),
  )?.[1]
  if (version === undefined) throw new Error(`${POM} names no version of Keycloak`)
  return version
}

async function isThere(folder: string): Promise<boolean> {
  return readdir(folder).then(
    () => true,
    () => false,
  )
}
