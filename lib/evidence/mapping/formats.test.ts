import { renameSync } from "node:fs"
import { gzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { previewInProcess } from "../../testing/preview-in-process.ts"
import { testConnection } from "../../testing/reference/write-parquet.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"

const folder = temporaryFolder()
const VIEWED = "rules: [{ when: {}, action: viewed }]\n"

async function previewNdjson(mapping: string, ...records: object[]) {
  const content = records.map((one) => JSON.stringify(one)).join("\n")
  return await previewInProcess(folder, mapping, { name: "log.ndjson", content })
}

describe("the formats of a mapping", () => {
  test("CloudTrail's documents are read by the built-in mapping, compressed as they are delivered", async () => {
    const record = (more: object) => ({
      eventVersion: "1.09",
      userIdentity: {
        type: "IAMUser",
        principalId: "AIDAEXAMPLE",
        arn: "arn:aws:iam::1:user/kim",
        accountId: "1",
        userName: "kim",
        sessionContext: null,
      },
      eventTime: "2024-02-16T14:00:00Z",
      eventSource: "s3.amazonaws.com",
      eventName: "GetObject",
      awsRegion: "eu-west-1",
      sourceIPAddress: "192.0.2.7",
      userAgent: "[aws-sdk-java/2.20]",
      requestParameters: { bucketName: "footage", key: "events/m7/v.mp4", Host: "footage.s3.amazonaws.com" },
      responseElements: null,
      additionalEventData: { bytesTransferredOut: 4096.0, "x-amz-id-2": "a=" },
      requestID: "R1",
      eventID: "a1",
      readOnly: true,
      resources: [{ type: "AWS::S3::Object", ARN: "arn:aws:s3:::footage/events/m7/v.mp4" }],
      ...more,
    })
    const records = [
      record({}),
      record({
        eventID: "a2",
        errorCode: "AccessDenied",
        userIdentity: { type: "AWSAccount", principalId: "P2" },
      }),
      record({ eventID: "a3", eventName: "HeadObject", eventTime: "?" }),
      record({ eventID: "a4", requestParameters: { key: "other/x" } }),
    ]
    const preview = await previewInProcess(folder, "cloudtrail", {
      name: "123_CloudTrail_eu-west-1_20240216T1405Z_abc.json.gz",
      content: gzipSync(JSON.stringify({ Records: records })),
    })
    expect(preview.events).toMatchObject([
      {
        event_id: "a1",
        account_id: "kim",
        media_id: "m7",
        action: "viewed",
        outcome: "allowed",
        ip: "192.0.2.7",
      },
      { event_id: "a2", account_id: "P2", media_id: "m7", outcome: "denied" },
    ])
    expect([preview.ignored, preview.rejects.map(({ reason }) => reason)]).toEqual([
      1,
      ["neither device_id nor media_id"],
    ])
  })

  test("OCSF's events are read by the built-in mapping", async () => {
    const event = (activity_id: number, more: object = {}) => ({
      class_uid: 6006,
      category_uid: 6,
      type_uid: 600600 + activity_id,
      activity_id,
      severity_id: 1,
      time: 1708092000000,
      metadata: { uid: `o${activity_id}`, version: "1.3.0" },
      actor: { user: { uid: "kim" }, session: { uid: "s1" } },
      file: { name: "v.mp4", uid: "m7", type_id: 1 },
      src_endpoint: { ip: "192.0.2.7" },
      ...more,
    })
    const { events, ignored } = await previewNdjson(
      "ocsf",
      event(9),
      event(14),
      event(2, { status_id: 2 }),
      event(1),
      { class_uid: 4001, activity_id: 2 },
    )
    expect(
      events.map(({ event_id, action, outcome, session_id }) => [event_id, action, outcome, session_id]),
    ).toEqual([
      ["o9", "shown", "allowed", "s1"],
      ["o14", "tapped", "allowed", "s1"],
      ["o2", "viewed", "denied", "s1"],
    ])
    expect(ignored).toBe(2)
  })

  test("lines are taken apart by a pattern, whatever the file is called; others are malformed", async () => {
    const mapping = `format: { type: regex, pattern: '^(?<t>\\S+) (?<who>\\S*) (?<dev>[a-z](?:\\d+))( x)?$' }
time: { path: t }\nfields: { device_id: { path: dev }, account_id: { path: who }, ip: { path: nothing } }\n${VIEWED}`
    const content =
      "2024-02-16T14:00:00Z kim d1 x\n2024-02-16T14:00:01Z  d2\n\nno line of it\n2024-02-16T14:00:02Z kim \xe9\n"
    const { events, rejects } = await previewInProcess(folder, mapping, {
      name: "access.log.1",
      content: Buffer.from(content, "latin1"),
    })
    expect(events.map(({ account_id, device_id, ip }) => [account_id, device_id, ip])).toEqual([
      ["kim", "d1", null],
      [null, "d2", null],
    ])
    expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
      ["4", "does not match the pattern"],
      ["5", "not UTF-8"],
    ])
  })

  test("CSV is read by its header, quotes and all; a column that is not there is absent", async () => {
    const mapping = `format: { type: csv }\ntime: { path: ms, unit: ms }\nfields: { device_id: { path: d.id }, account_id: { path: [sub, user] } }\n${VIEWED}`
    const content =
      'ms,d.id,user\n1708092000000,d1,"Kim ""K"", Ltd"\n1708092000000,d2\n1708092000000,d3,a,b\n'
    const { events, rejects } = await previewInProcess(folder, mapping, {
      name: "edge.log.gz",
      content: gzipSync(content),
    })
    expect(events.map(({ account_id, device_id }) => [account_id, device_id])).toEqual([
      ['Kim "K", Ltd', "d1"],
      [null, "d2"],
    ])
    expect(rejects.map(({ reason }) => reason)).toEqual(["more cells than the header"])
  })

  test("in Parquet dots descend into structs, types are what they are, and a column's own name with a dot wins", async () => {
    const mapping = `format: { type: parquet }\ntime: { path: [meta.time, meta.text] }
fields: { event_id: { path: meta.id }, account_id: { path: ["user.deep.name", other] }, device_id: { path: "a.b" }, media_id: { path: 'meta."q' } }\n${VIEWED}`
    const { events, rejects } = await previewInProcess(folder, mapping, {
      name: "log.parquet",
      content: async (path) =>
        (await testConnection()).run(`copy (
          select {'time': timestamptz '2024-02-16 15:00:00+01', 'text': 'x', 'id': 7::bigint, '"q': 'm1'} as meta,
            {'deep': {'name': 'kim', 'n': 1}} as "user", 'o' as other, 'd1' as "a.b"
          union all select {'time': null, 'text': '2024-02-16T14:30:00Z', 'id': 8, '"q': null}, {'deep': {'name': '', 'n': 1}}, 'lee', 'd2'
          union all select {'time': null, 'text': 'bad', 'id': 9, '"q': null}, null, null, 'd3') to '${path}' (format parquet)`),
    })
    expect(
      events.map(({ at, event_id, account_id, device_id, media_id }) => [
        at,
        event_id,
        account_id,
        device_id,
        media_id,
      ]),
    ).toEqual([
      ["2024-02-16 14:00:00", "7", "kim", "d1", "m1"],
      ["2024-02-16 14:30:00", "8", "lee", "d2", null],
    ])
    expect(rejects.map(({ reason }) => reason)).toEqual(["at: bad cannot be read"])
  })

  test("a Parquet file whose name has the signs of a glob in it is read, and no other", async () => {
    const write = async (path: string, id: string) =>
      (await testConnection()).run(`copy (select '${id}' as event_id, timestamp '2024-02-16 14:00:00' as "at",
        'd1' as device_id, 'viewed' as action) to '${path}' (format parquet)`)
    const { events } = await previewInProcess(folder, "canonical", {
      name: "log-[ab]?.parquet",
      content: async (path) => {
        await write(path.replace("[ab]?", "a1"), "other")
        await write(path.replace("[ab]?", "its"), "own")
        renameSync(path.replace("[ab]?", "its"), path)
      },
    })
    expect(events.map(({ event_id }) => event_id)).toEqual(["own"])
  })
})
