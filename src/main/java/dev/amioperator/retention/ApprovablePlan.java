package dev.amioperator.retention;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The images that no rule keeps, and the orphaned snapshots that are deleted, as they are hashed,
 * stored and approved: without dates, reasons or limits, which change while a pull request is
 * reviewed.
 *
 * @param lines the policy, then a line for each image and each snapshot, by region and id
 */
record ApprovablePlan(List<String> lines) {
  /** A hundred thousand images with a snapshot each; in a few ConfigMaps when compressed. */
  static final int MAX_BYTES = 16 * 1024 * 1024;

  private static final String PREFIX = "sha256:";
  private static final String IMAGE_FIELD = "\"image\":";
  private static final int NAME_DIGITS = 16;

  ApprovablePlan {
    lines = List.copyOf(lines);
  }

  /**
   * The plan of a policy. Images for which there is no room are left out, so they are not approved.
   *
   * @param policy such as {@code AmiRetentionPolicy/images/web}: a hash approves no other policy
   * @param decisions by region and image id
   * @param orphans by region and snapshot id
   */
  static ApprovablePlan of(String policy, List<Decision> decisions, List<OrphanDecision> orphans) {
    List<String> lines = new ArrayList<>();
    lines.add("{\"policy\":\"%s\",\"format\":1}".formatted(policy));
    int bytes = 0;
    for (String line : lines(decisions, orphans)) {
      bytes += line.length() + 1;
      if (bytes > MAX_BYTES) {
        break;
      }
      lines.add(line);
    }
    return new ApprovablePlan(lines);
  }

  private static List<String> lines(List<Decision> decisions, List<OrphanDecision> orphans) {
    return Stream.concat(
            decisions.stream()
                .filter(decision -> decision.is(RetentionReason.Group.RETIRE))
                .map(decision -> PlannedImage.of(decision).line()),
            orphans.stream()
                .filter(orphan -> orphan.is(RetentionReason.Group.RETIRE))
                .map(OrphanDecision::line))
        .toList();
  }

  /** Whether there is nothing to approve. */
  boolean isEmpty() {
    return lines.size() == 1;
  }

  /** The number of images. */
  int images() {
    return (int) lines.stream().filter(line -> line.contains(IMAGE_FIELD)).count();
  }

  /** The SHA-256 of the lines, each with its line feed, as {@code sha256sum} prints it. */
  String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String line : lines) {
        digest.update(line.getBytes(UTF_8));
        digest.update((byte) '\n');
      }
      return PREFIX + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /**
   * The name of the ConfigMap with the plan of a hash. Sixteen digits tell plans apart; what is
   * read under the name is compared with the whole hash.
   */
  static String configMapName(String policyName, String hash) {
    return "%s-plan-%s"
        .formatted(policyName, hash.substring(PREFIX.length(), PREFIX.length() + NAME_DIGITS));
  }
}
