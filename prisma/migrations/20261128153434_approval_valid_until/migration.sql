-- AlterTable
ALTER TABLE "approval_votes" ADD COLUMN     "valid_until" TIMESTAMPTZ(3);
