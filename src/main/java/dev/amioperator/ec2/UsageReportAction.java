package dev.amioperator.ec2;

import java.util.Map;

/** An EC2 action on reports about the use of an image in other accounts. */
public sealed interface UsageReportAction extends Ec2Action {
  /**
   * CreateImageUsageReport: EC2 gathers the instances, all versions of launch templates and the
   * Image Builder recipes of other accounts that name the image.
   *
   * @param clientToken with the same token, EC2 creates no second report
   */
  record CreateImageUsageReport(String imageId, String clientToken, Map<String, String> tags)
      implements UsageReportAction {
    public CreateImageUsageReport {
      tags = Map.copyOf(tags);
    }

    @Override
    public String resource() {
      return imageId;
    }
  }

  /** DeleteImageUsageReport. */
  record DeleteImageUsageReport(String reportId) implements UsageReportAction {
    @Override
    public String resource() {
      return reportId;
    }
  }
}
