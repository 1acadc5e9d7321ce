package dev.amioperator.copy.queue;

import dev.amioperator.ec2.Ec2CallException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Quota for which EC2 refused CopyImage, by its message.
 *
 * <p>{@code ResourceLimitExceeded} has many causes. Observed: "Too many snapshot copies in
 * progress. The limit is 5 for this destination region." (aws-samples/copy-encrypted-ami issue 3),
 * and "You have reached your quota of 5 for the number of public images allowed in this Region."
 * (NixOS/amis issue 37).
 *
 * @param limit the limit that the message states
 */
record QuotaRefusal(Quota quota, OptionalInt limit) {
  private static final Pattern LIMIT = Pattern.compile("limit is (\\d{1,6})");
  private static final Pattern TOTAL =
      Pattern.compile("(?i)quota of \\d+ |number of (public )?(images|amis)");
  private static final Pattern SNAPSHOTS = Pattern.compile("(?i)snapshot");
  private static final Pattern THROUGHPUT = Pattern.compile("(?i)throughput");

  /** A quota of the account and region. */
  enum Quota {
    /** Image copies in progress; also assumed for a message that names nothing. */
    IMAGE_COPIES,
    /** Snapshot copies in progress. */
    SNAPSHOT_COPIES,
    /** The throughput of time-based copies between two regions. */
    THROUGHPUT,
    /** Images in total: no end of a copy helps. */
    IMAGES
  }

  static QuotaRefusal of(Ec2CallException failure) {
    String message = String.valueOf(failure.getMessage());
    Matcher limit = LIMIT.matcher(message);
    return new QuotaRefusal(
        quota(failure.code(), message),
        limit.find() ? OptionalInt.of(Integer.parseInt(limit.group(1))) : OptionalInt.empty());
  }

  private static Quota quota(String code, String message) {
    if (THROUGHPUT.matcher(message).find()) {
      return Quota.THROUGHPUT;
    }
    if (TOTAL.matcher(message).find()) {
      return Quota.IMAGES;
    }
    return code.startsWith("SnapshotCopyLimit") || SNAPSHOTS.matcher(message).find()
        ? Quota.SNAPSHOT_COPIES
        : Quota.IMAGE_COPIES;
  }
}
