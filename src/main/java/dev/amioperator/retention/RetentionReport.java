package dev.amioperator.retention;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.amioperator.retention.PlanPublisher.PublishedPlan;
import dev.amioperator.retention.RetentionReason.Group;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A page for a browser about the plan of a policy: each group's images on a time line, with verdict
 * and reason.
 *
 * @param policy its namespace and name
 * @param today the page changes with the plan, and with the day
 */
record RetentionReport(
    String policy,
    EffectivePolicy effective,
    List<Decision> decisions,
    List<OrphanDecision> orphans,
    PublishedPlan plan,
    LocalDate today) {
  /** A ConfigMap holds twice as much; browsers and mail programs take this at once. */
  static final int MAX_BYTES = 500 * 1024;

  /** Room for the page's frame, and what a character of another alphabet takes more. */
  private static final int MAX_GROUPS_CHARS = 300 * 1024;

  private static final int BAR_WIDTH = 1000;

  /** The page. */
  String html() {
    String name = ReportHtml.format("Retention plan of %s", policy);
    return ReportHtml.page(name, summary() + groups() + new OrphanRows(orphans).html() + footer());
  }

  private String summary() {
    return ReportHtml.format(
        """
        <p class="eyebrow">AmiRetentionPolicy %s · AwsAccount %s</p>
        <h1>%,d of %,d images to retire</h1>
        <p class="lead">%s</p>
        <section class="card">
        <div class="numbers">%s</div>
        %s<ul class="legend">%s</ul>
        </section>
        """,
        ReportHtml.text(policy),
        ReportHtml.text(String.join(", ", effective.accounts().names())),
        count(Group.RETIRE),
        decisions.size(),
        lead(),
        numbers(),
        bar(),
        legend());
  }

  private String lead() {
    String approve =
        plan.hash()
            .map(
                hash ->
                    ReportHtml.format(" To approve these: <code>%s</code>", ReportHtml.text(hash)))
            .orElse("");
    return "No rule keeps them. An image is deregistered when its retention period has expired, if"
        + ReportHtml.format(" nothing keeps or uses it by then.%s", approve);
  }

  private String numbers() {
    String price = plan.monthlyPrice().map(ReportHtml::text).orElse("");
    return number("kept", ReportHtml.format("%,d", count(Group.KEPT)), "kept")
        + number("blocked", ReportHtml.format("%,d", count(Group.BLOCKED)), "blocked")
        + number("retire", ReportHtml.format("%,d", count(Group.RETIRE)), "to retire")
        + plan.approved()
            .map(approved -> number("", ReportHtml.format("%,d", approved), "approved"))
            .orElse("")
        + number("", plan.reclaimable().gib(), "reclaimable at most")
        + (price.isEmpty() ? "" : number("", price, "a month at most"));
  }

  private static String number(String cssClass, String number, String words) {
    return ReportHtml.format(
        "<div class=\"%s\"><b>%s</b><span>%s</span></div>", cssClass, number, words);
  }

  /** All images by verdict, as parts of a bar. */
  private String bar() {
    StringBuilder bar = new StringBuilder();
    double x = 0;
    for (ReportVerdict verdict : List.of(ReportVerdict.values()).reversed()) {
      long count = decisions.stream().filter(d -> ReportVerdict.of(d) == verdict).count();
      double width = decisions.isEmpty() ? 0 : (double) BAR_WIDTH * count / decisions.size();
      bar.append(
          ReportHtml.format(
              "<rect class=\"%s\" x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"10\"/>",
              verdict.cssClass(), x, width));
      x += width;
    }
    return ReportHtml.format(
        "<svg viewBox=\"0 0 %d 10\" aria-hidden=\"true\"><rect class=\"track\" width=\"%d\" height=\"10\"/>%s</svg>%n",
        BAR_WIDTH, BAR_WIDTH, bar);
  }

  private static String legend() {
    return Arrays.stream(ReportVerdict.values())
        .map(
            verdict ->
                ReportHtml.format(
                    "<li><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\">%s/></svg>%s</li>",
                    verdict.mark(6, 6, 5), ReportHtml.text(verdict.meaning())))
        .collect(Collectors.joining());
  }

  private String groups() {
    List<Map.Entry<String, List<Decision>>> sorted =
        new ArrayList<>(
            decisions.stream().collect(groupingBy(this::title, TreeMap::new, toList())).entrySet());
    sorted.sort(
        Comparator.comparing((Map.Entry<?, List<Decision>> group) -> -going(group.getValue())));
    ReportTimeline timeline = ReportTimeline.of(decisions, today);
    StringBuilder html = new StringBuilder();
    int shown = 0;
    int images = 0;
    for (Map.Entry<String, List<Decision>> group : sorted) {
      String section = section(group.getKey(), group.getValue(), timeline);
      if (html.length() + section.length() > MAX_GROUPS_CHARS) {
        break;
      }
      html.append(section);
      shown++;
      images += group.getValue().size();
    }
    return html + notShown(sorted.size() - shown, decisions.size() - images);
  }

  private String section(String title, List<Decision> group, ReportTimeline timeline) {
    return ReportHtml.format(
        """
        <section class="card group">
        <header><h2>%s</h2><p>%,d images, %,d to retire, %,d blocked</p></header>
        <div class="line">%s</div>
        %s</section>
        """,
        ReportHtml.text(title),
        group.size(),
        PlanSummary.count(group, Group.RETIRE),
        PlanSummary.count(group, Group.BLOCKED),
        timeline.svg(group),
        new ReportRows(today).html(group));
  }

  private String notShown(int moreGroups, int moreImages) {
    return moreGroups > 0
        ? ReportHtml.format(
            "<p class=\"note\">Not shown for lack of room: %,d groups with %,d images. ConfigMap %s-plan-items lists all images to retire and blocked.</p>%n",
            moreGroups, moreImages, ReportHtml.text(policy.substring(policy.indexOf('/') + 1)))
        : "";
  }

  private String footer() {
    return ReportHtml.format(
        "<footer>Dates are in UTC. Written by ami-operator on %s.</footer>%n", today);
  }

  /** The region and what the images of the group have in common. */
  private String title(Decision decision) {
    Optional<List<String>> values = effective.grouping().group(decision.image());
    return decision.accountRegion().region()
        + " · "
        + values.map(parts -> String.join(" · ", parts)).orElse("in no group");
  }

  private static int going(List<Decision> group) {
    return PlanSummary.count(group, Group.RETIRE) + PlanSummary.count(group, Group.BLOCKED);
  }

  private int count(Group group) {
    return PlanSummary.count(decisions, group);
  }
}
