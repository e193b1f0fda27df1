import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { externalLogouts } from "../../../lib/testing/containment/external-logouts.ts"
import { ownDatabase } from "../../../lib/testing/database/own-database.ts"
import { runTocsin } from "../../../lib/testing/run-tocsin.ts"
import { temporaryFolder } from "../../../lib/testing/temporary-folder.ts"

const [data, folder] = [temporaryFolder(), temporaryFolder()]
const { database, url } = await ownDatabase()
const { app, as, begun, conductUntil } = await externalLogouts(database, data)
const env = { DATABASE_URL: url, TOCSIN_DATA: data, TOCSIN_OUTGOING_HOSTS: "127.0.0.1" }
const logout = (...args: string[]) => runTocsin(["logout", ...args], { env })

test("a wave is handed out as signed files and its results are taken, on the command line", async () => {
  const { runId, incident } = await begun(["kim", "lee", "mika", "noor"])
  await conductUntil(runId, ({ phase }) => phase === "canary_wave")
  const [run, out] = [`INC-${incident.number}/L1`, join(folder, "handed")]
  const { id } = (await as("support")).actor
  const { email } = await database.user.findUniqueOrThrow({ where: { id } })
  expect(await logout("hand-out", run, "--out", out, "--as", email)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("This is for security"),
  })
  const handed = await logout("hand-out", run, "--out", out, "--hours", "1")
  expect(handed.stdout).toMatch(/3 lines are in .* \(chunks 1-1\).*PUBLIC KEY/s)
  const again = join(folder, "again")
  await logout("hand-out", run, "--out", again, "--again", "1-1")
  expect(readFileSync(join(again, "list.csv"))).toEqual(readFileSync(join(out, "list.csv")))
  expect((await logout("hand-out", run, "--out", join(folder, "more"))).stdout).toMatch(
    /nothing of the open wave is left to hand out/,
  )
  const publicKey = handed.stdout.slice(handed.stdout.indexOf("-----BEGIN"))
  const listed = app.carryOut(out, publicKey)
  const back = join(folder, "back.csv")
  const states = ["accepted", "accepted", "unknown"]
  const lines = listed.map(({ token }, nth) => `${token},${states[nth]},,`)
  writeFileSync(back, ["token,state,at,status", ...lines, `${"0".repeat(26)},accepted,,`, ""].join("\n"))
  const taken = await logout("results", run, back)
  expect(taken).toMatchObject({ status: 2, stderr: expect.stringMatching(/back\.csv, line 5: stranger/) })
  expect(taken.stdout).toMatch(/4 rows: 3 applied, 0 known before, 1 about subjects that are not of this run/)
  const unknown = await database.runItem.count({ where: { runId, state: "unknown" } })
  expect(taken.stdout.includes("nobody knows")).toBe(unknown === 1)
  expect(taken.stdout).not.toMatch(/kim|lee|mika|noor/)
})
