import { iconOf, KIND_LOOKS } from "@/components/lineage/node-looks";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { ScrollArea } from "@/components/ui/scroll-area";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { shortTarget } from "@/lib/approvals/rules/targets";
import type { LineageGraphDto } from "@/lib/lineage/dto";
import { NODE_HEIGHT, NODE_WIDTH, type PlacedNode, toMiniGraph } from "./prepare-mini-graph";
import { toPageRoute } from "./to-page-route";

function NodeBox({ placed, isFocus }: { placed: PlacedNode; isFocus: boolean }) {
  const { node, x, y } = placed;
  const { label } = KIND_LOOKS[node.kind];
  const Icon = iconOf(node);
  const box = cn(
    "flex size-full items-center gap-2 rounded-md border bg-surface px-2 text-xs",
    isFocus && "border-accent-line bg-accent-soft",
  );
  const content = (
    <>
      <Icon aria-hidden="true" className="size-3.5 shrink-0 text-muted" />
      <span className="grid min-w-0">
        <span className="truncate font-medium">{node.title}</span>
        <span className="truncate text-muted">
          {label}
          {node.isDeleted ? ", deleted" : ""}
        </span>
      </span>
    </>
  );
  const route = toPageRoute(node.page);
  return (
    <li
      className="absolute"
      style={{ left: x, top: y, width: NODE_WIDTH, height: NODE_HEIGHT }}
      title={`${label}: ${node.title}`}
    >
      {route ? (
        <Link href={route} className={cn(box, "hover:bg-hover")}>
          {content}
        </Link>
      ) : (
        <span className={box}>{content}</span>
      )}
    </li>
  );
}

function Picture({ graph }: { graph: LineageGraphDto }) {
  const { width, height, nodes, paths, hidden } = toMiniGraph(graph);
  return (
    <div className="grid gap-2">
      <ScrollArea label="Lineage of the version" className="p-1">
        <div className="relative" style={{ width, height }}>
          <svg aria-hidden="true" width={width} height={height} className="absolute inset-0">
            {paths.map(({ id, d }) => (
              <path key={id} d={d} fill="none" className="stroke-line-control" strokeWidth={1.25} />
            ))}
          </svg>
          <ul aria-label="What it was made of and where it stands">
            {nodes.map((placed) => (
              <NodeBox
                key={placed.node.id}
                placed={placed}
                isFocus={placed.node.id === graph.focus}
              />
            ))}
          </ul>
        </div>
      </ScrollArea>
      {hidden > 0 || graph.isTruncated ? (
        <p className="text-muted text-xs">
          {hidden > 0 ? `${hidden} more are not drawn here.` : "More than is drawn here."}
        </p>
      ) : null}
    </div>
  );
}

interface ConsumersProps {
  request: ApprovalRequestDetailDto;
  /** What stands behind the target; null when nothing is known of it. */
  downstream: LineageGraphDto | null;
}

/** Who gets another version than before once this is applied. */
function Consumers({ request, downstream }: ConsumersProps) {
  const { target, action, version, modelName, replacesVersion } = request;
  const behind = (downstream?.nodes ?? []).filter(({ id }) => id !== downstream?.focus);
  const before = replacesVersion === null ? "nothing" : `version ${replacesVersion}`;
  const after = action === "set" ? `version ${version}` : "nothing";
  return (
    <ul aria-label="What changes downstream" className="grid list-disc gap-1 pl-5 text-sm">
      <li>
        {shortTarget(target)} of {modelName} changes from {before} to {after}.
      </li>
      {target.kind === "alias" ? (
        <li>
          Programs that load{" "}
          <code className="break-all">{`models:/${modelName}${shortTarget(target)}`}</code> get{" "}
          {after} from then on, the next time they load it.
        </li>
      ) : null}
      {request.archivesExisting ? <li>Versions that are at the stage now are archived.</li> : null}
      {behind.map((node) => {
        const route = toPageRoute(node.page);
        return (
          <li key={node.id} className="break-words">
            {KIND_LOOKS[node.kind].label}{" "}
            {route ? (
              <Link href={route} className="text-accent-fg underline underline-offset-2">
                {node.title}
              </Link>
            ) : (
              node.title
            )}
          </li>
        );
      })}
      {behind.length === 0 ? (
        <li className="text-muted">Nothing else that reads it from there is recorded.</li>
      ) : null}
    </ul>
  );
}

interface RequestLineageProps extends ConsumersProps {
  /** Null when the version is gone. */
  graph: LineageGraphDto | null;
}

/** What the version was made of, and who notices when it goes where it is wanted. */
export function RequestLineage({ request, graph, downstream }: RequestLineageProps) {
  return (
    <Card>
      <CardHeader title="Lineage" />
      <CardBody className="grid gap-5">
        {graph ? (
          <Picture graph={graph} />
        ) : (
          <p className="text-muted text-sm">The version is gone, and its lineage with it.</p>
        )}
        <section aria-label="Downstream" className="grid gap-2">
          <h3 className="font-medium text-sm">What changes downstream</h3>
          <Consumers request={request} downstream={downstream} />
        </section>
      </CardBody>
    </Card>
  );
}
