package dev.amioperator.retention;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.LaunchPermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The launch permissions of an image before a policy disables it, which DisableImage removes.
 *
 * @param account of the image
 */
record PermissionRecord(
    String account, String region, String imageId, LaunchPermissions permissions) {
  private static final String EVERYONE = "all";
  private static final String ARN_PREFIX = "arn:";

  /** The record of an image. */
  static PermissionRecord of(
      AccountRegion accountRegion, String imageId, LaunchPermissions permissions) {
    return new PermissionRecord(
        accountRegion.accountId(), accountRegion.region(), imageId, permissions);
  }

  /** The number of accounts, organizations, units and groups that may launch the image. */
  int entries() {
    return permissions.accountIds().size()
        + permissions.arns().size()
        + (permissions.everyone() ? 1 : 0);
  }

  /** The image, and a line for each that may launch it. */
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(heading());
    if (permissions.everyone()) {
      lines.add(EVERYONE);
    }
    permissions.accountIds().stream().sorted().forEach(lines::add);
    permissions.arns().stream().sorted().forEach(lines::add);
    return String.join("\n", lines) + "\n";
  }

  /** The SHA-256 of the text, in hexadecimal digits. */
  String hash() {
    return hash(text());
  }

  /**
   * The record of an image in a text.
   *
   * @return empty unless the text has the hash and the number of entries, and is about the image
   */
  static Optional<PermissionRecord> parse(
      String text, AccountRegion accountRegion, String imageId, PermissionsTag tag) {
    boolean everyone = false;
    Set<String> accountIds = new HashSet<>();
    Set<String> arns = new HashSet<>();
    for (String line : text.lines().skip(1).toList()) {
      if (line.equals(EVERYONE)) {
        everyone = true;
      } else if (line.startsWith(ARN_PREFIX)) {
        arns.add(line);
      } else {
        accountIds.add(line);
      }
    }
    PermissionRecord record =
        of(accountRegion, imageId, new LaunchPermissions(everyone, accountIds, arns));
    return hash(text).equals(tag.hash())
            && record.text().equals(text)
            && record.entries() == tag.entries()
        ? Optional.of(record)
        : Optional.empty();
  }

  private String heading() {
    return "launch permissions of %s in %s of account %s".formatted(imageId, region, account);
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
