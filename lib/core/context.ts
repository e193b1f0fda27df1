import type { Prisma, PrismaClient } from "../../prisma/generated/client.ts"
import type { Config } from "./config.ts"
import type { Reader, WithEngine } from "./engine.ts"
import type { Log } from "./log.ts"
import type { SendMail } from "./mail.ts"
import type { Act, ActorRole, Scope, View } from "./permissions.ts"

/** Who acts. */
export interface Actor {
  /** The user's id, `key:` and an API key's id, or `system`. */
  id: string
  name: string
  role: ActorRole
  /** Of an API key: what it is good for. A person has all that their role may. */
  scopes?: readonly Scope[]
}

/** A transaction in which a verb writes. */
export type Tx = Prisma.TransactionClient

type Reading =
  | "findUnique"
  | "findUniqueOrThrow"
  | "findFirst"
  | "findFirstOrThrow"
  | "findMany"
  | "count"
  | "aggregate"
  | "groupBy"
/** What proves who people are is read by sign-in alone. */
type Secret = "Session" | "Account" | "Verification" | "TwoFactor"
type Model = Uncapitalize<Exclude<Prisma.ModelName, Secret>>

/**
 * One statement that is made many times a second, as a transaction of its own. A name stands for one text: its plan is
 * kept, and looks rows up by indexes however little is known yet of tables that have just been filled.
 */
export type Step = <Row>(name: string, statement: Prisma.Sql) => Promise<Row[]>

/** The database of an installation, as the edges open it. */
export type Database = PrismaClient & { readonly step: Step }

/** The database as verbs read it: there is no way to write through it. */
export type ReadOnlyDb = { [M in Model]: Pick<PrismaClient[M], Reading & keyof PrismaClient[M]> }

/** What an act is about, as its trail entry keeps it: on the chain of an incident, or on that of the installation. */
export interface About {
  incidentId: string | null
  details: Prisma.InputJsonObject
}

/** Known before the act, or from what it gave; null where it turned out that there was nothing to do. */
export type AboutOf<T> = About | ((result: T) => About | null)

/** All that a verb may use: who acts, what is known, and the one door for writes. */
export interface Context {
  readonly actor: Actor
  readonly db: ReadOnlyDb
  /**
   * Reads the files of results for whoever may see that.
   * @throws AppError forbidden
   */
  results(view: View): Reader
  /**
   * Reads the database as of one moment, however long that takes and whatever is written meanwhile, for whoever may see
   * that.
   * @throws AppError forbidden
   */
  snapshot<T>(view: View, work: (db: ReadOnlyDb) => Promise<T>): Promise<T>
  readonly config: Config
  /** For work on evidence that a person waits for, such as a preview. */
  readonly withEngine: WithEngine
  readonly sendMail: SendMail
  /** 32 bytes that only this installation knows, others for each purpose. */
  secret(purpose: string): Buffer
  now(): Date
  /**
   * Performs an act: checks that the actor may, opens a transaction, does the work and appends the trail entry in it.
   * @throws AppError forbidden when the actor may not perform the act
   */
  mutate<T>(act: Act, about: AboutOf<T>, work: (tx: Tx) => Promise<T>): Promise<T>
}

/** What the worker has besides: ledgers, such as progress, are no acts and leave no trail entry each. */
export interface SystemContext extends Context {
  /** For those who keep Tocsin running; it tells what happened, never whom it concerned. */
  readonly log: Log
  ledger<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** A ledger's statement that cannot wait for a transaction around it. */
  readonly step: Step
}
