package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.filter;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.ImageUsageReport;
import software.amazon.awssdk.services.ec2.model.ImageUsageReportEntry;
import software.amazon.awssdk.services.ec2.model.ImageUsageResourceTypeRequest;

/** Image usage reports. */
final class UsageReportCases {
  private static final String API = "API reference, CreateImageUsageReport";
  private static final String GUIDE = "EC2 user guide, view your AMI usage";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "a report counts the instances and templates of other accounts",
              API,
              UsageReportCases::counts),
          new ConformanceCase(
              "it takes a while until a report is available", API, UsageReportCases::pending),
          new ConformanceCase(
              "instances appear after a day, templates after days", GUIDE, UsageReportCases::lag),
          new ConformanceCase(
              "reports can be narrowed to accounts, filtered and deleted",
              API,
              UsageReportCases::narrowed),
          new ConformanceCase("a report is gone after 30 days", GUIDE, UsageReportCases::expires),
          new ConformanceCase(
              "only the owner of an image gets a report on it", API, UsageReportCases::ownersOnly),
          new ConformanceCase(
              "the same client token starts no second report", API, UsageReportCases::repeated),
          new ConformanceCase(
              "the 20 newest versions of a launch template count unless told otherwise",
              "API reference, ImageUsageResourceTypeOptionRequest",
              UsageReportCases::versions),
          new ConformanceCase(
              "recipes of Image Builder count if asked for",
              "API reference, ImageUsageResourceTypeRequest",
              UsageReportCases::recipes),
          new ConformanceCase(
              "entries come in pages",
              "API reference, DescribeImageUsageReportEntries",
              UsageReportCases::pages));

  private UsageReportCases() {}

  private static ImageUsageResourceTypeRequest type(String name) {
    return ImageUsageResourceTypeRequest.builder().resourceType(name).build();
  }

  private static String report(ConformanceEnvironment stage, String imageId, String... accounts) {
    return stage
        .ec2()
        .createImageUsageReport(
            r ->
                r.imageId(imageId)
                    .resourceTypes(type("ec2:Instance"), type("ec2:LaunchTemplate"))
                    .accountIds(accounts))
        .reportId();
  }

  private static List<ImageUsageReportEntry> entries(ConformanceEnvironment stage, String report) {
    return stage
        .ec2()
        .describeImageUsageReportEntries(r -> r.reportIds(report))
        .imageUsageReportEntries();
  }

  private static String usedImage(ConformanceEnvironment stage) {
    String id =
        stage.home().image(ImageSeed.named("web-1").sharedWith(ConformanceEnvironment.OTHER));
    var theirs =
        stage.cloud().seeds().target(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME);
    theirs.instanceUsing(id);
    theirs.instanceUsing(id);
    theirs.launchTemplate("web", id);
    stage.cloud().seeds().target("222233334444", ConformanceEnvironment.HOME).instanceUsing(id);
    stage.home().instanceUsing(id);
    return id;
  }

  private static void counts(ConformanceEnvironment stage) {
    String id = usedImage(stage);
    stage.pass(Duration.ofDays(4));
    String report = report(stage, id);
    stage.pass(Duration.ofHours(1));

    assertThat(entries(stage, report))
        .extracting(
            ImageUsageReportEntry::accountId,
            ImageUsageReportEntry::resourceType,
            ImageUsageReportEntry::usageCount)
        .containsExactlyInAnyOrder(
            tuple(ConformanceEnvironment.OTHER, "ec2:Instance", 2L),
            tuple(ConformanceEnvironment.OTHER, "ec2:LaunchTemplate", 1L),
            tuple("222233334444", "ec2:Instance", 1L));
  }

  private static void pending(ConformanceEnvironment stage) {
    String id = usedImage(stage);
    stage.pass(Duration.ofDays(4));
    String report = report(stage, id);

    assertThat(entries(stage, report)).isEmpty();
    ImageUsageReport shown =
        stage
            .ec2()
            .describeImageUsageReports(r -> r.reportIds(report))
            .imageUsageReports()
            .getFirst();
    assertThat(shown.state()).isEqualTo("pending");
    assertThat(shown.resourceTypes()).hasSize(2);
    stage.pass(Duration.ofHours(1));
    assertThat(
            stage
                .ec2()
                .describeImageUsageReports(r -> r.filters(filter("state", "available")))
                .imageUsageReports())
        .hasSize(1);
  }

  private static void lag(ConformanceEnvironment stage) {
    String id = usedImage(stage);
    stage.pass(Duration.ofHours(23));
    String early = report(stage, id);
    stage.pass(Duration.ofHours(1));
    String nextDay = report(stage, id);
    stage.pass(Duration.ofHours(1));

    assertThat(entries(stage, early)).isEmpty();
    assertThat(entries(stage, nextDay))
        .extracting(ImageUsageReportEntry::resourceType)
        .containsOnly("ec2:Instance");
  }

  private static void narrowed(ConformanceEnvironment stage) {
    String id = usedImage(stage);
    stage.pass(Duration.ofDays(4));
    String report = report(stage, id, "222233334444");
    stage.pass(Duration.ofHours(1));
    assertThat(entries(stage, report))
        .extracting(ImageUsageReportEntry::accountId)
        .containsExactly("222233334444");

    stage.ec2().deleteImageUsageReport(r -> r.reportId(report));
    refused("InvalidParameterValue", () -> entries(stage, report));
  }

  private static void expires(ConformanceEnvironment stage) {
    String report = report(stage, stage.image("web-1"));
    stage.pass(Duration.ofDays(30));
    refused("InvalidParameterValue", () -> entries(stage, report));
  }

  private static void repeated(ConformanceEnvironment stage) {
    String id = usedImage(stage);
    String report = withToken(stage, id, "a");
    assertThat(withToken(stage, id, "a")).isEqualTo(report);
    assertThat(withToken(stage, id, "b")).isNotEqualTo(report);
    assertThat(stage.ec2().describeImageUsageReports(r -> {}).imageUsageReports()).hasSize(2);
  }

  private static String withToken(ConformanceEnvironment stage, String imageId, String token) {
    return stage
        .ec2()
        .createImageUsageReport(
            r -> r.imageId(imageId).resourceTypes(type("ec2:Instance")).clientToken(token))
        .reportId();
  }

  private static void versions(ConformanceEnvironment stage) {
    String id = stage.home().image(ImageSeed.named("old"));
    String other = stage.home().image(ImageSeed.named("new"));
    List<String> images = new ArrayList<>(List.of(id));
    images.addAll(Collections.nCopies(20, other));
    stage
        .cloud()
        .seeds()
        .target(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME)
        .launchTemplate("web", images.toArray(String[]::new));
    stage.pass(Duration.ofDays(4));
    String newest = report(stage, id);
    String all =
        stage
            .ec2()
            .createImageUsageReport(
                r ->
                    r.imageId(id)
                        .resourceTypes(
                            type("ec2:LaunchTemplate").toBuilder()
                                .resourceTypeOptions(
                                    o -> o.optionName("version-depth").optionValues("10000"))
                                .build()))
            .reportId();
    stage.pass(Duration.ofHours(1));

    assertThat(entries(stage, newest)).isEmpty();
    assertThat(entries(stage, all)).extracting(ImageUsageReportEntry::usageCount).containsOnly(1L);
  }

  private static void recipes(ConformanceEnvironment stage) {
    String id = usedImage(stage);
    stage
        .cloud()
        .seeds()
        .target(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME)
        .reference(
            id,
            "imagebuilder:ImageRecipe",
            "arn:aws:imagebuilder:eu-west-1:"
                + ConformanceEnvironment.OTHER
                + ":image-recipe/a/1.0.0");
    String report =
        stage
            .ec2()
            .createImageUsageReport(
                r ->
                    r.imageId(id)
                        .resourceTypes(
                            type("imagebuilder:ImageRecipe"), type("imagebuilder:ContainerRecipe")))
            .reportId();
    stage.pass(Duration.ofHours(1));
    assertThat(entries(stage, report))
        .extracting(ImageUsageReportEntry::accountId, ImageUsageReportEntry::resourceType)
        .containsExactly(tuple(ConformanceEnvironment.OTHER, "imagebuilder:ImageRecipe"));
  }

  private static void pages(ConformanceEnvironment stage) {
    String id = usedImage(stage);
    stage.pass(Duration.ofDays(4));
    String report = report(stage, id);
    stage.pass(Duration.ofHours(1));

    assertThat(
            stage
                .ec2()
                .describeImageUsageReportEntriesPaginator(r -> r.reportIds(report).maxResults(2)))
        .extracting(page -> page.imageUsageReportEntries().size())
        .containsExactly(2, 1);
  }

  private static void ownersOnly(ConformanceEnvironment stage) {
    String id =
        stage
            .cloud()
            .seeds()
            .target(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME)
            .image(ImageSeed.named("theirs").sharedWith(ConformanceEnvironment.MINE));
    stage
        .cloud()
        .seeds()
        .target(ConformanceEnvironment.MINE, ConformanceEnvironment.HOME)
        .instance(InstanceSeed.small());
    refused("AuthFailure", () -> report(stage, id));
    refused(
        "MissingParameter",
        () -> stage.ec2().createImageUsageReport(r -> r.imageId(stage.image("mine"))));
  }
}
