/** What a person may be in Tocsin. */
export const roles = ["administrator", "security", "support", "legal", "auditor"] as const
export type Role = (typeof roles)[number]

/** Who can act: a person in their role, or `system`, which is Tocsin itself. */
export type ActorRole = Role | "system"

/** What an API key can be good for. */
export const scopes = ["incidents:read", "incidents:write", "people:read"] as const
export type Scope = (typeof scopes)[number]

interface Permission {
  roles: readonly ActorRole[]
  /** An API key may do it when it has this scope, and its role may. Without one, only a person in the console may. */
  scope?: Scope
  /** Done only after a second person has approved it, who is of this role. */
  approver?: Role
  /** It is never so urgent that one person may do it alone. */
  hasNoEmergency?: true
}

const everybody = [...roles, "system"] as const

/**
 * Everything that can be seen or done, once, with who may. Server and screen both ask this table. What ends in `.view`
 * is seen and changes nothing; all else is an act, done through `mutate`, and stands in the trail.
 */
export const permissions = {
  /** Figures, evidence, questions, revisions and runs of an incident: nobody is named in them. */
  "incident.view": { roles: everybody, scope: "incidents:read" },
  /** People by pseudonym. */
  "people.view": { roles: ["security", "support", "legal", "auditor", "system"], scope: "people:read" },
  /** Who saw whose: both sides of an exposure. */
  "exposures.view": { roles: ["security", "legal", "auditor", "system"], scope: "people:read" },
  /** Who else works here, and in which role. */
  "members.view": { roles: ["administrator", "auditor", "system"] },
  "settings.view": { roles: ["administrator", "auditor", "system"] },
  "trail.view": { roles: ["administrator", "security", "legal", "auditor", "system"] },
  "approvals.view": { roles: everybody },
  /** Runs of letters with their counts, the copy, and people by pseudonym. */
  "notices.view": { roles: ["security", "support", "legal", "auditor", "system"], scope: "people:read" },
  /** Switches, logouts and the proof that they work: people by pseudonym, in counts. */
  "containment.view": { roles: everybody },
  /** Which letters the sink took, without addresses. */
  "inbox.view": { roles: ["security", "support", "legal"] },

  "incident.declare": { roles: ["security", "support", "legal", "system"], scope: "incidents:write" },
  "incident.correct": { roles: ["security", "legal"] },
  "evidence.add": { roles: ["security", "system"] },
  "evidence.describe": { roles: ["security"] },
  "evidence.add_file": { roles: ["security"] },
  "evidence.remove_file": { roles: ["security"] },
  "revision.request": { roles: ["security", "system"], scope: "incidents:write" },
  "run.stop": { roles: ["security"], scope: "incidents:write" },
  "run.retry": { roles: ["security"], scope: "incidents:write" },
  "run.start": { roles: ["system"] },
  "run.finish": { roles: ["system"] },
  "run.fail": { roles: ["system"] },
  /** Its worker is to end: another one takes it, as a new attempt. */
  "run.hand_back": { roles: ["system"] },
  "question.answer": { roles: ["security", "legal"] },

  /** Finds one person by what a caller gives: an id or an e-mail address. */
  "person.look_up": { roles: ["security", "support", "legal"] },
  /** Shows who one pseudonym is. */
  "person.reveal": { roles: ["security", "support", "legal"] },
  /** Shows who all the people of a revision are, in lists and exports. */
  "people.reveal": { roles: ["security", "legal"], approver: "legal" },
  "list.export": { roles: ["security", "support", "legal", "auditor", "system"], scope: "people:read" },

  /** Sends the letters of a planned run. */
  "notice.send": { roles: ["support", "legal", "system"], approver: "legal" },
  "notice.request_plan": { roles: ["support", "legal", "system"] },
  "notice.plan": { roles: ["system"] },
  "notice.write_copy": { roles: ["support", "legal"] },
  "notice.set_facts": { roles: ["support", "legal", "system"] },
  /** Notes who has read a translation. */
  "notice.review_copy": { roles: ["support", "legal"] },
  /** Renders and keeps the letters of a run as they will be sent. */
  "notice.set_letters": { roles: ["support", "legal", "system"] },
  /** Lets a finding pass that would keep the letters from being sent. */
  "notice.override": { roles: ["legal"] },
  "notice.test_send": { roles: ["support", "legal"] },
  /** An authority asks that people are not told yet, or not any more. */
  "notice.hold": { roles: ["legal"] },
  "notice.lift_hold": { roles: ["legal"] },
  /** Letters of people who have moved since they were planned. */
  "notice.hold_moved": { roles: ["system"] },
  "notice.follow_up": { roles: ["support", "legal"] },
  /** Says what became of a letter of which nobody knows. */
  "notice.settle": { roles: ["support", "legal", "system"] },
  "notice.hand_out": { roles: ["support", "legal", "system"] },
  /** Takes a file of a work list away, which names people. */
  "notice.take_work_list": { roles: ["support", "legal", "system"] },
  "notice.take_results": { roles: ["support", "legal", "system"] },
  /** The letter that the sink took, whose list shows no address. */
  "inbox.open": { roles: ["security", "support", "legal"] },
  "planned_run.pause": { roles: ["security", "support", "legal", "system"] },
  "planned_run.resume": { roles: ["support", "legal", "system"] },
  /** Less a second than was approved. */
  "planned_run.slow": { roles: ["support", "legal", "system"] },
  "planned_run.stop": { roles: ["support", "legal", "system"] },
  "planned_run.fail": { roles: ["system"] },
  /** Nobody is left in it who waits. */
  "planned_run.finish": { roles: ["system"] },
  /** Puts the counts of a run that goes on into the trail. */
  "planned_run.seal": { roles: ["system"] },
  "mail.arm": { roles: ["administrator"] },
  "mail.disarm": { roles: ["administrator", "system"] },

  "authority.add": { roles: ["administrator", "system"] },
  "authority.change": { roles: ["administrator"] },
  "authority.remove": { roles: ["administrator"] },
  "switch.add": { roles: ["administrator", "system"] },
  "switch.change": { roles: ["administrator"] },
  "switch.remove": { roles: ["administrator"] },
  /** Turns a switch at once: it takes one person, for it can be turned back. */
  "switch.flip": { roles: ["security", "system"] },
  /** Notes that one was turned elsewhere, and when. */
  "switch.note": { roles: ["security", "support", "legal"] },
  /** Whether a flip took effect, by asking what it is about. */
  "switch.settle": { roles: ["system"] },
  /** Ends the sessions of a planned logout. */
  "logout.run": { roles: ["security", "system"], approver: "security" },
  "logout.request_plan": { roles: ["security", "system"] },
  "logout.plan": { roles: ["system"] },
  /** From one phase of a logout to the next. */
  "logout.advance": { roles: ["system"] },
  "logout.pause": { roles: ["security", "support", "legal", "system"] },
  "logout.resume": { roles: ["security", "system"] },
  /** Fewer a second than were approved. */
  "logout.slow": { roles: ["security", "system"] },
  "logout.abort": { roles: ["security", "system"] },
  "logout.hand_out": { roles: ["security", "system"] },
  /** Takes a file of a work list away, which names accounts. */
  "logout.take_work_list": { roles: ["security", "system"] },
  "logout.take_results": { roles: ["security", "system"] },
  /** Has the log after a containment action read again every few minutes. */
  "watch.start": { roles: ["security"] },
  "watch.stop": { roles: ["security", "system"] },
  /** What the log says now, where it says something else than before. */
  "watch.judge": { roles: ["system"] },

  "approval.request": { roles: ["security", "support", "legal", "system"] },
  "approval.decide": { roles: ["administrator", "security", "legal"] },
  "approval.withdraw": { roles: ["security", "support", "legal"] },
  /** What was asked for has changed: found by whoever decides or performs it. */
  "approval.void": { roles: ["administrator", "security", "support", "legal", "system"] },
  /** Does what would need an approval without one, in an emergency, to be reviewed later. */
  "approval.break_glass": { roles: ["security", "legal"] },
  "approval.review": { roles: ["administrator", "security", "legal"] },

  "member.invite": { roles: ["administrator", "system"] },
  "member.withdraw_invitation": { roles: ["administrator", "system"] },
  /** An invitation is the permission: whoever accepts one is nobody yet. */
  "member.accept": { roles: ["system"] },
  "member.change_role": { roles: ["administrator"] },
  "member.deactivate": { roles: ["administrator"] },
  "member.reactivate": { roles: ["administrator"] },
  "session.begin": { roles: ["system"] },
  "session.refuse": { roles: ["system"] },
  "session.end": { roles: everybody },
  "session.end_all": { roles: everybody },
  "password.change": { roles: roles },
  "second_factor.set": { roles: roles },
  "second_factor.remove": { roles: roles },

  "api_key.make": { roles: ["administrator"] },
  "api_key.revoke": { roles: ["administrator"] },
  "webhook.add": { roles: ["administrator"] },
  "webhook.change": { roles: ["administrator", "system"] },
  /** Sends one endpoint a message that tells of nothing. */
  "webhook.test": { roles: ["administrator"] },
  "webhook.remove": { roles: ["administrator"] },

  "trail.anchor": { roles: ["administrator", "legal", "system"] },
  "trail.export": { roles: ["administrator", "security", "legal", "auditor"] },
  /** Deletes what entries tell about people; the entries themselves, and their digests, stay. */
  "trail.forget": { roles: ["legal", "system"], approver: "legal", hasNoEmergency: true },
  "ledger.seal": { roles: ["system"] },
  "installation.restore": { roles: ["system"] },
} as const satisfies Record<string, Permission>

export type Action = keyof typeof permissions
export type View = Extract<Action, `${string}.view`>
export type Act = Exclude<Action, View>

/** Acts that need a second person. */
export type DangerousAct = {
  [A in Act]: (typeof permissions)[A] extends { approver: Role } ? A : never
}[Act]

export function permissionOf(action: Action): Permission {
  return permissions[action]
}
