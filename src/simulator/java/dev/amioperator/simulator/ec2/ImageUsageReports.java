package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.LaunchTemplate;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.UsageReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateImageUsageReportRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageUsageReportResponse;
import software.amazon.awssdk.services.ec2.model.DeleteImageUsageReportRequest;
import software.amazon.awssdk.services.ec2.model.DeleteImageUsageReportResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportEntriesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportEntriesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportsResponse;
import software.amazon.awssdk.services.ec2.model.ImageUsageReport;
import software.amazon.awssdk.services.ec2.model.ImageUsageReportEntry;
import software.amazon.awssdk.services.ec2.model.ImageUsageResourceTypeOptionRequest;
import software.amazon.awssdk.services.ec2.model.ImageUsageResourceTypeRequest;

/** Usage reports on images in other accounts. They cover resources that are at least a day old. */
public final class ImageUsageReports {
  private static final Duration REPORT_DURATION = Duration.ofMinutes(5);
  private static final Duration INSTANCE_LAG = Duration.ofHours(24);
  private static final Duration TEMPLATE_LAG = Duration.ofDays(3);
  private static final int DEFAULT_DEPTH = 20;
  private static final int MAX_IDS = 200;

  private static final Filters<UsageReport> REPORTS =
      Filters.<UsageReport>ofResource()
          .on("creation-time", report -> ImageViews.instant(report.created()))
          .onCall("state", ImageUsageReports::state);

  private record ReportEntry(UsageReport report, UsageReport.Entry entry) {}

  private static final Filters<ReportEntry> ENTRIES =
      new Filters<ReportEntry>()
          .on("account-id", reportEntry -> reportEntry.entry().accountId())
          .on("resource-type", reportEntry -> reportEntry.entry().resourceType())
          .on("creation-time", reportEntry -> ImageViews.instant(reportEntry.report().created()));

  /**
   * CreateImageUsageReport, for an image of the caller.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidAMIID.*}, {@code
   *     MissingParameter}, {@code InvalidParameterValue}, {@code IdempotentParameterMismatch}
   */
  public CreateImageUsageReportResponse create(Call call, CreateImageUsageReportRequest request) {
    Object parameters = request.toBuilder().dryRun(null).build();
    String id =
        ClientTokens.createOnce(
            call,
            "CreateImageUsageReport",
            request.clientToken(),
            parameters,
            () -> start(call, request));
    return CreateImageUsageReportResponse.builder().reportId(id).build();
  }

  private static String start(Call call, CreateImageUsageReportRequest request) {
    Image image = ResourceLookup.ownImage(call, request.imageId());
    if (request.resourceTypes().isEmpty()) {
      throw Ec2Errors.missingParameter("ResourceTypes");
    }
    Map<String, String> tags =
        TagRules.tagsFor(
            request.tagSpecifications(), "image-usage-report", Set.of("image-usage-report"));
    call.authorizeCreate("image-usage-report", tags);
    List<UsageReport.Entry> entries = entries(call, request, image.id());
    call.checkDryRun();
    UsageReport report =
        new UsageReport(
            call.newId("amiur"),
            call.accountId(),
            image.id(),
            PojoMaps.toMap(request),
            AsyncOperation.lasting(call.now(), REPORT_DURATION),
            entries);
    call.region().usageReports().add(report);
    tags.forEach((k, v) -> call.region().usageReports().tag(report, k, v));
    return report.id();
  }

