-- AlterTable
ALTER TABLE "job_usage" ADD COLUMN     "gpu_memory_bytes" BIGINT,
ADD COLUMN     "gpu_percent" DOUBLE PRECISION;
