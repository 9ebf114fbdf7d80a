-- AlterTable
ALTER TABLE "approval_requests" ADD COLUMN     "lapsed_at" TIMESTAMPTZ(3),
ADD COLUMN     "reminded_at" TIMESTAMPTZ(3),
ADD COLUMN     "renew_from" TIMESTAMPTZ(3),
ADD COLUMN     "renews_number" INTEGER;

-- AlterTable
ALTER TABLE "approval_follow_ups" ADD COLUMN     "reminded_at" TIMESTAMPTZ(3);

-- What the chores look for, among everything that was ever decided.
CREATE INDEX approval_requests_renew_from_idx ON approval_requests (renew_from) WHERE renew_from IS NOT NULL;
CREATE INDEX approval_requests_lapsing_idx ON approval_requests (reapproval_due_at)
  WHERE reapproval_due_at IS NOT NULL AND lapsed_at IS NULL;
CREATE INDEX approval_requests_overdue_idx ON approval_requests (due_at) WHERE status = 'pending' AND reminded_at IS NULL;
CREATE INDEX approval_requests_valid_until_idx ON approval_requests (valid_until) WHERE status = 'approved';
CREATE INDEX approval_follow_ups_overdue_idx ON approval_follow_ups (due_at) WHERE closed_at IS NULL AND reminded_at IS NULL;

-- What was promoted before: asked for again three days ahead, as policies ask for a decision by default.
UPDATE approval_requests SET renew_from = reapproval_due_at - interval '3 days'
WHERE status = 'promoted' AND reapproval_due_at IS NOT NULL;
