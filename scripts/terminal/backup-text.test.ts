import { expect, test } from "vitest"
import type { Manifest } from "../../lib/platform/backup/manifest.ts"
import { backedUpWords, restoredWords } from "./backup-text.ts"
import { inBytes } from "./bytes.ts"

const sha256 = "0".repeat(64)
const manifest: Manifest = {
  format: 1,
  version: "1.2.3",
  at: "2026-11-22T01:02:03.000Z",
  migrations: [],
  tables: [{ name: "user", columns: ["id"], rows: 1_234, bytes: 3_000_000, parts: 1, sha256 }],
  sequences: [],
  files: [{ path: "secrets/master", bytes: 43, sha256 }],
  elsewhere: [],
  secret: { isSetting: false, check: null },
  trailHeads: [],
}

test("says what a backup holds, how to keep it, what is not in it and what it needs", () => {
  expect(backedUpWords("b.tar", manifest)).toBe(
    "1,234 rows of 1 table and 1 file, 2.9 MiB are in b.tar.\n" +
      "It holds secrets and personal data: keep it as you keep the original.\n",
  )
  const more = { ...manifest, elsewhere: ["/srv/a", "/srv/b\u001b"], secret: { isSetting: true, check: "0" } }
  expect(backedUpWords("b.tar", more)).toContain(
    "Evidence that is read where it lies is not in it: /srv/a, /srv/b\ufffd.\n" +
      "It is of use only with the TOCSIN_SECRET that is set here: keep that too.\n",
  )
})

test("says what was restored and how to see that the trail is whole", () => {
  expect(restoredWords("/data", { ...manifest, trailHeads: [{}] }, ["a", "b"])).toBe(
    "1,234 rows of 1 table and 1 file, 2.9 MiB, as they were at 2026-11-22T01:02:03.000Z, are in /data.\n" +
      "They were brought to this version by 2 migrations.\n" +
      "scripts/tocsin trail verify shows that the trail is whole.\n",
  )
})

test.each([
  [0, "0 bytes"],
  [1023, "1023 bytes"],
  [1024, "1.0 KiB"],
  [5 * 1024 ** 4, "5.0 TiB"],
])("%i is %s", (bytes, told) => {
  expect(inBytes(bytes)).toBe(told)
})
