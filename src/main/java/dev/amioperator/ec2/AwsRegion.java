package dev.amioperator.ec2;

import java.util.Locale;

/**
 * An AWS region, as an account sees it (DescribeRegions).
 *
 * @param name such as {@code eu-west-1}
 */
public record AwsRegion(String name, OptInStatus optInStatus) {
  /** Whether the account can call AWS in the region. */
  public boolean enabled() {
    return switch (optInStatus) {
      case OPT_IN_NOT_REQUIRED, OPTED_IN -> true;
      case NOT_OPTED_IN, UNKNOWN -> false;
    };
  }

  /** EC2's opt-in status of a region. */
  public enum OptInStatus {
    OPT_IN_NOT_REQUIRED,
    OPTED_IN,
    NOT_OPTED_IN,
    /** A status that this version does not know. */
    UNKNOWN;

    /** The status as EC2 writes it, such as {@code not-opted-in}. */
    public static OptInStatus of(String text) {
      for (OptInStatus status : values()) {
        if (status.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
          return status;
        }
      }
      return UNKNOWN;
    }
  }
}
