import type { Act } from "../core/permissions.ts"

/** What each act is, as the Activity rooms and their exports say it: what was done, without who did it. */
export const actWords = {
  "incident.declare": "Declared the incident",
  "incident.correct": "Corrected the incident",
  "evidence.add": "Added a set of evidence",
  "evidence.describe": "Decided how the evidence is read",
  "evidence.add_file": "Added a file to the evidence",
  "evidence.remove_file": "Removed a file from the evidence",
  "revision.request": "Asked for a revision",
  "run.stop": "Stopped a run",
  "run.retry": "Tried a run again",
  "run.start": "Began a run",
  "run.finish": "Finished a run",
  "run.fail": "Ended a run that failed",
  "run.hand_back": "Handed a run back to be run again",
  "question.answer": "Answered an open question",
  "person.look_up": "Looked up a person",
  "person.reveal": "Revealed who a person is",
  "people.reveal": "Revealed who all people of a revision are",
  "list.export": "Exported a list",
  "approval.request": "Asked for an approval",
  "approval.decide": "Decided on an approval",
  "approval.withdraw": "Withdrew a request for an approval",
  "approval.break_glass": "Acted in an emergency without an approval",
  "approval.review": "Reviewed an act that had no approval",
  "approval.void": "Found that what was to be approved had changed",
  "member.invite": "Invited a member",
  "member.withdraw_invitation": "Withdrew an invitation",
  "member.accept": "Made a member",
  "member.change_role": "Gave a member another role",
  "member.deactivate": "Deactivated a member",
  "member.reactivate": "Reactivated a member",
  "session.begin": "Signed somebody in",
  "session.refuse": "Refused a sign-in",
  "session.end": "Ended a session",
  "session.end_all": "Ended all sessions of a member",
  "password.change": "Changed a password",
  "second_factor.set": "Set up a second factor",
  "second_factor.remove": "Removed a second factor",
  "api_key.make": "Made an API key",
  "api_key.revoke": "Revoked an API key",
  "webhook.add": "Added a webhook",
  "webhook.change": "Changed a webhook",
  "webhook.test": "Sent a webhook a test message",
  "webhook.remove": "Removed a webhook",
  "trail.anchor": "Anchored the trail outside",
  "trail.export": "Exported the activity",
  "trail.forget": "Forgot what entries told",
  "installation.restore": "Restored the installation from a backup",
  "ledger.seal": "Sealed settled rows of a ledger",
} as const satisfies Record<Act, string>

/** What an act of an entry is; one of another version of Tocsin by its name. */
export function wordsOf(act: string): string {
  return isAct(act) ? actWords[act] : act
}

export function isAct(act: string): act is Act {
  return Object.hasOwn(actWords, act)
}
