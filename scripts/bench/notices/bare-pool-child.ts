/** Sends finished letters through nodemailer's own pool, as fast as it can. */
import { createTransport } from "nodemailer"
import { listSegments, readRecord, scanSegment } from "../../../lib/platform/sink/letter-segments.ts"
import { sinkFolder } from "../../../lib/platform/sink/open-sink-server.ts"

interface Asked {
  relay: string
  connections: number
  folder: string
  /** Of the letters that the sink has: the first one that is sent again, and how many. */
  from: number
  count: number
}

process.once("message", (asked: Asked) => {
  void sendAll(asked).then((ids) => process.send?.(ids))
})

async function sendAll({ relay, connections, folder, from, count }: Asked): Promise<string[]> {
  const letters = readLetters(folder, from, count)
  const [host, port] = relay.split(":")
  const pool = createTransport({
    pool: true,
    host,
    port: Number(port),
    ignoreTLS: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
  })
  let next = 0
  // So many at once that no connection ever waits for the next letter.
  const senders = Array.from({ length: connections * 2 }, async () => {
    for (let letter = letters[next++]; letter !== undefined; letter = letters[next++])
      await pool.sendMail({ envelope: letter.envelope, raw: letter.raw })
  })
  await Promise.all(senders)
  pool.close()
  return letters.map(({ id }) => id)
}

/** The same letters under other names, so that they can be told apart. */
function readLetters(dataFolder: string, from: number, count: number) {
  const folder = sinkFolder({ dataFolder })
  const letters: { id: string; envelope: { from: string; to: string[] }; raw: Buffer }[] = []
  for (const segment of listSegments(folder))
    scanSegment(folder, segment, (head, place) => {
      if (head.id < from || head.id >= from + count) return
      const { source } = readRecord(folder, place)
      const id = head.messageId.replace("@", `-${process.pid}@`)
      const at = source.indexOf(head.messageId)
      const raw = Buffer.concat([
        source.subarray(0, at),
        Buffer.from(id),
        source.subarray(at + head.messageId.length),
      ])
      letters.push({ id, envelope: { from: head.from, to: [...head.to] }, raw })
    })
  return letters
}
