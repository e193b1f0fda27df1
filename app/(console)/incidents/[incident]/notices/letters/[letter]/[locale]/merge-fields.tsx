import { markWords } from "../../../../../../../shared/notices/words.ts"
import styles from "../../../notices.module.css"

/** The fields that may stand in a letter, each with what takes its place. */
export function MergeFields({ marks }: { marks: readonly string[] }) {
  return (
    <aside className={styles.fields} aria-labelledby="fields-of-letters">
      <h3 id="fields-of-letters">Fields</h3>
      <p className="soft small">Written as they stand here, each is filled in for its reader.</p>
      <dl className={styles.fieldList}>
        {marks.map((name) => (
          <div key={name}>
            <dt>
              <code>{`{{${name}}}`}</code>
            </dt>
            <dd className="soft small">{markWords[name] ?? ""}</dd>
          </div>
        ))}
      </dl>
    </aside>
  )
}
