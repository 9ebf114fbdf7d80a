-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "default_role" "role" NOT NULL DEFAULT 'contributor';
