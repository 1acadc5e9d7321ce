package dev.amioperator.retention;

import dev.amioperator.retention.RetentionReason.Group;
import java.util.Comparator;
import java.util.List;

/** The snapshots without an image on a report page. */
record OrphanRows(List<OrphanDecision> decisions) {
  static final int MAX_ROWS = 100;
  private static final int MAX_WHY = 300;

  private static final Comparator<OrphanDecision> MOST_URGENT_FIRST =
      Comparator.comparing(
              (OrphanDecision decision) -> decision.reason().map(Enum::ordinal).orElse(-1))
          .reversed();

  /** A section of the page; empty without snapshots. */
  String html() {
    if (decisions.isEmpty()) {
      return "";
    }
    StringBuilder rows = new StringBuilder();
    decisions.stream()
        .sorted(MOST_URGENT_FIRST)
        .limit(MAX_ROWS)
        .map(OrphanRows::row)
        .forEach(rows::append);
    return ReportHtml.format(
        """
        <section class="card group">
        <header><h2>Snapshots without an image</h2><p>%,d snapshots of %,d GiB, %,d to delete, %,d blocked</p></header>
        <div class="rows"><table>
        <thead><tr><th>Verdict</th><th>Snapshot</th><th>Account</th><th>Due</th><th>Why</th></tr></thead>
        <tbody>
        %s</tbody></table></div>
        %s</section>
        """,
        decisions.size(),
        OrphanSummary.gib(decisions),
        OrphanRules.count(decisions, Group.RETIRE),
        OrphanRules.count(decisions, Group.BLOCKED),
        rows,
        note(decisions.size() - MAX_ROWS));
  }

  private static String note(int more) {
    return more > 0
        ? ReportHtml.format("<p class=\"note\">And %,d more, not shown on this page.</p>\n", more)
        : "";
  }

  private static String row(OrphanDecision decision) {
    String message = decision.message();
    return ReportHtml.format(
        """
        <tr><td><span class="verdict %s">%s</span></td>\
        <td class="name">%s<code>%s</code></td>\
        <td class="date">%s</td><td class="date due%s">%s</td>\
        <td class="why">%s</td></tr>
        """,
        decision.reason().map(reason -> ReportVerdict.ofReason(reason).cssClass()).orElse("kept"),
        ReportHtml.text(decision.reason().map(Enum::name).orElse("Shown")),
        ReportHtml.format("%,d GiB in %s", decision.snapshot().sizeGib(), region(decision)),
        ReportHtml.text(decision.snapshotId()),
        ReportHtml.text(decision.accountRegion().accountId()),
        decision.dueAt().isPresent() ? "" : " none",
        decision.dueAt().map(due -> ReportTimeline.date(due).toString()).orElse("–"),
        ReportHtml.text(
            message.length() <= MAX_WHY ? message : message.substring(0, MAX_WHY - 1) + "…"));
  }

  private static String region(OrphanDecision decision) {
    return ReportHtml.text(decision.accountRegion().region());
  }
}
