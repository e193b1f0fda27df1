import { connect, createServer, type Socket } from "node:net"

/** A line to the console that can be made to break, as lines do. */
export interface FragileLine {
  /** The console's address over this line. */
  url: string
  /** From now on no more than so many bytes of a connection get through; the rest is lost. */
  loseAfter(bytes: number): void
  /** Breaks every connection, and every new one until the line is mended: browsers try again by themselves. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

export async function fragileLine(port: number): Promise<FragileLine> {
  const ends = new Set<Socket>()
  let bytesMax = Number.POSITIVE_INFINITY
  let isCut = false
  const server = createServer((browser) => {
    if (isCut) return browser.destroy()
    const console = connect(port, "127.0.0.1")
    let bytes = 0
    browser.on("data", (chunk) => {
      bytes += chunk.length
      // Read on and dropped: who does not read does not notice that the other side has gone.
      if (bytes <= bytesMax) console.write(chunk)
    })
    console.pipe(browser)
    for (const end of [browser, console]) {
      ends.add(end)
      end.on("error", () => {}) // A line that breaks is what it is for.
      end.on("close", () => {
        ends.delete(end)
        browser.destroy()
        console.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const own = typeof address === "object" && address ? address.port : 0
  const cut = () => {
    isCut = true
    for (const end of ends) end.destroy()
  }
  return {
    url: `http://localhost:${own}`,
    loseAfter(bytes) {
      bytesMax = bytes
    },
    cut,
    mend() {
      isCut = false
      bytesMax = Number.POSITIVE_INFINITY
    },
    async close() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
