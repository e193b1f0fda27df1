-- CreateEnum
CREATE TYPE "ApprovalState" AS ENUM ('waiting', 'approved', 'refused', 'withdrawn', 'void', 'expired', 'performed');

-- CreateEnum
CREATE TYPE "DeliveryState" AS ENUM ('waiting', 'delivered', 'given_up');

-- AlterEnum
ALTER TYPE "Role" ADD VALUE 'administrator';
ALTER TYPE "Role" ADD VALUE 'auditor';

-- DropIndex
DROP INDEX "trail_entry_incident_id_id_idx";

-- AlterTable
ALTER TABLE "user" ADD COLUMN     "deactivated_at" TIMESTAMPTZ,
ADD COLUMN     "role_since" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "two_factor_enabled" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "session" ADD COLUMN     "last_seen_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable: the entries so far are taken over into chains at the end.
ALTER TABLE "trail_entry" RENAME TO "trail_entry_before";
ALTER TABLE "trail_entry_before" RENAME CONSTRAINT "trail_entry_pkey" TO "trail_entry_before_pkey";
CREATE TABLE "trail_entry" (
    "chain_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "act" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "content_digest" TEXT NOT NULL,
    "previous" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "trail_entry_pkey" PRIMARY KEY ("chain_id","seq")
);

