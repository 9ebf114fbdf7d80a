-- AlterTable
ALTER TABLE "ab_tests" ADD COLUMN     "result" JSONB;
