import { constants } from "node:fs"
import { mkdir, open, opendir, rename } from "node:fs/promises"
import { join } from "node:path"
import type { Mailbox } from "../core/mailbox.ts"

/** Flags begin here in the names of what was read; what a name says before it stays the same. */
const FLAGS = ":2,"

/** A Maildir: what lies in `new` is unread, what is read lies in `cur` with the flag S. */
export function openMaildir(folder: string): Mailbox {
  return {
    async unread(countMax) {
      const names: string[] = []
      for await (const entry of await opendir(join(folder, "new"))) {
        if (entry.isFile() && !entry.name.startsWith(".")) names.push(entry.name)
        if (names.length >= countMax) break
      }
      return names
    },
    async read(name, bytesMax) {
      const file = await unlessGone(
        open(join(folder, "new", name), constants.O_RDONLY | constants.O_NOFOLLOW),
      )
      if (!file) return null
      try {
        const { size } = await file.stat()
        const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, bytesMax)))
        return { bytes: buffer.subarray(0, bytesRead), isWhole: size <= bytesMax }
      } finally {
        await file.close()
      }
    },
    async markRead(name) {
      await mkdir(join(folder, "cur"), { recursive: true })
      const read = `${idOf(name)}${FLAGS}S`
      await unlessGone(rename(join(folder, "new", name), join(folder, "cur", read)))
    },
    idOf,
  }
}

function idOf(name: string): string {
  return name.split(FLAGS, 1)[0] ?? name
}

async function unlessGone<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null
    throw error
  }
}
