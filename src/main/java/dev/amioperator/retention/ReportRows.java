package dev.amioperator.retention;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The images of a group as rows of a table: first those to retire or blocked, then the others,
 * folded.
 *
 * @param today the day of the report
 */
record ReportRows(LocalDate today) {
  static final int MAX_ROWS = 25;
  private static final int MAX_WHY = 300;

  private static final Comparator<Decision> MOST_URGENT_FIRST =
      comparing(ReportVerdict::of)
          .thenComparing(
              decision -> decision.image().created().orElse(Instant.EPOCH),
              Comparator.naturalOrder())
          .thenComparing(Decision::imageId);

  /** The rows of a group. */
  String html(List<Decision> decisions) {
    List<Decision> sorted = decisions.stream().sorted(MOST_URGENT_FIRST).toList();
    List<Decision> going = sorted.stream().filter(ReportRows::isGoing).toList();
    List<Decision> kept = sorted.stream().filter(decision -> !isGoing(decision)).toList();
    StringBuilder html = new StringBuilder();
    if (!going.isEmpty()) {
      html.append(table(going));
    }
    if (!kept.isEmpty()) {
      html.append(
          ReportHtml.format(
              "<details><summary>%,d kept</summary>%s</details>\n", kept.size(), table(kept)));
    }
    return html.toString();
  }

  private static boolean isGoing(Decision decision) {
    return ReportVerdict.of(decision) != ReportVerdict.KEPT;
  }

  private String table(List<Decision> decisions) {
    StringBuilder rows = new StringBuilder();
    decisions.stream().limit(MAX_ROWS).map(this::row).forEach(rows::append);
    int more = decisions.size() - MAX_ROWS;
    String note =
        more > 0
            ? ReportHtml.format(
                "<p class=\"note\">And %,d more, not shown on this page.</p>\n", more)
            : "";
    return ReportHtml.format(
        """
        <div class="rows"><table>
        <thead><tr><th>Verdict</th><th>Image</th><th>Created</th><th>Due</th><th>Why</th></tr></thead>
        <tbody>
        %s</tbody></table></div>
        %s""",
        rows, note);
  }

  private String row(Decision decision) {
    ReportVerdict verdict = ReportVerdict.of(decision);
    return ReportHtml.format(
        """
        <tr><td><span class="verdict %s" title="%s">%s</span></td>\
        <td class="name">%s<code>%s</code></td>\
        <td class="date">%s</td><td class="date due%s">%s</td>\
        <td class="why">%s</td></tr>
        """,
        verdict.cssClass(),
        ReportHtml.text(verdict.meaning()),
        ReportHtml.text(decision.reason().name()),
        ReportHtml.text(decision.image().name()),
        ReportHtml.text(decision.imageId()),
        created(decision.image().created()),
        decision.dueAt().isPresent() ? "" : " none",
        decision.dueAt().map(due -> ReportTimeline.date(due).toString()).orElse("–"),
        ReportHtml.text(shortened(decision.message())));
  }

  private String created(Optional<Instant> created) {
    return created
        .map(ReportTimeline::date)
        .map(
            date ->
                ReportHtml.format(
                    "%s<span>%d days old</span>", date, ChronoUnit.DAYS.between(date, today)))
        .orElse("unknown");
  }

  private static String shortened(String text) {
    return text.length() <= MAX_WHY ? text : text.substring(0, MAX_WHY - 1) + "…";
  }
}
