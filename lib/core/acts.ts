/** What a person may be in Tocsin; `system` is the worker. */
export type ActorRole = "security" | "support" | "legal" | "system"

/** Every act that there is, once, with the roles that may perform it. Server and screen both ask this table. */
export const acts = {
  "incident.declare": ["security", "support", "legal", "system"],
  "incident.correct": ["security", "legal"],
  "person.set": ["system"],
  "evidence.add": ["security", "system"],
  "evidence.describe": ["security"],
  "evidence.add_file": ["security"],
  "evidence.remove_file": ["security"],
  "revision.request": ["security", "system"],
  "run.stop": ["security"],
  "run.retry": ["security"],
  "run.start": ["system"],
  "run.finish": ["system"],
  "run.fail": ["system"],
  "question.answer": ["security", "legal"],
} as const satisfies Record<string, readonly ActorRole[]>

export type Act = keyof typeof acts
