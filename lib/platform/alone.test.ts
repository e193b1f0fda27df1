import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { expect, test } from "vitest"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { alone } from "./alone.ts"

const folder = temporaryFolder()
let nth = 0
const newLock = () => join(folder, `${nth++}.lock`)
const HOUR_S = 3_600

test("of many who want to work, one works at a time, and all have their turn", async () => {
  const lock = newLock()
  let working = 0
  const most: number[] = []
  const work = async () => {
    most.push(++working)
    await wait(5)
    working--
  }
  await Promise.all(Array.from({ length: 6 }, () => alone(lock, work)))
  expect(most).toEqual([1, 1, 1, 1, 1, 1])
  expect(existsSync(lock)).toBe(false)
})

test("work that fails frees the lock", async () => {
  const lock = newLock()
  await expect(alone(lock, () => Promise.reject(new Error("it broke")))).rejects.toThrow("it broke")
  expect(await alone(lock, async () => "done")).toBe("done")
})

test("a lock whose holder is gone holds up nobody, and nothing is left of it", async () => {
  const lock = newLock()
  writeFileSync(lock, execFileSync("sh", ["-c", "echo $$"], { encoding: "utf8" }))
  expect(await alone(lock, async () => "done")).toBe("done")
  expect(readdirSync(folder).filter((name) => name.startsWith(`${nth - 1}.lock`))).toEqual([])
})

test.each([
  ["whose holder's number another process has by now", `${process.ppid} gone`],
  ["whose holder died before it had written its number", ""],
])("a lock %s counts for nothing once it has not been touched for long", async (_, content) => {
  const lock = newLock()
  writeFileSync(lock, content)
  utimesSync(lock, Date.now() / 1000 - HOUR_S, Date.now() / 1000 - HOUR_S)
  expect(await alone(lock, async () => "done")).toBe("done")
})

test("a lock of a process that is at work is respected, and the process is named", async () => {
  const lock = newLock()
  const content = `${process.ppid} at work`
  writeFileSync(lock, content)
  await expect(alone(lock, async () => "done", 300)).rejects.toMatchObject({
    code: "unavailable",
    message: `process ${process.ppid} holds ${lock} and is not done; end it, or try again later`,
  })
  expect(readFileSync(lock, "utf8")).toBe(content)
})

test("a lock that was taken from one who was thought gone is not given back by that one", async () => {
  const lock = newLock()
  await alone(lock, async () => writeFileSync(lock, "another's"))
  expect(readFileSync(lock, "utf8")).toBe("another's")
})
