/** Ends the sessions of as many subjects as it is told to, so many at once, as fast as it can, and keeps no account of it. */
import { Agent, request } from "node:http"
import { subjectOf } from "./back-end.ts"

export interface BareAsked {
  origin: string
  secret: string
  issuer: string
  subjects: number
  connections: number
  /** Asks for the sessions of each first. */
  inspects: boolean
}

process.once("message", (asked: BareAsked) => {
  void endAll(asked).then(() => process.send?.("done"))
})

async function endAll({ origin, secret, issuer, subjects, connections, inspects }: BareAsked): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const authorization = `Bearer ${secret}`
  const send = (method: string, path: string, body?: string) =>
    new Promise<number>((resolve, reject) => {
      const headers =
        body === undefined ? {} : { "content-type": "application/json", "content-length": body.length }
      const sent = request(`${origin}${path}`, { method, agent, headers: { authorization, ...headers } })
      sent.on("error", reject)
      sent.on("response", (response) => {
        response.resume()
        response.on("end", () => resolve(response.statusCode ?? 0))
      })
      sent.end(body)
    })
  let next = 0
  const loops = Array.from({ length: connections }, async () => {
    for (let nth = next++; nth < subjects; nth = next++) {
      const sub = subjectOf(nth)
      if (inspects) await send("GET", `/sessions?sub=${sub}`)
      const body = JSON.stringify({ sub_id: { format: "iss_sub", iss: issuer, sub } })
      const status = await send("POST", "/global-token-revocation", body)
      if (status !== 204) throw new Error(`${sub}: ${status}`)
    }
  })
  await Promise.all(loops)
  agent.destroy()
}
