package dev.amioperator.ec2;

import java.util.List;
import java.util.Optional;

/**
 * Uncached reads of image usage reports, which EC2 shows to the account of the image only.
 *
 * <p>Each may throw {@link Ec2CallException}.
 */
public interface UsageReportReads {
  /** EC2 takes this many report ids in a call. */
  int REPORTS_PER_CALL = 200;

  /** A page of DescribeImageUsageReports: every report of the account and region. */
  Page<ImageUsageReport> all(AccountRegion region, Optional<String> token);

  /** DescribeImageUsageReports of a single report; empty if EC2 lists none. */
  Optional<ImageUsageReport> byId(AccountRegion region, String reportId);

  /**
   * All pages of DescribeImageUsageReportEntries for at most {@value #REPORTS_PER_CALL} reports. A
   * report without an entry has no use to show; one that is not available yet has none either.
   */
  List<ImageUsageReport.Entry> entries(AccountRegion region, List<String> reportIds);
}
