-- AlterTable
ALTER TABLE "profile_plans" ADD COLUMN     "repeats" TEXT[] DEFAULT ARRAY[]::TEXT[];
