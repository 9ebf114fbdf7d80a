-- AlterTable
ALTER TABLE "jobs" ADD COLUMN     "source_commit" TEXT;
