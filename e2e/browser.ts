import { existsSync } from "node:fs"
import chromium from "@sparticuz/chromium"

/** Browsers that a machine may have, before the one that comes as a package. */
const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
]

/** What the package sets for its own purposes: a person's browser has processes and rules of origin. */
const unwanted = [
  "--single-process",
  "--no-zygote",
  "--disable-web-security",
  "--disable-site-isolation-trials",
  "--allow-running-insecure-content",
]

export interface Browser {
  executablePath: string
  args: string[]
}

/** A real Chromium: an installed one, or the packaged one, which needs nothing of the system. */
export async function findBrowser(): Promise<Browser> {
  const found = process.env.TOCSIN_TEST_BROWSER ?? installed.find((path) => existsSync(path))
  if (found) return { executablePath: found, args: ["--no-sandbox"] }
  return {
    executablePath: await chromium.executablePath(),
    args: chromium.args.filter((one) => !unwanted.includes(one)),
  }
}
