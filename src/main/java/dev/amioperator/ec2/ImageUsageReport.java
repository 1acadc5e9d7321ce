package dev.amioperator.ec2;

import java.time.Instant;
import java.util.Map;

/**
 * A report about the use of an image in other accounts (DescribeImageUsageReports). EC2 deletes it
 * after 30 days.
 *
 * @param stateReason EC2's reason for the state {@link State#ERROR}; empty otherwise
 * @param created when it was requested; what happened later is not in it
 */
public record ImageUsageReport(
    String id,
    String imageId,
    State state,
    String stateReason,
    Instant created,
    Map<String, String> tags) {
  public ImageUsageReport {
    tags = Map.copyOf(tags);
  }

  /** EC2's states of a report. */
  public enum State {
    PENDING,
    AVAILABLE,
    ERROR,
    /** A state that this version does not know; such a report proves nothing. */
    UNKNOWN
  }

  /**
   * How many resources of an account use the image (DescribeImageUsageReportEntries).
   *
   * @param resourceType such as {@code ec2:Instance}
   */
  public record Entry(String reportId, String accountId, String resourceType, long count) {}
}
