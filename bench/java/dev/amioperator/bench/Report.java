package dev.amioperator.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.amioperator.bench.Figure.Verdict;
import dev.amioperator.bench.QuotaErrors.QuotaError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Report of a run of AmiCopies: a table for the terminal, and JSON. */
record Report(
    CopyLoad load,
    double speed,
    List<Figure> figures,
    Map<String, Long> calls,
    Map<String, Long> deletionCalls,
    List<Map<String, Long>> startsOverTime,
    List<QuotaError> quotaErrors) {

  static Report of(CopyRecords records, double speed) {
    CopyFigures figures = new CopyFigures(records);
    return new Report(
        records.load(),
        speed,
        figures.all(),
        figures.callsByAction(),
        figures.deletionCallsByAction(),
        figures.startsOverTime(),
        figures.quotaErrorList());
  }

  /** Whether every figure is within its bound. */
  boolean passed() {
    return passed(figures);
  }

  /** Whether every figure of a run is within its bound. */
  static boolean passed(List<Figure> figures) {
    return figures.stream().noneMatch(figure -> figure.verdict() == Verdict.MISS);
  }

  /** The figures as a table. */
  String table() {
    return table(
        "%n%s: %d AmiCopies x %d regions, %d copies in flight per region, %d s a copy, bound %d s"
            .formatted(
                load.label(),
                load.amiCopies(),
                load.regions(),
                load.inFlight(),
                Math.round(load.copyDuration().toMillis() / 1000.0),
                Math.round(load.bound().toMillis() / 1000.0)),
        figures);
  }

  /** Figures as a table below a title. */
  static String table(String title, List<Figure> figures) {
    List<String> lines = new ArrayList<>();
    lines.add(title);
    figures.stream().map(Report::row).forEach(lines::add);
    return String.join(System.lineSeparator(), lines);
  }

  private static String row(Figure figure) {
    String limit =
        switch (figure.comparison()) {
          case AT_MOST -> "<= " + number(figure.limit());
          case AT_LEAST -> ">= " + number(figure.limit());
          case NONE -> "";
        };
    String verdict = figure.verdict() == Verdict.NONE ? "" : figure.verdict().name();
    return "  %-28s %9s  %-8s %-5s %s"
        .formatted(figure.name(), number(figure.measured()), limit, verdict, figure.detail())
        .stripTrailing();
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  /** Writes the reports of all runs as JSON. */
  static void write(Path file, List<Report> reports) throws IOException {
    new ObjectMapper()
        .registerModule(new JavaTimeModule())
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(file.toFile(), reports);
  }
}
