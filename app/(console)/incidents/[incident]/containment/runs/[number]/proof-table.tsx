import type { KindProof } from "../../../../../../../lib/containment/logout/kind-proofs.ts"
import { atMostWords, effectWords, kindNames } from "../../../../../../shared/containment/words.ts"
import { DataText } from "../../../../../../shared/data-text.tsx"
import { SeenMark } from "../../../../../../ui/marks/logout-marks.tsx"
import { DataTable } from "../../../../../../ui/table/data-table.tsx"
import styles from "./logout.module.css"

/** Of each kind of token at each app: an old one lived, is dead, and a fresh one is taken; promised beside measured. */
export function ProofTable({ proofs }: { proofs: readonly KindProof[] }) {
  return (
    <DataTable
      caption="Tokens that are watched dying"
      isCaptionHidden
      rows={proofs}
      getRowKey={({ kind, relyingParty }) => `${kind} ${relyingParty}`}
      columns={[
        {
          id: "kind",
          header: "Tokens",
          isRowHeader: true,
          render: ({ kind }) => <span className={styles.word}>{kindNames[kind]}</span>,
        },
        {
          id: "app",
          header: "App",
          render: ({ relyingParty }) =>
            relyingParty === null ? (
              <span className="soft">no canary of it yet</span>
            ) : (
              <span className={styles.word}>
                <DataText>{relyingParty}</DataText>
              </span>
            ),
        },
        {
          id: "before",
          header: "Alive before",
          render: ({ before }) => <SeenMark seen={before} words={{ yes: "alive", no: "dead: void" }} />,
        },
        { id: "dead", header: "Dead after", render: (proof) => <Dead {...proof} /> },
        {
          id: "fresh",
          header: "Fresh one taken",
          render: ({ fresh }) => <SeenMark seen={fresh} words={{ yes: "taken", no: "not taken" }} />,
        },
        {
          id: "promised",
          header: "Promised",
          render: ({ effect, promisedS }) => (
            <span className={styles.words}>{effectWords({ effect, windowS: promisedS })}</span>
          ),
        },
        {
          id: "measured",
          header: "Measured, at most",
          isNumeric: true,
          render: ({ measuredS }) => (measuredS === null ? "–" : atMostWords(measuredS)),
        },
      ]}
    />
  )
}

function Dead({ dead, effect, alive, died }: KindProof) {
  const of = alive > 1 && died > 0 ? ` (${died} of ${alive})` : ""
  if (dead === "not_yet" && died > 0) return <SeenMark seen="yes" words={{ yes: `dead${of}`, no: "" }} />
  return (
    <SeenMark
      seen={dead}
      words={{ yes: `dead${of}`, no: `still alive${of === "" ? "" : `, ${died} of ${alive} dead`}` }}
      isPromised={effect !== "immediate"}
    />
  )
}
