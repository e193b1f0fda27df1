-- CreateEnum
CREATE TYPE "AuthorityKind" AS ENUM ('home_grown', 'oidc_provider', 'keycloak', 'external');

-- CreateEnum
CREATE TYPE "LogoutPhase" AS ENUM ('containing', 'canary_wave', 'gate', 'wave', 'verifying', 'settling', 'closed', 'closed_with_gaps', 'aborted');

-- CreateEnum
CREATE TYPE "FlipState" AS ENUM ('waiting', 'sent', 'confirmed', 'unconfirmed', 'noted', 'superseded');

-- AlterEnum
ALTER TYPE "RunKind" ADD VALUE 'logout';

-- AlterEnum
ALTER TYPE "ItemState" ADD VALUE 'verified';

-- AlterTable
ALTER TABLE "planned_run" ADD COLUMN     "open_chunks" INTEGER;

-- AlterTable
ALTER TABLE "run_chunk" ADD COLUMN     "verified" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "authority" (
    "id" UUID NOT NULL,
    "kind" "AuthorityKind" NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "secret" TEXT,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "added_by" TEXT NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "removed_by" TEXT,

    CONSTRAINT "authority_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "logout_run" (
    "run_id" UUID NOT NULL,
    "authority_id" UUID NOT NULL,
    "cutoff" TIMESTAMPTZ(3),
    "phase" "LogoutPhase",
    "phase_at" TIMESTAMPTZ(3),
    "wave" INTEGER NOT NULL DEFAULT 0,
    "gate_trouble" TEXT,
    "settles_at" TIMESTAMPTZ(3),
    "repeats" INTEGER NOT NULL DEFAULT 0,
    "report" JSONB,
    "conductor_id" UUID,
    "conductor_until" TIMESTAMPTZ(3),

    CONSTRAINT "logout_run_pkey" PRIMARY KEY ("run_id")
);

-- CreateTable
CREATE TABLE "logout_event" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "phase" "LogoutPhase" NOT NULL,
    "wave" INTEGER NOT NULL,
    "what" TEXT NOT NULL,
    "is_good" BOOLEAN NOT NULL,
    "found" TEXT NOT NULL,
    "details" JSONB NOT NULL,

    CONSTRAINT "logout_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "canary" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "relying_party" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "minted_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "told" TEXT,

    CONSTRAINT "canary_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "canary_probe" (
    "id" UUID NOT NULL,
    "canary_id" UUID NOT NULL,
    "point" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verdict" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "canary_probe_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "logout_sample" (
    "run_id" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "inspected_at" TIMESTAMPTZ(3) NOT NULL,
    "survivors" INTEGER,
    "expiring" INTEGER,
    "reason" TEXT NOT NULL,

    CONSTRAINT "logout_sample_pkey" PRIMARY KEY ("run_id","row")
);

-- CreateTable
CREATE TABLE "switch" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "meaning" TEXT NOT NULL,
    "url" TEXT,
    "evaluation_url" TEXT,
    "secret" TEXT,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "added_by" TEXT NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "removed_by" TEXT,
    "says_on" BOOLEAN,
    "said_at" TIMESTAMPTZ(3),
    "asked_at" TIMESTAMPTZ(3),
    "answer" TEXT,
    "asker_id" UUID,
    "asker_until" TIMESTAMPTZ(3),

    CONSTRAINT "switch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "switch_flip" (
    "id" UUID NOT NULL,
    "switch_id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "is_on" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "state" "FlipState" NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "requested_by" TEXT NOT NULL,
    "done_by" TEXT,
    "effective_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "confirmed_at" TIMESTAMPTZ(3),
    "overturned_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_answer" TEXT,

    CONSTRAINT "switch_flip_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "watch" (
    "id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "folder" TEXT NOT NULL,
    "incident_file" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "revision_id" UUID NOT NULL,
    "carried" JSONB,
    "every_s" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_by" TEXT NOT NULL,
    "stopped_at" TIMESTAMPTZ(3),
    "stopped_by" TEXT,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reader_id" UUID,
    "reader_until" TIMESTAMPTZ(3),

    CONSTRAINT "watch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "watch_reading" (
    "id" UUID NOT NULL,
    "watch_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "up_to" TIMESTAMPTZ(3),
    "verdict" TEXT NOT NULL,
    "found" JSONB NOT NULL,

    CONSTRAINT "watch_reading_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "logout_run_phase_idx" ON "logout_run"("phase");

-- CreateIndex
CREATE INDEX "logout_event_run_id_at_idx" ON "logout_event"("run_id", "at");

-- CreateIndex
CREATE INDEX "canary_run_id_idx" ON "canary"("run_id");

-- CreateIndex
CREATE INDEX "canary_probe_canary_id_at_idx" ON "canary_probe"("canary_id", "at");

-- CreateIndex
CREATE INDEX "switch_flip_incident_id_idx" ON "switch_flip"("incident_id");

-- CreateIndex
CREATE INDEX "switch_flip_switch_id_idx" ON "switch_flip"("switch_id");

-- CreateIndex
CREATE INDEX "watch_incident_id_idx" ON "watch"("incident_id");

-- CreateIndex
CREATE INDEX "watch_next_at_idx" ON "watch"("next_at");

-- CreateIndex
CREATE INDEX "watch_reading_watch_id_at_idx" ON "watch_reading"("watch_id", "at");

-- AddForeignKey
ALTER TABLE "logout_run" ADD CONSTRAINT "logout_run_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "planned_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logout_run" ADD CONSTRAINT "logout_run_authority_id_fkey" FOREIGN KEY ("authority_id") REFERENCES "authority"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logout_event" ADD CONSTRAINT "logout_event_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "logout_run"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "canary" ADD CONSTRAINT "canary_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "logout_run"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "canary_probe" ADD CONSTRAINT "canary_probe_canary_id_fkey" FOREIGN KEY ("canary_id") REFERENCES "canary"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logout_sample" ADD CONSTRAINT "logout_sample_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "logout_run"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "switch_flip" ADD CONSTRAINT "switch_flip_switch_id_fkey" FOREIGN KEY ("switch_id") REFERENCES "switch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "switch_flip" ADD CONSTRAINT "switch_flip_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "watch" ADD CONSTRAINT "watch_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "watch" ADD CONSTRAINT "watch_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "revision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "watch_reading" ADD CONSTRAINT "watch_reading_watch_id_fkey" FOREIGN KEY ("watch_id") REFERENCES "watch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A new state of items has a counter of its own.
ALTER TABLE "run_chunk" DROP CONSTRAINT "counters_add_up";
ALTER TABLE "run_chunk" ADD CONSTRAINT "counters_add_up" CHECK (
  "queued" + "sending" + "accepted" + "verified" + "delivered" + "bounced" + "complained" + "deferred" + "rejected" + "unknown"
    + "held" + "suppressed" + "cancelled" = "to_row" - "from_row"
  AND LEAST("queued", "sending", "accepted", "verified", "delivered", "bounced", "complained", "deferred", "rejected", "unknown",
    "held", "suppressed", "cancelled") >= 0);
-- Of what stands, no two have the same name.
CREATE UNIQUE INDEX "authority_name_standing" ON "authority" ("name") WHERE "removed_at" IS NULL;
CREATE UNIQUE INDEX "switch_key_standing" ON "switch" ("key") WHERE "removed_at" IS NULL;
-- At most one watch of an incident goes on.
CREATE UNIQUE INDEX "watch_going_on" ON "watch" ("incident_id") WHERE "stopped_at" IS NULL;
