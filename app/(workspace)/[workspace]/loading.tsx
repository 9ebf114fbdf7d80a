import { Page, PageBody } from "@/components/shell/page";
import { Skeleton, SkeletonLines } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <Page>
      <div className="border-b">
        <div className="mx-auto flex h-12 max-w-(--page-width) items-center px-4 sm:px-6">
          <Skeleton className="w-48" />
        </div>
      </div>
      <PageBody>
        <SkeletonLines lines={8} label="Loading the page" />
      </PageBody>
    </Page>
  );
}
