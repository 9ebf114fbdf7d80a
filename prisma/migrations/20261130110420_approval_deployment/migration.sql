-- AlterTable
ALTER TABLE "approval_requests" ADD COLUMN     "deployment_id" BIGINT,
ADD COLUMN     "deployment_name" TEXT;
