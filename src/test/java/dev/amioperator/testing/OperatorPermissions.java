package dev.amioperator.testing;

import dev.amioperator.simulator.RoleSeed.IdentitySeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The IAM policies of {@code config/iam}, which the operator holds in tests: all features in its
 * own account, and all but {@code assume-roles} in the roles that it assumes. Other callers are
 * administrators.
 */
public final class OperatorPermissions {
  /**
   * Permissions that the simulator does not ask for: of services that EC2 calls with the caller's
   * permissions, which it does not have, or does not authorize.
   */
  public static final Map<String, String> NOT_SIMULATED =
      Map.of(
          "UseKeysThroughEc2", "EC2 uses the keys of encrypted snapshots",
          "GrantKeysToEc2", "EC2 uses the keys of encrypted snapshots",
          "DescribeForRestore", "EC2 restores an image from S3",
          "ReadStoredImages", "EC2 restores an image from S3",
          "WriteRestoredSnapshots", "EC2 restores an image from S3",
          "ReadImageBundles", "EC2 copies the bundle of an image",
          "FindCopyBuckets", "EC2 copies the bundle of an image",
          "WriteCopyBuckets", "EC2 copies the bundle of an image",
          "LaunchFromTemplate", "EC2 makes a dry run of RunInstances in EnableFastLaunch",
          "CreateFastLaunchRole", "EC2 creates its role in the first EnableFastLaunch");

  private static final Path DIRECTORY = Path.of("config", "iam");
  private static final String ASSUME_ROLES = "assume-roles.json";

  /** What the README of {@code config/iam} adds to {@code build.json} for an instance profile. */
  private static final String PASS_ROLE =
      """
      {"Version": "2012-10-17", "Statement": [{
        "Sid": "PassRoleOfBuildInstances", "Effect": "Allow", "Action": "iam:PassRole",
        "Resource": "arn:*:iam::*:role/builder",
        "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}}]}
      """;

  private OperatorPermissions() {}

  /** The permissions of the operator's own credentials. */
  public static IdentitySeed own() {
    return with(IdentitySeed.NONE, files());
  }

  /** The permissions of a role that the operator assumes. */
  public static IdentitySeed assumed() {
    return with(
        IdentitySeed.NONE, files().stream().filter(file -> !file.equals(ASSUME_ROLES)).toList());
  }

  /**
   * The policy files, without the trust policies of roles. What several statements allow counts as
   * the use of the first: the narrow ones come before those that include them.
   */
  public static List<String> files() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".json") && !file.startsWith("trust-"))
          .sorted(Comparator.comparing(OperatorPermissions::breadth).thenComparing(file -> file))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int breadth(String file) {
    return switch (file) {
      case "retention.json", "retention-orphans.json" -> 0;
      case "adopt.json", "object-storage.json", "retention-foreign.json" -> 2;
      default -> 1;
    };
  }

  /** The text of a policy file. */
  public static String text(String file) {
    try {
      return Files.readString(DIRECTORY.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IdentitySeed with(IdentitySeed seed, List<String> files) {
    IdentitySeed permissions = seed;
    for (String file : files) {
      // The roles of tests have various names.
      String text = text(file).replace(":role/ami-operator\"", ":role/*\"");
      permissions = permissions.withPolicy(file, text);
    }
    return permissions.withPolicy("pass-role", PASS_ROLE);
  }
}