-- CreateTable
CREATE TABLE "two_factor" (
    "id" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "backup_codes" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "verified" BOOLEAN NOT NULL DEFAULT true,
    "failed_verification_count" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ,

    CONSTRAINT "two_factor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "email" TEXT,
    "name" TEXT,
    "role" "Role" NOT NULL,
    "invited_by" TEXT NOT NULL,
    "invited_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "accepted_at" TIMESTAMPTZ,
    "accepted_by" TEXT,
    "withdrawn_at" TIMESTAMPTZ,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt_count" (
    "key" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "window_ends" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "attempt_count_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "scopes" TEXT[],
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "made_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "last_used_at" TIMESTAMPTZ,
    "revoked_at" TIMESTAMPTZ,

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval" (
    "id" UUID NOT NULL,
    "incident_id" UUID,
    "act" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "plan" JSONB NOT NULL,
    "revision" INTEGER,
    "reason" TEXT NOT NULL,
    "approver_role" "Role" NOT NULL,
    "state" "ApprovalState" NOT NULL DEFAULT 'waiting',
    "requested_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "requested_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "decided_at" TIMESTAMPTZ,
    "decided_by" TEXT,
    "decision_reason" TEXT,
    "performed_at" TIMESTAMPTZ,
    "performed_by" TEXT,
    "emergency" TEXT,
    "reviewed_at" TIMESTAMPTZ,
    "reviewed_by" TEXT,
    "review" TEXT,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reveal" (
    "id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "pseudonym" TEXT,
    "revision" INTEGER,
    "account_id" TEXT,
    "member_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "approval_id" UUID,
    "revealed_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "reveal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trail_chain" (
    "id" UUID NOT NULL,
    "length" INTEGER NOT NULL,
    "head" TEXT NOT NULL,

    CONSTRAINT "trail_chain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trail_content" (
    "chain_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "salt" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "trail_content_pkey" PRIMARY KEY ("chain_id","seq")
);

-- CreateTable
CREATE TABLE "trail_anchor" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "target" TEXT NOT NULL,
    "heads" JSONB NOT NULL,

    CONSTRAINT "trail_anchor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "acts" TEXT[],
    "secret" TEXT NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "added_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "added_by" TEXT NOT NULL,
    "removed_at" TIMESTAMPTZ,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "state" "DeliveryState" NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_answer" TEXT,
    "delivered_at" TIMESTAMPTZ(3),
    "sealed_by" INTEGER,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "letter_code" (
    "code_hash" TEXT NOT NULL,
    "sent_on" DATE NOT NULL,

    CONSTRAINT "letter_code_pkey" PRIMARY KEY ("code_hash")
);

-- CreateTable
CREATE TABLE "inbound_webhook" (
    "source" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbound_webhook_pkey" PRIMARY KEY ("source","message_id")
);

-- CreateIndex
CREATE INDEX "two_factor_user_id_idx" ON "two_factor"("user_id");

-- CreateIndex
CREATE INDEX "two_factor_secret_idx" ON "two_factor"("secret");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE INDEX "invitation_email_idx" ON "invitation"("email");

-- CreateIndex
CREATE INDEX "attempt_count_window_ends_idx" ON "attempt_count"("window_ends");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE INDEX "approval_incident_id_id_idx" ON "approval"("incident_id", "id");

-- CreateIndex
CREATE INDEX "approval_state_expires_at_idx" ON "approval"("state", "expires_at");

-- CreateIndex
CREATE INDEX "reveal_incident_id_member_id_pseudonym_idx" ON "reveal"("incident_id", "member_id", "pseudonym");

-- CreateIndex
CREATE INDEX "webhook_delivery_state_next_at_idx" ON "webhook_delivery"("state", "next_at");

-- CreateIndex
CREATE INDEX "webhook_delivery_sealed_by_idx" ON "webhook_delivery"("sealed_by");

-- CreateIndex
CREATE INDEX "webhook_delivery_endpoint_id_id_idx" ON "webhook_delivery"("endpoint_id", "id");

-- CreateIndex
CREATE INDEX "trail_entry_act_idx" ON "trail_entry"("act");

-- CreateIndex
CREATE INDEX "trail_entry_at_idx" ON "trail_entry"("at");

-- AddForeignKey
ALTER TABLE "two_factor" ADD CONSTRAINT "two_factor_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reveal" ADD CONSTRAINT "reveal_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trail_entry" ADD CONSTRAINT "trail_entry_chain_id_fkey" FOREIGN KEY ("chain_id") REFERENCES "trail_chain"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trail_content" ADD CONSTRAINT "trail_content_chain_id_seq_fkey" FOREIGN KEY ("chain_id", "seq") REFERENCES "trail_entry"("chain_id", "seq") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoint"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Entries of before, chained in their order; lib/trail/entry-hash.ts says how.
DO $$
DECLARE
  old RECORD;
  chain UUID;
  place INTEGER;
  before TEXT;
  salted TEXT;
  told TEXT;
  digest TEXT;
  linked TEXT;
  moment TIMESTAMPTZ(3);
  was TEXT;
BEGIN
  FOR old IN SELECT * FROM "trail_entry_before" ORDER BY "at", "id" LOOP
    chain := coalesce(old."incident_id", '00000000-0000-0000-0000-000000000000');
    INSERT INTO "trail_chain" ("id", "length", "head") VALUES (chain, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
    SELECT "length" + 1, "head" INTO place, before FROM "trail_chain" WHERE "id" = chain;
    SELECT "role"::TEXT INTO was FROM "user" WHERE "id" = old."actor";
    salted := replace(gen_random_uuid()::TEXT, '-', '');
    told := old."details"::TEXT;
    moment := old."at";
    digest := encode(sha256(convert_to(salted || told, 'UTF8')), 'hex');
    linked := encode(sha256(convert_to(concat_ws(E'\n', 'tocsin-trail-1', chain, place,
      to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      old."act", old."actor", coalesce(was, 'system'), digest, before), 'UTF8')), 'hex');
    INSERT INTO "trail_entry" VALUES (chain, place, moment, old."act", old."actor", coalesce(was, 'system'), digest, before, linked);
    INSERT INTO "trail_content" ("chain_id", "seq", "salt", "text") VALUES (chain, place, salted, told);
    UPDATE "trail_chain" SET "length" = place, "head" = linked WHERE "id" = chain;
  END LOOP;
END $$;
DROP TABLE "trail_entry_before";

-- The trail only grows. What an entry tells may be forgotten, never changed.
CREATE FUNCTION "refuse_change"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the trail only grows: % of % is refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER "only_grows" BEFORE UPDATE OR DELETE OR TRUNCATE ON "trail_entry" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "never_changes" BEFORE UPDATE OR TRUNCATE ON "trail_content" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "never_removed" BEFORE DELETE OR TRUNCATE ON "trail_chain" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "only_grows" BEFORE UPDATE OR DELETE OR TRUNCATE ON "trail_anchor" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- All that the public process can do: lib/platform/db/public-role.ts lets its role do these and nothing else.
CREATE FUNCTION "public_letter_sent_on"(asked TEXT) RETURNS DATE
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT "sent_on" FROM "letter_code" WHERE "code_hash" = asked $$;
-- Whether it is new: the sender may send a message twice.
CREATE FUNCTION "public_take_webhook"(sender TEXT, message TEXT, content TEXT) RETURNS BOOLEAN
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH taken AS (
      INSERT INTO "inbound_webhook" ("source", "message_id", "body") VALUES (sender, message, content)
      ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT EXISTS (SELECT 1 FROM taken)
  $$;
REVOKE ALL ON FUNCTION "public_letter_sent_on"(TEXT), "public_take_webhook"(TEXT, TEXT, TEXT) FROM PUBLIC;
