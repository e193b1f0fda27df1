/**
 * Sends the pieces of a CSV file as they come. What goes wrong up to the first rows is thrown, so that it can still
 * become a status; what goes wrong later breaks the connection, so that no half file passes for a whole one.
 */
export async function csvResponse(pieces: AsyncGenerator<string>, name: string): Promise<Response> {
  const columns = await pieces.next()
  const first = columns.done ? columns : await pieces.next()
  const waiting = [columns, first].flatMap(({ done, value }) => (done ? [] : value))
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(stream) {
      const text = waiting.shift()
      if (text !== undefined) return stream.enqueue(encoder.encode(text))
      const { done, value } = await pieces.next()
      if (done) stream.close()
      else stream.enqueue(encoder.encode(value))
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": `attachment; filename="${name}"`,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  })
}
