-- AlterTable
ALTER TABLE "ab_tests" ADD COLUMN     "limits" JSONB NOT NULL DEFAULT '{"error_rate": {"relative": 0.1, "absolute": 0.001}, "p99_latency": {"relative": 0.2, "absolute": 1}}';
