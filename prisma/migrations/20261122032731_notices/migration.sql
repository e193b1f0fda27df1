-- CreateEnum
CREATE TYPE "RunKind" AS ENUM ('notices');

-- CreateEnum
CREATE TYPE "PlannedRunState" AS ENUM ('planning', 'planned', 'running', 'paused', 'stopped', 'finished', 'failed');

-- CreateEnum
CREATE TYPE "ChunkState" AS ENUM ('open', 'leased', 'handed_out', 'done');

-- CreateEnum
CREATE TYPE "ItemState" AS ENUM ('queued', 'sending', 'accepted', 'delivered', 'bounced', 'complained', 'deferred', 'rejected', 'unknown', 'held', 'suppressed', 'cancelled');

-- AlterTable
ALTER TABLE "inbound_webhook" ADD COLUMN     "read_at" TIMESTAMPTZ(3);

-- DropTable
DROP TABLE "letter_code";

-- CreateTable
CREATE TABLE "planned_run" (
    "id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "kind" "RunKind" NOT NULL,
    "number" INTEGER NOT NULL,
    "state" "PlannedRunState" NOT NULL DEFAULT 'planning',
    "settings" JSONB NOT NULL,
    "plan" JSONB,
    "revision" INTEGER,
    "folder" TEXT,
    "list_rows" INTEGER,
    "list_digest" TEXT,
    "pace" JSONB NOT NULL,
    "trouble" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "requested_by" TEXT NOT NULL,
    "planned_at" TIMESTAMPTZ(3),
    "planner_id" UUID,
    "planner_until" TIMESTAMPTZ(3),
    "approval_id" UUID,
    "started_at" TIMESTAMPTZ(3),
    "starts_at" TIMESTAMPTZ(3),
    "paused_at" TIMESTAMPTZ(3),
    "paused_by" TEXT,
    "pause_reason" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "checked_revision" INTEGER,
    "sealed_at" TIMESTAMPTZ(3),
    "items_sealed" TEXT,

    CONSTRAINT "planned_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_chunk" (
    "run_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "part" TEXT NOT NULL,
    "from_row" INTEGER NOT NULL,
    "to_row" INTEGER NOT NULL,
    "state" "ChunkState" NOT NULL DEFAULT 'open',
    "is_filled" BOOLEAN NOT NULL DEFAULT false,
    "worker_id" UUID,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "not_before" TIMESTAMPTZ(3),
    "queued" INTEGER NOT NULL,
    "sending" INTEGER NOT NULL DEFAULT 0,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "delivered" INTEGER NOT NULL DEFAULT 0,
    "bounced" INTEGER NOT NULL DEFAULT 0,
    "complained" INTEGER NOT NULL DEFAULT 0,
    "deferred" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "unknown" INTEGER NOT NULL DEFAULT 0,
    "held" INTEGER NOT NULL DEFAULT 0,
    "suppressed" INTEGER NOT NULL DEFAULT 0,
    "cancelled" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "run_chunk_pkey" PRIMARY KEY ("run_id","number")
);

-- CreateTable
CREATE TABLE "run_item" (
    "run_id" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "chunk" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "variant" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "code_hash" BYTEA,
    "state" "ItemState" NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "tried_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "not_before" TIMESTAMPTZ(3),
    "reason" TEXT,
    "hold_reason" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_item_pkey" PRIMARY KEY ("run_id","row")
);

-- CreateTable
CREATE TABLE "run_pace" (
    "key" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "slowness" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "slowed_at" TIMESTAMPTZ(3),
    "hour_began" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "hour_count" INTEGER NOT NULL DEFAULT 0,
    "day_began" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "day_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "run_pace_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "run_letter" (
    "run_id" UUID NOT NULL,
    "variant" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "public_text" TEXT NOT NULL,
    "sender" TEXT NOT NULL,

    CONSTRAINT "run_letter_pkey" PRIMARY KEY ("run_id","variant")
);

-- CreateTable
CREATE TABLE "letter_copy" (
    "id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "letter" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "copy" JSONB NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "written_by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "letter_copy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "letter_review" (
    "id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "letter" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "reviewed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "noted_by" TEXT NOT NULL,
    "reviewer" TEXT NOT NULL,

    CONSTRAINT "letter_review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "letter_facts" (
    "incident_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "facts" JSONB NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "written_by" TEXT NOT NULL,

    CONSTRAINT "letter_facts_pkey" PRIMARY KEY ("incident_id","version")
);

-- CreateTable
CREATE TABLE "notice_hold" (
    "id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "place" TEXT,
    "agency" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "placed_by" TEXT NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by" TEXT,

    CONSTRAINT "notice_hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_override" (
    "run_id" UUID NOT NULL,
    "finding" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "given_by" TEXT NOT NULL,

    CONSTRAINT "notice_override_pkey" PRIMARY KEY ("run_id","finding")
);

-- CreateTable
CREATE TABLE "follow_up" (
    "id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "done_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_by" TEXT NOT NULL,

    CONSTRAINT "follow_up_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_arming" (
    "id" UUID NOT NULL,
    "relay" TEXT NOT NULL,
    "armed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "armed_by" TEXT NOT NULL,
    "disarmed_at" TIMESTAMPTZ(3),
    "disarmed_by" TEXT,

    CONSTRAINT "mail_arming_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_event" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "token" TEXT,
    "says" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mail_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "planned_run_state_idx" ON "planned_run"("state");

-- CreateIndex
CREATE UNIQUE INDEX "planned_run_incident_id_kind_number_key" ON "planned_run"("incident_id", "kind", "number");

-- CreateIndex
CREATE INDEX "run_chunk_run_id_state_number_idx" ON "run_chunk"("run_id", "state", "number");

-- CreateIndex
CREATE UNIQUE INDEX "run_item_token_key" ON "run_item"("token");

-- CreateIndex
CREATE UNIQUE INDEX "run_item_code_hash_key" ON "run_item"("code_hash");

-- CreateIndex
CREATE UNIQUE INDEX "run_item_subject_run_id_key" ON "run_item"("subject", "run_id");

-- CreateIndex
CREATE UNIQUE INDEX "letter_copy_incident_id_letter_locale_version_key" ON "letter_copy"("incident_id", "letter", "locale", "version");

-- CreateIndex
CREATE INDEX "letter_review_incident_id_letter_locale_idx" ON "letter_review"("incident_id", "letter", "locale");

-- CreateIndex
CREATE INDEX "notice_hold_incident_id_idx" ON "notice_hold"("incident_id");

-- CreateIndex
CREATE INDEX "follow_up_incident_id_subject_idx" ON "follow_up"("incident_id", "subject");

-- CreateIndex
CREATE INDEX "mail_event_token_idx" ON "mail_event"("token");

-- CreateIndex
CREATE UNIQUE INDEX "mail_event_source_source_id_key" ON "mail_event"("source", "source_id");

-- CreateIndex
CREATE INDEX "inbound_webhook_read_at_idx" ON "inbound_webhook"("read_at");

-- AddForeignKey
ALTER TABLE "planned_run" ADD CONSTRAINT "planned_run_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_chunk" ADD CONSTRAINT "run_chunk_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "planned_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_item" ADD CONSTRAINT "run_item_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "planned_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_letter" ADD CONSTRAINT "run_letter_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "planned_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_copy" ADD CONSTRAINT "letter_copy_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_review" ADD CONSTRAINT "letter_review_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_facts" ADD CONSTRAINT "letter_facts_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_hold" ADD CONSTRAINT "notice_hold_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_override" ADD CONSTRAINT "notice_override_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "planned_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "follow_up" ADD CONSTRAINT "follow_up_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- At most one run of a kind is under way in an incident: nobody is written to by two at once.
CREATE UNIQUE INDEX "planned_run_under_way" ON "planned_run" ("incident_id", "kind") WHERE "state" IN ('running', 'paused');
-- Whatever moves an item moves its chunk's counters with it.
ALTER TABLE "run_chunk" ADD CONSTRAINT "counters_add_up" CHECK (
  "queued" + "sending" + "accepted" + "delivered" + "bounced" + "complained" + "deferred" + "rejected" + "unknown" + "held"
    + "suppressed" + "cancelled" = "to_row" - "from_row"
  AND LEAST("queued", "sending", "accepted", "delivered", "bounced", "complained", "deferred", "rejected", "unknown", "held",
    "suppressed", "cancelled") >= 0);
-- An item changes its state three times and more: with room on its page, and no index that knows the state, none of its
-- indexes is written for that.
ALTER TABLE "run_item" SET (fillfactor = 55);
ALTER TABLE "run_chunk" SET (fillfactor = 55);

-- What the public process can ask of letters: whether one with a code of this hash was sent, and what it said to everybody.
DROP FUNCTION "public_letter_sent_on"(TEXT);
CREATE FUNCTION "public_letter"(asked TEXT) RETURNS TABLE ("sent_on" DATE, "sender" TEXT, "subject" TEXT, "locale" TEXT, "content" TEXT)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT (i."sent_at" AT TIME ZONE 'UTC')::date, l."sender", l."subject", l."locale", l."public_text"
    FROM "run_item" i JOIN "run_letter" l ON l."run_id" = i."run_id" AND l."variant" = i."variant"
    WHERE i."code_hash" = sha256(convert_to(asked, 'UTF8')) AND i."sent_at" IS NOT NULL
  $$;
REVOKE ALL ON FUNCTION "public_letter"(TEXT) FROM PUBLIC;

-- Each item is updated twice or more within minutes: with room on its page no index has to learn of it.
ALTER TABLE "run_item" SET (fillfactor = 50);