  /** DescribeImageUsageReports. */
  public DescribeImageUsageReportsResponse describe(
      Call call, DescribeImageUsageReportsRequest request) {
    Paging paging =
        new Paging(call, "DescribeImageUsageReports", request.maxResults(), request.nextToken())
            .requireMinResults(1);
    var passes = REPORTS.compile(call, request.filters());
    Paging.Page<UsageReport> page =
        paging.page(reports(call, request.reportIds(), request.imageIds()), passes);
    return DescribeImageUsageReportsResponse.builder()
        .imageUsageReports(page.items().stream().map(report -> show(call, report)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /** DescribeImageUsageReportEntries: the entries of available reports. */
  public DescribeImageUsageReportEntriesResponse entries(
      Call call, DescribeImageUsageReportEntriesRequest request) {
    Paging paging =
        new Paging(
                call, "DescribeImageUsageReportEntries", request.maxResults(), request.nextToken())
            .requireMinResults(1);
    NavigableMap<String, ReportEntry> lines = new TreeMap<>();
    reports(call, request.reportIds(), request.imageIds()).values().stream()
        .filter(report -> report.available(call.now()))
        .forEach(
            report ->
                report
                    .entries()
                    .forEach(
                        entry ->
                            lines.put(
                                report.id() + entry.accountId() + entry.resourceType(),
                                new ReportEntry(report, entry))));
    Paging.Page<ReportEntry> page = paging.page(lines, ENTRIES.compile(call, request.filters()));
    return DescribeImageUsageReportEntriesResponse.builder()
        .imageUsageReportEntries(page.items().stream().map(ImageUsageReports::show).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /** DeleteImageUsageReport. */
  public DeleteImageUsageReportResponse delete(Call call, DeleteImageUsageReportRequest request) {
    if (request.reportId() == null) {
      throw Ec2Errors.missingParameter("ReportId");
    }
    UsageReport report =
        reports(call, List.of(request.reportId()), List.of()).get(request.reportId());
    call.authorize(report);
    call.checkDryRun();
    call.region().usageReports().remove(report.id());
    call.recordDeleted(report.id());
    return DeleteImageUsageReportResponse.builder().returnValue(true).build();
  }

  private static List<UsageReport.Entry> entries(
      Call call, CreateImageUsageReportRequest request, String imageId) {
    List<UsageReport.Entry> entries = new ArrayList<>();
    for (ImageUsageResourceTypeRequest type : request.resourceTypes()) {
      Stream<String> users =
          switch (type.resourceType() == null ? "" : type.resourceType()) {
            case "ec2:Instance" -> instances(call, imageId);
            case "ec2:LaunchTemplate" -> templates(call, imageId, depth(type));
            case "imagebuilder:ImageRecipe", "imagebuilder:ContainerRecipe" ->
                recipes(call, imageId, type.resourceType());
            default ->
                throw Ec2Errors.invalidValue(
                    type.resourceType(), "resourceType", "Unknown resource type.");
          };
      users
          .filter(account -> !account.equals(call.accountId()))
          .filter(
              account -> request.accountIds().isEmpty() || request.accountIds().contains(account))
          .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()))
          .forEach(
              (account, count) ->
                  entries.add(new UsageReport.Entry(account, type.resourceType(), count)));
    }
    return entries;
  }

  private static int depth(ImageUsageResourceTypeRequest type) {
    return type.resourceTypeOptions().stream()
        .filter(option -> "version-depth".equals(option.optionName()))
        .map(ImageUsageResourceTypeOptionRequest::optionValues)
        .findFirst()
        .map(ImageReferences::depth)
        .orElse(DEFAULT_DEPTH);
  }

  private static Stream<String> instances(Call call, String imageId) {
    Instant known = call.now().minus(INSTANCE_LAG);
    return call.region().instances().all().values().stream()
        .filter(instance -> imageId.equals(instance.launch().imageId()))
        .filter(instance -> !instance.launch().at().isAfter(known))
        .filter(instance -> instance.state(call.now()) != Instance.State.TERMINATED)
        .map(Instance::ownerId);
  }

  private static Stream<String> templates(Call call, String imageId, int depth) {
    Instant known = call.now().minus(TEMPLATE_LAG);
    return call.region().launchTemplates().all().values().stream()
        .filter(
            template ->
                template.versions().descendingMap().values().stream()
                    .filter(version -> !version.created().isAfter(known))
                    .limit(depth)
                    .anyMatch(version -> imageId.equals(version.imageId())))
        .map(LaunchTemplate::ownerId);
  }

  private static Stream<String> recipes(Call call, String imageId, String type) {
    return call.region().references().stream()
        .filter(reference -> reference.type().equals(type))
        .filter(reference -> reference.imageId().equals(imageId))
        .map(Region.Reference::ownerId);
  }

  private static NavigableMap<String, UsageReport> reports(
      Call call, List<String> ids, List<String> imageIds) {
    if (ids.size() > MAX_IDS || imageIds.size() > MAX_IDS) {
      throw Ec2Errors.invalidValue("At most " + MAX_IDS + " ids can be given in a call");
    }
    NavigableMap<String, UsageReport> reports =
        new TreeMap<>(call.region().usageReports().ownedBy(call.accountId()));
    reports.values().removeIf(report -> !call.now().isBefore(report.expires()));
    for (String id : ids) {
      if (!reports.containsKey(id)) {
        throw Ec2Errors.invalidValue(id, "ReportId", "The report does not exist.");
      }
    }
    reports
        .values()
        .removeIf(
            report ->
                (!ids.isEmpty() && !ids.contains(report.id()))
                    || (!imageIds.isEmpty() && !imageIds.contains(report.imageId())));
    return reports;
  }

  private static String state(Call call, UsageReport report) {
    return report.available(call.now()) ? "available" : "pending";
  }

  private static ImageUsageReport show(Call call, UsageReport report) {
    return PojoMaps.fill(ImageUsageReport.builder(), report.request())
        .imageId(report.imageId())
        .reportId(report.id())
        .state(state(call, report))
        .creationTime(report.created())
        .expirationTime(report.expires())
        .tags(ImageViews.tags(report.tags()))
        .build();
  }

  private static ImageUsageReportEntry show(ReportEntry reportEntry) {
    return ImageUsageReportEntry.builder()
        .reportId(reportEntry.report().id())
        .imageId(reportEntry.report().imageId())
        .accountId(reportEntry.entry().accountId())
        .resourceType(reportEntry.entry().resourceType())
        .usageCount(reportEntry.entry().count())
        .reportCreationTime(reportEntry.report().created())
        .build();
  }
}
