-- AlterTable
ALTER TABLE "monitors" ADD COLUMN     "alerts_seen" TEXT NOT NULL DEFAULT '';
