-- AlterTable
ALTER TABLE "runs" ADD COLUMN     "created_by" TEXT NOT NULL DEFAULT '';
