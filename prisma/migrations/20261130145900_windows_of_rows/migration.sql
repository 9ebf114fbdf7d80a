-- AlterTable
ALTER TABLE "profile_plans" ADD COLUMN     "window_rows" INTEGER,
ALTER COLUMN "deployment_id" DROP NOT NULL;
