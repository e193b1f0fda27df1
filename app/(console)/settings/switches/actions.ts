"use server"

import { revalidatePath } from "next/cache"
import { addSwitch } from "../../../../lib/containment/switches/add-switch.ts"
import { changeSwitch } from "../../../../lib/containment/switches/change-switch.ts"
import { removeSwitch } from "../../../../lib/containment/switches/remove-switch.ts"
import { tryEvaluation } from "../../../../lib/containment/switches/try-evaluation.ts"
import { type ActionState, refusal } from "../../../server/answer.ts"
import { resources } from "../../../server/resources.ts"
import { requireActor } from "../../../server/session.ts"

const PAGE = "/settings/switches"

export interface KeptSwitch extends ActionState {
  /** Of the one that was added or changed last; its secret where one was made. */
  kept?: { label: string; secret: string | null; at: number }
}

/** Adds the switch that the form describes and shows its secret, this once. */
export async function addSwitchAction(before: KeptSwitch, form: FormData): Promise<KeptSwitch> {
  const ctx = await requireActor("switch.add")
  const { key, ...rest } = fieldsOf(form)
  try {
    const { secret } = await addSwitch(ctx, { key, ...rest })
    revalidatePath(PAGE)
    return { kept: { label: rest.label, secret, at: Date.now() } }
  } catch (error) {
    // What was shown once stays until the next is there.
    return { ...refusal(error), ...(before.kept ? { kept: before.kept } : {}) }
  }
}

/** Changes a switch to what the form says. */
export async function changeSwitchAction(
  id: string,
  before: KeptSwitch,
  form: FormData,
): Promise<KeptSwitch> {
  const ctx = await requireActor("switch.change")
  const { key: _, ...rest } = fieldsOf(form)
  try {
    const { secret } = await changeSwitch(ctx, id, rest)
    revalidatePath(PAGE)
    return { kept: { label: rest.label, secret, at: Date.now() } }
  } catch (error) {
    return { ...refusal(error), ...(before.kept ? { kept: before.kept } : {}) }
  }
}

export interface TriedEvaluation {
  isSaid: boolean
  words: string
  since: string | null
}

/** Asks a switch what it is, and says what it answered. */
export async function tryEvaluationAction(id: string): Promise<TriedEvaluation> {
  const ctx = await requireActor("switch.change")
  try {
    const { says, words } = await tryEvaluation(ctx, resources().sendOutgoing, id)
    return { isSaid: says !== null, words, since: says?.changedAt?.toISOString() ?? null }
  } catch (error) {
    return { isSaid: false, words: refusal(error).message ?? "", since: null }
  }
}

/** Removes a switch; gives what was refused, in words, or null. */
export async function removeSwitchAction(id: string): Promise<string | null> {
  const ctx = await requireActor("switch.remove")
  try {
    await removeSwitch(ctx, id)
  } catch (error) {
    return refusal(error).message ?? null
  }
  revalidatePath(PAGE)
  return null
}

function fieldsOf(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "")
  return {
    key: text("key"),
    label: text("label"),
    meaning: text("meaning"),
    url: text("url"),
    evaluationUrl: text("evaluationUrl"),
  }
}
