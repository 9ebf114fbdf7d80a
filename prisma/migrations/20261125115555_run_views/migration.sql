-- CreateTable
CREATE TABLE "run_views" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "experiment_id" BIGINT NOT NULL,
    "user_id" UUID,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_views_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "run_views_experiment_id_idx" ON "run_views"("experiment_id");

-- CreateIndex
CREATE INDEX "run_views_user_id_idx" ON "run_views"("user_id");

-- AddForeignKey
ALTER TABLE "run_views" ADD CONSTRAINT "run_views_experiment_id_workspace_id_fkey" FOREIGN KEY ("experiment_id", "workspace_id") REFERENCES "experiments"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_views" ADD CONSTRAINT "run_views_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- An experiment opens with one view at most.
CREATE UNIQUE INDEX "run_views_default_key" ON "run_views"("experiment_id") WHERE "is_default";
