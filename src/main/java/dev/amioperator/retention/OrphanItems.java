package dev.amioperator.retention;

import dev.amioperator.retention.RetentionReason.Group;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The snapshots without an image as text: a line of JSON each, and a table. Their descriptions and
 * tags come from EC2, where others choose them.
 */
record OrphanItems(List<OrphanDecision> decisions) {
  private static final String DELETE = "DeleteSnapshot";
  private static final String NO_ACTION = "None";

  /** A line of JSON for each snapshot, made when it is taken. */
  Stream<String> lines() {
    return decisions.stream().map(OrphanItems::line);
  }

  /** The first snapshots in columns, and how many more there are; empty without snapshots. */
  String table() {
    if (decisions.isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder();
    table.append(
        "%n%d orphaned snapshots of %d GiB: %d to delete, %d blocked.%n%n"
            .formatted(
                decisions.size(),
                OrphanSummary.gib(decisions),
                OrphanRules.count(decisions, Group.RETIRE),
                OrphanRules.count(decisions, Group.BLOCKED)));
    table.append(PlanItems.ROW.formatted("REGION", "SNAPSHOT", "ACTION", "REASON", "IMAGE", "WHY"));
    decisions.stream().limit(PlanItems.MAX_ROWS).map(OrphanItems::row).forEach(table::append);
    if (decisions.size() > PlanItems.MAX_ROWS) {
      table.append("%nAnd %d more.%n".formatted(decisions.size() - PlanItems.MAX_ROWS));
    }
    return table.toString();
  }

  private static String line(OrphanDecision decision) {
    return "{\"account\":%s,\"region\":%s,\"snapshot\":%s,\"gib\":%d%s,\"action\":\"%s\"%s,\"why\":%s%s%s}"
        .formatted(
            PlanItems.json(decision.accountRegion().accountId()),
            PlanItems.json(decision.accountRegion().region()),
            PlanItems.json(decision.snapshotId()),
            decision.snapshot().sizeGib(),
            PlanItems.field("createdFor", decision.snapshot().createdFor()),
            action(decision),
            PlanItems.field("reason", decision.reason().map(Enum::name)),
            PlanItems.json(decision.message()),
            PlanItems.field("unkeptSince", decision.unkeptSince().map(Instant::toString)),
            PlanItems.field("due", decision.dueAt().map(Instant::toString)));
  }

  private static String row(OrphanDecision decision) {
    return PlanItems.ROW.formatted(
        decision.accountRegion().region(),
        decision.snapshotId(),
        action(decision),
        decision.reason().map(Enum::name).orElse("-"),
        PlanItems.printable(decision.snapshot().createdFor().orElse("-"), 32),
        PlanItems.printable(decision.message(), PlanItems.MAX_WHY));
  }

  private static String action(OrphanDecision decision) {
    return decision.is(Group.RETIRE) ? DELETE : NO_ACTION;
  }
}
