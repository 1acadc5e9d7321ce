package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ImageUsageReport;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.UsageReportReads;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportEntriesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportsRequest;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Reads of image usage reports over the SDK, in pages of EC2's default size. */
record AwsUsageReports(ApiCaller apiCaller) implements UsageReportReads {
  @Override
  public Page<ImageUsageReport> all(AccountRegion region, Optional<String> token) {
    return describe(
        region, DescribeImageUsageReportsRequest.builder().nextToken(token.orElse(null)).build());
  }

  @Override
  public Optional<ImageUsageReport> byId(AccountRegion region, String reportId) {
    return describe(region, DescribeImageUsageReportsRequest.builder().reportIds(reportId).build())
        .items()
        .stream()
        .findFirst();
  }

  @Override
  public List<ImageUsageReport.Entry> entries(AccountRegion region, List<String> reportIds) {
    return Page.all(
        token -> {
          var request =
              DescribeImageUsageReportEntriesRequest.builder()
                  .reportIds(reportIds)
                  .nextToken(token.orElse(null))
                  .build();
          var page =
              apiCaller.read(
                  region,
                  ActionClass.READ,
                  "DescribeImageUsageReportEntries",
                  ec2 -> ec2.describeImageUsageReportEntries(request));
          return new Page<>(
              page.imageUsageReportEntries().stream()
                  .map(
                      entry ->
                          new ImageUsageReport.Entry(
                              entry.reportId(),
                              entry.accountId(),
                              entry.resourceType(),
                              Objects.requireNonNullElse(entry.usageCount(), 0L)))
                  .toList(),
              Responses.token(page.nextToken()));
        });
  }

  private Page<ImageUsageReport> describe(
      AccountRegion region, DescribeImageUsageReportsRequest request) {
    var page =
        apiCaller.read(
            region,
            ActionClass.READ,
            "DescribeImageUsageReports",
            ec2 -> ec2.describeImageUsageReports(request));
    return new Page<>(
        page.imageUsageReports().stream().map(AwsUsageReports::report).toList(),
        Responses.token(page.nextToken()));
  }

  /** Without a creation time a report is as old as any, and proves nothing. */
  private static ImageUsageReport report(
      software.amazon.awssdk.services.ec2.model.ImageUsageReport report) {
    return new ImageUsageReport(
        report.reportId(),
        Objects.requireNonNullElse(report.imageId(), ""),
        state(report.state()),
        Objects.requireNonNullElse(report.stateReason(), ""),
        Objects.requireNonNullElse(report.creationTime(), Instant.EPOCH),
        report.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value)));
  }

  private static ImageUsageReport.State state(String state) {
    return switch (state) {
      case "pending" -> ImageUsageReport.State.PENDING;
      case "available" -> ImageUsageReport.State.AVAILABLE;
      case "error" -> ImageUsageReport.State.ERROR;
      case null, default -> ImageUsageReport.State.UNKNOWN;
    };
  }
}
