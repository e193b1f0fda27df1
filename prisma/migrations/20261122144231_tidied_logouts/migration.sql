-- AlterTable
ALTER TABLE "logout_run" ADD COLUMN     "tidied_at" TIMESTAMPTZ(3);
