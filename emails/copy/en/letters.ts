import type { LetterName, LetterText } from "../../../lib/core/letters.ts"
import { correctionDown, correctionUp } from "./corrections.ts"
import { ownerShown } from "./owner-shown.ts"
import { ownerTapped } from "./owner-tapped.ts"
import { ownerVideo } from "./owner-video.ts"
import { unaffected } from "./unaffected.ts"
import { undetermined } from "./undetermined.ts"
import { viewerOnly } from "./viewer-only.ts"

export const english: Readonly<Record<LetterName, LetterText>> = {
  owner_video: ownerVideo,
  owner_tapped: ownerTapped,
  owner_shown: ownerShown,
  viewer_only: viewerOnly,
  undetermined,
  unaffected,
  correction_up: correctionUp,
  correction_down: correctionDown,
}
