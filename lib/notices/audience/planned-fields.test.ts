import { expect, test } from "vitest"
import { copyItemStatesFrom } from "../../platform/db/copy-item-states.ts"
import { classifiedRevision } from "../../testing/database/classified-revision.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { deviceOf, HOST, letterIncident } from "../../testing/notices/letter-incident.ts"
import { letterTests } from "../../testing/notices/planned-letters.ts"
import { at } from "../../testing/reference/street.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"

const { database, url } = await ownDatabase()
const tests = await letterTests(database, temporaryFolder(), { copyItemStates: copyItemStatesFrom(url) })
const { system, as, newIncident, classify, planned } = tests

test("an owner who received footage too is told both, and a former member of the household gives another letter", async () => {
  const incident = await newIncident()
  await classify(incident, [
    {
      id: "both",
      group: "owner_tapped",
      isViewer: true,
      account: { locale: "de-AT", country: "US", region: "US-CA" },
    },
    { id: "family", group: "owner_shown", hasFormerMember: true },
  ])
  const { of } = await planned(incident)
  expect(of.get("both")).toMatchObject({
    variant: "owner_tapped/de/us-ca+viewer",
    fields: {
      cameras: [
        { label: "Camera of both", pictures: 1, videos: 0, firstAt: at("14:00:00"), lastAt: at("14:00:00") },
      ],
      camerasMore: 0,
      pictures: 1,
      videos: 0,
      tapped: 1,
      // Whom the log does not name is no account.
      viewers: 0,
      viewersUnknown: true,
      seenOwners: 1,
      seenPictures: 0,
      seenVideos: 1,
      timeZone: "Europe/Berlin",
      told: null,
    },
  })
  expect(of.get("family")?.variant).toBe("owner_shown/en/general+household")
  // The one who received it, and those whom the log does not name.
  expect(of.get(HOST)?.fields).toMatchObject({ viewers: 1, viewersUnknown: true, videos: 1 })
  expect(of.get("family")?.fields).toMatchObject({ viewers: 1, viewersUnknown: false })
})

test("a letter names the ten cameras that are worst off, and counts the others", async () => {
  const incident = await newIncident()
  const cameras = Array.from({ length: 12 }, (_, nth) => `${deviceOf("kim")}-${String(nth).padStart(2, "0")}`)
  const plain = letterIncident([{ id: "kim", group: "owner_shown" }])
  const [source] = plain.sources
  const seen = cameras.map((device_id, nth) => ({
    event_id: `c${nth}`,
    at: at("15:00:00"),
    device_id,
    media_id: `m-${device_id}`,
    action: nth === 11 ? "viewed" : "shown",
  }))
  await classifiedRevision(await as("security"), system, incident, {
    ...plain,
    sources: [{ name: "app", viewerless: "exposure", records: [...(source?.records ?? []), ...seen] }],
    tables: {
      ...plain.tables,
      entitlements: [
        ...plain.tables.entitlements,
        ...cameras.map((device_id) => ({
          device_id,
          account_id: "kim",
          role: "owner",
          valid_from: "2023-01-01T00:00:00Z",
        })),
      ],
    },
  })
  const fields = (await planned(incident)).of.get("kim")?.fields
  expect(fields?.cameras).toHaveLength(10)
  expect(fields?.cameras[0]).toMatchObject({ videos: 1 })
  expect(fields).toMatchObject({ camerasMore: 3, pictures: 12, videos: 1 })
})
