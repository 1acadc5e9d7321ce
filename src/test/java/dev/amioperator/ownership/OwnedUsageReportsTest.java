package dev.amioperator.ownership;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.ImageUsageReport;
import dev.amioperator.ec2.UsageReportAction.CreateImageUsageReport;
import dev.amioperator.ec2.UsageReportAction.DeleteImageUsageReport;
import dev.amioperator.ec2.aws.AwsActionDispatcher;
import dev.amioperator.ec2.aws.AwsBuildInstances;
import dev.amioperator.ec2.aws.AwsReads;
import dev.amioperator.ec2.aws.RateLimiter;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.SimulatedClients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The policies of a cluster share its usage reports; those of others are left alone. */
class OwnedUsageReportsTest {
  private static final AccountRegion HERE = new AccountRegion("default", ACCOUNT, "eu-west-1");
  private static final Owner POLICY =
      new Owner(new ClusterId("c1"), "AmiRetentionPolicy/images/web");

  private final SimulatedCloud cloud =
      SimulatedCloud.create(SimulatedClock.steppedFrom(Instant.parse("2026-06-01T12:00:00Z")));
  private final SimulatedClients clients = new SimulatedClients(cloud, Caller.of(ACCOUNT));
  private final RateLimiter limits = new RateLimiter(cloud.clock());
  private final AwsReads reads = new AwsReads(clients, limits);
  private final AwsActionDispatcher dispatcher = new AwsActionDispatcher(clients, limits);
  private final OwnedActions actions =
      new OwnershipCheckedActions(
          dispatcher, reads, new AwsBuildInstances(clients, limits), cloud.clock(), Duration.ZERO);

  @Test
  void deletesReportsOfItsClusterOnly() {
    String own = report(Map.of(TagKeys.CLUSTER, "c1"), "a");
    String ofOtherCluster = report(Map.of(TagKeys.CLUSTER, "c2"), "b");
    String ofUser = report(Map.of("team", "shop"), "c");

    actions.execute(HERE, POLICY, new DeleteImageUsageReport(own));
    for (String other : List.of(ofOtherCluster, ofUser)) {
      assertThat(
              catchThrowableOfType(
                      Ec2CallException.class,
                      () -> actions.execute(HERE, POLICY, new DeleteImageUsageReport(other)))
                  .errorClass())
          .isEqualTo(ErrorClass.NOT_OWNED);
    }
    assertThat(listed())
        .extracting(ImageUsageReport::id)
        .containsExactlyInAnyOrder(ofOtherCluster, ofUser);
  }

  private String report(Map<String, String> tags, String token) {
    String image =
        cloud.seeds().target(ACCOUNT, "eu-west-1").image(ImageSeed.named("web-" + token));
    dispatcher.execute(HERE, new CreateImageUsageReport(image, token, tags));
    return listed().stream()
        .filter(report -> report.imageId().equals(image))
        .map(ImageUsageReport::id)
        .findFirst()
        .orElseThrow();
  }

  private List<ImageUsageReport> listed() {
    return reads.usageReports().all(HERE, Optional.empty()).items();
  }
}
