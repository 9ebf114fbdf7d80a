-- AlterTable
ALTER TABLE "monitor_versions" ADD COLUMN     "judges_from" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01 00:00:00+00'::timestamptz;

-- AlterTable
ALTER TABLE "monitor_windows" ADD COLUMN     "quality" JSONB NOT NULL DEFAULT '[]';
