package dev.amioperator.retention;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.retention.RetentionReason.Group;
import dev.amioperator.usage.Usage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The images that a plan retires or that are blocked, as text: a line of JSON each, and a table.
 * Names and references come from EC2, where others choose them.
 *
 * @param decisions those to retire, then those blocked; the most urgent first
 * @param usage what uses an image, by image id
 * @param orphans all snapshots without an image
 */
record PlanItems(
    String policy, List<Decision> decisions, Map<String, Usage> usage, OrphanItems orphans) {
  /** Rows of the table: with a quarter of a kilobyte each, a ConfigMap holds them. */
  static final int MAX_ROWS = 1000;

  private static final int MAX_REFERENCES = 10;
  static final int MAX_WHY = 160;
  static final String ROW = "%-14s %-21s %-10s %-14s %-32s %s%n";

  private static final Comparator<Decision> MOST_URGENT_FIRST =
      comparing((Decision decision) -> decision.is(Group.RETIRE) ? 0 : 1)
          .thenComparing(comparing(Decision::reason).reversed())
          .thenComparing(decision -> decision.accountRegion().region())
          .thenComparing(Decision::imageId);

  /** The items of an evaluation. */
  static PlanItems of(
      String policy,
      List<Decision> decisions,
      Map<String, Usage> usage,
      List<OrphanDecision> orphans) {
    return new PlanItems(
        policy,
        decisions.stream()
            .filter(decision -> !decision.is(Group.KEPT))
            .sorted(MOST_URGENT_FIRST)
            .toList(),
        usage,
        new OrphanItems(orphans));
  }

  /** A line of JSON for each image and each orphaned snapshot, made when it is taken. */
  Stream<String> lines() {
    return Stream.concat(decisions.stream().map(this::line), orphans.lines());
  }

  /** The first images in columns, and how many more there are. */
  String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        "%s: %d images to retire, %d blocked.%n%n"
            .formatted(policy, count(Group.RETIRE), count(Group.BLOCKED)));
    table.append(ROW.formatted("REGION", "IMAGE", "ACTION", "REASON", "NAME", "WHY"));
    decisions.stream().limit(MAX_ROWS).map(PlanItems::row).forEach(table::append);
    if (decisions.size() > MAX_ROWS) {
      table.append("%nAnd %d more.%n".formatted(decisions.size() - MAX_ROWS));
    }
    return table.append(orphans.table()).toString();
  }

  /** A hash of all lines and of the table. */
  String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      lines().forEach(line -> digest.update((line + "\n").getBytes(UTF_8)));
      digest.update(table().getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private long count(Group group) {
    return decisions.stream().filter(decision -> decision.is(group)).count();
  }

  private String line(Decision decision) {
    return "{\"account\":"
        + json(decision.accountRegion().accountId())
        + field("region", decision.accountRegion().region())
        + field("image", decision.imageId())
        + field("name", decision.image().name())
        + field("action", action(decision))
        + field("reason", decision.reason().name())
        + field("why", decision.message())
        + field("unkeptSince", decision.unkeptSince().map(Instant::toString))
        + field("due", decision.dueAt().map(Instant::toString))
        + usedBy(decision)
        + ",\"snapshots\":["
        + decision.image().snapshotIds().stream()
            .map(PlanItems::json)
            .collect(Collectors.joining(","))
        + "]}";
  }

  private String usedBy(Decision decision) {
    return usage.get(decision.imageId()) instanceof Usage.Used(List<ImageReference> references)
        ? ",\"usedBy\":[%s]"
            .formatted(
                references.stream()
                    .limit(MAX_REFERENCES)
                    .map(reference -> json(reference.type() + " " + reference.arn()))
                    .collect(Collectors.joining(",")))
        : "";
  }

  private static String row(Decision decision) {
    return ROW.formatted(
        decision.accountRegion().region(),
        decision.imageId(),
        action(decision),
        decision.reason(),
        printable(decision.image().name(), 128),
        printable(decision.message(), MAX_WHY));
  }

  private static String action(Decision decision) {
    return decision.is(Group.RETIRE)
        ? decision.nextStep().map(RetireStep::value).orElse("None")
        : "None";
  }

  static String field(String name, Optional<String> value) {
    return value.map(text -> field(name, text)).orElse("");
  }

  private static String field(String name, String value) {
    return ",\"" + name + "\":" + json(value);
  }

  static String json(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, quoted);
    return quoted.append('"').toString();
  }

  /** Control characters could rewrite what a terminal shows. */
  static String printable(String text, int most) {
    String visible = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    return visible.length() <= most ? visible : visible.substring(0, most - 1) + "…";
  }
}
