/** A file of a work list as a download. */
export function fileResponse(
  { bytes, pieces }: { bytes: number; pieces: AsyncIterable<Uint8Array> },
  name: string,
): Response {
  return new Response(streamOf(pieces), {
    headers: {
      "content-type": "application/octet-stream",
      "content-length": String(bytes),
      "content-disposition": `attachment; filename="${name}"`,
    },
  })
}

function streamOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(stream) {
      const { done, value } = await iterator.next()
      if (done) stream.close()
      else stream.enqueue(value)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}
