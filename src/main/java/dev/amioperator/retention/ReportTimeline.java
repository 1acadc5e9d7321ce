package dev.amioperator.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The images of a group by their creation date, as an SVG: a mark for each, or columns of many.
 *
 * @param from the date at the left end
 * @param to the day of the report
 */
record ReportTimeline(LocalDate from, LocalDate to) {
  private static final int WIDTH = 1000;
  private static final int SLOT = 12;
  private static final int MARK = 5;
  private static final int MAX_TICKS = 8;

  /** More marks in a column are drawn as a bar. */
  private static final int MAX_STACK = 6;

  private static final int TICK_HEIGHT = 20;

  /** The time line of all images of a page, so that groups can be compared. */
  static ReportTimeline of(List<Decision> decisions, LocalDate to) {
    LocalDate oldest =
        decisions.stream()
            .flatMap(decision -> decision.image().created().stream())
            .map(ReportTimeline::date)
            .filter(date -> date.isBefore(to))
            .min(LocalDate::compareTo)
            .orElse(to);
    LocalDate month = to.minusDays(30);
    return new ReportTimeline(oldest.isBefore(month) ? oldest : month, to);
  }

  /** The images of a group. */
  String svg(List<Decision> decisions) {
    Map<Integer, List<Decision>> columns = new TreeMap<>();
    for (Decision decision : decisions) {
      decision
          .image()
          .created()
          .ifPresent(at -> columns.computeIfAbsent(slot(at), s -> new ArrayList<>()).add(decision));
    }
    int highest = columns.values().stream().mapToInt(List::size).max().orElse(1);
    int rows = Math.min(MAX_STACK, highest);
    int base = rows * SLOT + 6;
    StringBuilder svg = new StringBuilder();
    svg.append(
        ReportHtml.format(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Images by creation date\">",
            WIDTH, base + TICK_HEIGHT));
    svg.append(
        ReportHtml.format(
            "<line class=\"axis\" x1=\"0\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", base, WIDTH, base));
    svg.append(ticks(base));
    boolean bars = highest > MAX_STACK;
    columns.forEach(
        (slot, column) ->
            svg.append(bars ? bar(slot, column, base, highest, rows) : marks(slot, column, base)));
    return svg.append("</svg>\n").toString();
  }

  private String marks(int slot, List<Decision> column, int base) {
    StringBuilder marks = new StringBuilder();
    for (int i = 0; i < column.size(); i++) {
      Decision decision = column.get(i);
      String title = ReportHtml.format("%s: %s", decision.image().name(), decision.reason());
      marks.append(ReportVerdict.of(decision).mark(x(slot), base - SLOT * (i + 0.5) - 1, MARK));
      marks.append(
          ReportHtml.format("><title>%s</title></%s>", ReportHtml.text(title), tag(decision)));
    }
    return marks.toString();
  }

  private static String tag(Decision decision) {
    return switch (ReportVerdict.of(decision)) {
      case KEPT -> "circle";
      case BLOCKED -> "rect";
      case RETIRE, DUE -> "polygon";
    };
  }

  private static String bar(int slot, List<Decision> column, int base, int highest, int rows) {
    Map<ReportVerdict, Integer> counts = new EnumMap<>(ReportVerdict.class);
    column.forEach(decision -> counts.merge(ReportVerdict.of(decision), 1, Integer::sum));
    StringBuilder bar = new StringBuilder();
    double y = base;
    for (Map.Entry<ReportVerdict, Integer> part : counts.entrySet()) {
      double height = (double) rows * SLOT * part.getValue() / highest;
      y -= height;
      bar.append(
          ReportHtml.format(
              "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"><title>%d images: %s</title></rect>",
              part.getKey().cssClass(),
              x(slot) - MARK,
              y,
              2 * MARK,
              height,
              part.getValue(),
              part.getKey().word()));
    }
    return bar.toString();
  }

  /** Dates at even distances; the last is the day of the report. */
  private String ticks(int base) {
    StringBuilder ticks = new StringBuilder();
    long days = ChronoUnit.DAYS.between(from, to);
    int count = (int) Math.clamp(days / 7, 2, MAX_TICKS);
    for (int i = 0; i < count; i++) {
      double part = (double) i / (count - 1);
      String anchor = i == 0 ? "start" : i == count - 1 ? "end" : "middle";
      ticks.append(
          ReportHtml.format(
              "<text class=\"tick\" x=\"%.0f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
              part * WIDTH, base + 15, anchor, from.plusDays(Math.round(part * days))));
    }
    return ticks.toString();
  }

  private int slot(Instant at) {
    double days = ChronoUnit.SECONDS.between(from.atStartOfDay().toInstant(ZoneOffset.UTC), at);
    double all = ChronoUnit.SECONDS.between(from.atStartOfDay(), to.plusDays(1).atStartOfDay());
    int slots = WIDTH / SLOT;
    return Math.clamp((long) (days / all * slots), 0, slots - 1);
  }

  private static double x(int slot) {
    return (slot + 0.5) * WIDTH / (WIDTH / SLOT);
  }

  static LocalDate date(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }
}
