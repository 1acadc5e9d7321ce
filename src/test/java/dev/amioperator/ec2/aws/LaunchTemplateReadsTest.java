package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ListedResourceType;
import dev.amioperator.ec2.Page;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.SimulatedClients;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverrides;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.SpotFleetLaunchSpecification;

/** The snapshots that block devices of launch templates, configurations and fleets name. */
class LaunchTemplateReadsTest {
  private static final String ACCOUNT = "123456789012";
  private static final AccountRegion REGION = new AccountRegion("default", ACCOUNT, "eu-west-1");
  private static final String IMAGE = "ami-0123456789abcdef0";

  private final SimulatedCloud cloud =
      SimulatedCloud.create(SimulatedClock.steppedFrom(Instant.parse("2026-03-01T12:00:00Z")));
  private final Seeds.SeedTarget seeds = cloud.seeds().target(ACCOUNT, REGION.region());
  private final Ec2Client ec2 = cloud.ec2(Caller.of(ACCOUNT), REGION.region());
  private final AwsReads reads =
      new AwsReads(new SimulatedClients(cloud, Caller.of(ACCOUNT)), new RateLimiter(cloud.clock()));

  @Test
  void findsSnapshotsOfEveryVersion() {
    String web = template("web", Optional.of("snap-0123456789abcdef0"));
    version(web, Optional.of("snap-0123456789abcdef1"));
    version(web, Optional.empty());
    template("none", Optional.empty());

    assertThat(listed(ListedResourceType.LAUNCH_TEMPLATE))
        .containsExactlyInAnyOrder(
            new ImageReference("snap-0123456789abcdef0", "ec2:LaunchTemplate", arn(web)),
            new ImageReference("snap-0123456789abcdef1", "ec2:LaunchTemplate", arn(web)));
  }

  /** EC2 returns at most 200 versions, and 200 templates, in a page. */
  @Test
  void readsEveryPage() {
    String many = template("many", Optional.empty());
    for (int i = 0; i < 250; i++) {
      version(many, i == 249 ? Optional.of("snap-0123456789abcdef2") : Optional.empty());
    }
    for (int i = 0; i < 220; i++) {
      template("t-" + i, Optional.of("snap-0000000000000%04d".formatted(i)));
    }

    assertThat(listed(ListedResourceType.LAUNCH_TEMPLATE))
        .hasSize(221)
        .contains(new ImageReference("snap-0123456789abcdef2", "ec2:LaunchTemplate", arn(many)));
  }

  /** A page is a single call: the rate limit can only delay a listing. */
  @Test
  void makesOneCallForEachPage() {
    template("aaa", Optional.empty());
    template("bbb", Optional.empty());
    long before = cloud.journal().entries().size();

    Page<ImageReference> first =
        reads.resourcesWithImages(REGION, ListedResourceType.LAUNCH_TEMPLATE, Optional.empty());
    reads.resourcesWithImages(REGION, ListedResourceType.LAUNCH_TEMPLATE, first.nextToken());

    assertThat(cloud.journal().entries().size() - before).isEqualTo(2);
  }

  @Test
  void passesOverTemplateThatIsDeletedMeanwhile() {
    String gone = template("aaa", Optional.of("snap-0123456789abcdef0"));
    String there = template("bbb", Optional.of("snap-0123456789abcdef1"));
    Page<ImageReference> templates =
        reads.resourcesWithImages(REGION, ListedResourceType.LAUNCH_TEMPLATE, Optional.empty());
    ec2.deleteLaunchTemplate(r -> r.launchTemplateId(gone));

    assertThat(rest(ListedResourceType.LAUNCH_TEMPLATE, templates))
        .extracting(ImageReference::arn)
        .containsExactly(arn(there));
  }

  @Test
  void findsSnapshotsOfLaunchConfigurations() {
    seeds.launchConfiguration("web", IMAGE, "snap-0123456789abcdef0");

    assertThat(listed(ListedResourceType.LAUNCH_CONFIGURATION))
        .extracting(ImageReference::imageId)
        .containsExactly(IMAGE, "snap-0123456789abcdef0");
  }

  @Test
  void findsSnapshotsOfFleets() {
    SpotFleetLaunchSpecification spot =
        SpotFleetLaunchSpecification.builder()
            .imageId(IMAGE)
            .blockDeviceMappings(
                d -> d.deviceName("/dev/sdb").ebs(e -> e.snapshotId("snap-1")),
                d -> d.deviceName("/dev/sdc").virtualName("ephemeral0"))
            .build();
    FleetLaunchTemplateOverrides overrides =
        FleetLaunchTemplateOverrides.builder()
            .blockDeviceMappings(d -> d.ebs(e -> e.snapshotId("snap-2")))
            .build();

    assertThat(ImageUsageReads.named(spot)).containsExactly(IMAGE, "snap-1");
    assertThat(ImageUsageReads.named(overrides)).containsExactly("snap-2");
  }

  private List<ImageReference> listed(ListedResourceType type) {
    return rest(type, new Page<>(List.of(), Optional.empty()));
  }

  private List<ImageReference> rest(ListedResourceType type, Page<ImageReference> from) {
    List<ImageReference> all = new ArrayList<>();
    Page<ImageReference> page = from;
    do {
      cloud.clock().step(Duration.ofSeconds(1));
      page = reads.resourcesWithImages(REGION, type, page.nextToken());
      all.addAll(page.items());
    } while (page.nextToken().isPresent());
    return all;
  }

  private String template(String name, Optional<String> snapshot) {
    cloud.clock().step(Duration.ofSeconds(1));
    return ec2.createLaunchTemplate(
            r -> r.launchTemplateName(name).launchTemplateData(of(snapshot)))
        .launchTemplate()
        .launchTemplateId();
  }

  private void version(String template, Optional<String> snapshot) {
    cloud.clock().step(Duration.ofSeconds(1));
    ec2.createLaunchTemplateVersion(
        r -> r.launchTemplateId(template).launchTemplateData(of(snapshot)));
  }

  private static RequestLaunchTemplateData of(Optional<String> snapshot) {
    RequestLaunchTemplateData.Builder data = RequestLaunchTemplateData.builder().imageId(IMAGE);
    snapshot.ifPresent(
        id -> data.blockDeviceMappings(d -> d.deviceName("/dev/sdb").ebs(e -> e.snapshotId(id))));
    return data.build();
  }

  private static String arn(String template) {
    return "arn:aws:ec2:eu-west-1:123456789012:launch-template/" + template;
  }
}
