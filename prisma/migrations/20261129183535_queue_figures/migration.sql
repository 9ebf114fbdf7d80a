-- CreateIndex
CREATE INDEX "jobs_backend_id_id_idx" ON "jobs"("backend_id", "id" DESC);
