package dev.amioperator.observer;

import dev.amioperator.ec2.ImageUsageReport;
import dev.amioperator.ec2.ListedResourceType;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.UsageReportReads;
import dev.amioperator.ownership.TagKeys;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Queries about the AWS resources that name images, listed by region. */
public final class UsageQueries {
  private static final Map<ListedResourceType, QueryType<ReferencedImages>> LISTINGS =
      new EnumMap<>(ListedResourceType.class);

  static {
    for (ListedResourceType type : ListedResourceType.values()) {
      LISTINGS.put(
          type,
          QueryType.listing(
              type.plural() + " in",
              (reads, token) -> reads.ec2().resourcesWithImages(reads.accountRegion(), type, token),
              ReferencedImages::of));
    }
  }

  private static final QueryType<List<ImageUsageReport>> REPORTS =
      QueryType.listing("image usage reports in", UsageQueries::clusterReports);

  private static final QueryType<List<ImageUsageReport.Entry>> REPORT_ENTRIES =
      QueryType.batched(
          "entries of image usage report",
          UsageReportReads.REPORTS_PER_CALL,
          (reads, ids) ->
              reads.ec2().usageReports().entries(reads.accountRegion(), ids).stream()
                  .collect(Collectors.groupingBy(ImageUsageReport.Entry::reportId)),
          (before, at) -> List.of());

  private UsageQueries() {}

  /** The images that the resources of a type in a region name: all pages, whatever the image. */
  public static Query<ReferencedImages> listed(ListedResourceType type) {
    return Query.ofRegion(LISTINGS.get(type));
  }

  /** The usage reports in a region that carry the cluster's tag. */
  public static Query<List<ImageUsageReport>> reports() {
    return Query.ofRegion(REPORTS);
  }

  /** The entries of a usage report: an empty list is an answer once the report is available. */
  public static Query<List<ImageUsageReport.Entry>> reportEntries(String reportId) {
    return new Query<>(REPORT_ENTRIES, reportId);
  }

  /** Filtered here: not every document of AWS knows a filter by tags. */
  private static Page<ImageUsageReport> clusterReports(RegionReads reads, Optional<String> token) {
    Page<ImageUsageReport> page = reads.ec2().usageReports().all(reads.accountRegion(), token);
    return new Page<>(
        page.items().stream()
            .filter(report -> reads.cluster().value().equals(report.tags().get(TagKeys.CLUSTER)))
            .toList(),
        page.nextToken());
  }
}
