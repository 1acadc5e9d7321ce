package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.ImageUsageReport;
import dev.amioperator.ec2.UsageReportAction.CreateImageUsageReport;
import dev.amioperator.simulator.Faults;
import dev.amioperator.simulator.ImageSeed;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportEntriesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportEntriesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportsResponse;

class AwsUsageReportsTest extends AwsAdapterTestBase {
  private static final String OTHER = "444455556666";

  @Test
  void countsRecipesAndEveryVersionOfLaunchTemplates() {
    String image = seedImage(ImageSeed.named("web-1"));
    String newer = seedImage(ImageSeed.named("web-2"));
    List<String> versions =
        Stream.concat(Stream.of(image), Collections.nCopies(30, newer).stream()).toList();
    var theirs = cloud.seeds().target(OTHER, PLACE.region());
    theirs.launchTemplate("web", versions.toArray(String[]::new));
    theirs.reference(
        image, "imagebuilder:ImageRecipe", "arn:aws:imagebuilder:eu-west-1:1:image-recipe/a/1");
    cloud.clock().step(Duration.ofDays(4));

    execute(new CreateImageUsageReport(image, "token", TAGS));
    ImageUsageReport report = listed().getFirst();
    assertThat(report.imageId()).isEqualTo(image);
    assertThat(report.state()).isEqualTo(ImageUsageReport.State.PENDING);
    assertThat(report.created()).isEqualTo(cloud.clock().instant());
    assertThat(report.tags()).isEqualTo(TAGS);
    cloud.clock().step(Duration.ofHours(1));

    assertThat(reads.usageReports().byId(PLACE, report.id()).orElseThrow().state())
        .isEqualTo(ImageUsageReport.State.AVAILABLE);
    assertThat(reads.usageReports().entries(PLACE, List.of(report.id())))
        .containsExactlyInAnyOrder(
            new ImageUsageReport.Entry(report.id(), OTHER, "ec2:LaunchTemplate", 1),
            new ImageUsageReport.Entry(report.id(), OTHER, "imagebuilder:ImageRecipe", 1));
  }

  @Test
  void readsEveryPageOfEntries() {
    String report = usedReport();
    assertThat(inPagesOfOne().entries(PLACE, List.of(report))).hasSize(2);
  }

  /** What a page that is missing would have shown is a use. */
  @Test
  void readsNoPartOfEntries() {
    String report = usedReport();
    cloud
        .faults()
        .add(
            Faults.Rule.forAction(
                    "DescribeImageUsageReportEntries",
                    new Faults.Effect.Refuse("InternalError", "", 500))
                .forResource("NextToken"));
    assertThatThrownBy(() -> inPagesOfOne().entries(PLACE, List.of(report)))
        .isInstanceOf(Ec2CallException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "pending, PENDING",
    "available, AVAILABLE",
    "error, ERROR",
    "new, UNKNOWN",
    ", UNKNOWN"
  })
  void knowsStates(String value, ImageUsageReport.State state) {
    AwsUsageReports shown =
        reports(
            new FakeClient() {
              @Override
              public DescribeImageUsageReportsResponse describeImageUsageReports(
                  DescribeImageUsageReportsRequest request) {
                return DescribeImageUsageReportsResponse.builder()
                    .imageUsageReports(r -> r.reportId("amiur-1").state(value))
                    .build();
              }
            });
    assertThat(shown.all(PLACE, Optional.empty()).items())
        .containsExactly(new ImageUsageReport("amiur-1", "", state, "", Instant.EPOCH, Map.of()));
  }

  private String usedReport() {
    String image = seedImage(ImageSeed.named("web-1"));
    var theirs = cloud.seeds().target(OTHER, PLACE.region());
    theirs.instanceUsing(image);
    theirs.launchTemplate("web", image);
    cloud.clock().step(Duration.ofDays(4));
    execute(new CreateImageUsageReport(image, "token", TAGS));
    cloud.clock().step(Duration.ofHours(1));
    return listed().getFirst().id();
  }

  private List<ImageUsageReport> listed() {
    return reads.usageReports().all(PLACE, Optional.empty()).items();
  }

  private AwsUsageReports inPagesOfOne() {
    Ec2Client simulated = clients.ec2(PLACE.account(), PLACE.region());
    return reports(
        new FakeClient() {
          @Override
          public DescribeImageUsageReportEntriesResponse describeImageUsageReportEntries(
              DescribeImageUsageReportEntriesRequest request) {
            return simulated.describeImageUsageReportEntries(
                request.toBuilder().maxResults(1).build());
          }
        });
  }

  /** A client that knows only what a test adds. */
  private abstract static class FakeClient implements Ec2Client {
    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  /** Reads with this client in place of the simulator's. */
  private AwsUsageReports reports(Ec2Client client) {
    AwsClientProvider provider =
        (AwsClientProvider)
            Proxy.newProxyInstance(
                AwsClientProvider.class.getClassLoader(),
                new Class<?>[] {AwsClientProvider.class},
                (proxy, method, arguments) ->
                    method.getName().equals("ec2") ? client : method.invoke(clients, arguments));
    return new AwsUsageReports(new ApiCaller(provider, limits));
  }
}
