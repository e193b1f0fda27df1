import { receiveEvidenceFile } from "../../../../../../lib/evidence/sets/change-files.ts"
import { getEvidence } from "../../../../../../lib/evidence/sets/get-evidence.ts"
import { answer } from "../../../../../server/answer.ts"
import { chunksOf, isOwnPost } from "../../../../../server/form-post.ts"

interface RouteProps {
  params: Promise<{ set: string; name: string }>
}

/** Takes one file of an upload: its body is the file, its length is announced by the browser. */
export async function PUT(request: Request, { params }: RouteProps): Promise<Response> {
  return await answer("evidence.add_file", async (ctx) => {
    if (!isOwnPost(request)) return Response.json({ message: "This was not sent by Tocsin" }, { status: 403 })
    const { set, name } = await params
    const announced = request.headers.get("content-length")
    const evidence = await getEvidence(ctx, set)
    const bytesExpected = announced === null ? null : Number(announced)
    const taken = await receiveEvidenceFile(ctx, evidence, name, chunksOf(request), bytesExpected)
    return Response.json(taken)
  })
}
