package dev.amioperator.simulator.iam;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.PermissionUse;
import dev.amioperator.simulator.RoleSeed;
import dev.amioperator.simulator.conformance.ConformanceEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** A role with the documented policies of the operator, on the calls that it makes. */
class RolePoliciesTest {
  private static final String CLUSTER = "amioperator.dev/cluster";

  private final ConformanceEnvironment stage = ConformanceEnvironment.inProcess();

  private Ec2Client role(String... policies) throws IOException {
    RoleSeed seed = RoleSeed.trusting("operator", null, ConformanceEnvironment.MINE);
    for (String policy : policies) {
      seed = seed.withPolicy(policy, Files.readString(Path.of("config", "iam", policy)));
    }
    String arn = stage.cloud().seeds().role(ConformanceEnvironment.MINE, seed);
    String key =
        stage
            .cloud()
            .sts(Caller.of(ConformanceEnvironment.MINE))
            .assumeRole(r -> r.roleArn(arn).roleSessionName("run"))
            .credentials()
            .accessKeyId();
    return stage.ec2(stage.cloud().caller(key).orElseThrow(), ConformanceEnvironment.HOME);
  }

  @Test
  void createsAndDeletesOwnImages() throws IOException {
    Ec2Client ec2 = role("image.json");
    String instance = stage.instance();
    String image =
        ec2.createImage(
                r ->
                    r.instanceId(instance)
                        .name("web-1")
                        .tagSpecifications(
                            ConformanceEnvironment.tags(ResourceType.IMAGE, CLUSTER, "c1"),
                            ConformanceEnvironment.tags(ResourceType.SNAPSHOT, CLUSTER, "c1")))
            .imageId();
    stage.pass(Duration.ofMinutes(30));
    ec2.deregisterImage(r -> r.imageId(image).deleteAssociatedSnapshots(true));

    Journal.Entry last = stage.cloud().journal().entries().getLast();
    assertThat(last.authorized())
        .extracting(AuthorizedAction::action, AuthorizedAction::statement)
        .contains(
            Tuple.tuple("ec2:DeregisterImage", "DeleteTaggedImagesAndSnapshots"),
            Tuple.tuple("ec2:DeleteSnapshot", "DeleteTaggedImagesAndSnapshots"));
  }

  @Test
  void refusesToDeregisterOtherImages() throws IOException {
    Ec2Client ec2 = role("image.json");
    String foreign = stage.home().image(ImageSeed.named("web-1"));

    Ec2Exception refusal =
        refused("UnauthorizedOperation", () -> ec2.deregisterImage(r -> r.imageId(foreign)));

    assertThat(refusal.awsErrorDetails().errorMessage())
        .startsWith(
            "You are not authorized to perform this operation. User:"
                + " arn:aws:sts::123456789012:assumed-role/operator/run is not authorized to"
                + " perform: ec2:DeregisterImage on resource: arn:aws:ec2:eu-west-1::image/"
                + foreign
                + " because no identity-based policy allows the ec2:DeregisterImage action. Encoded"
                + " authorization failure message: ");
    assertThat(stage.cloud().journal().entries().getLast().denied().action())
        .isEqualTo("ec2:DeregisterImage");
    Ec2Client retiring = role("image.json", "retention-foreign.json");
    String since = "amioperator.dev/unkept-since";
    retiring.createTags(r -> r.resources(foreign).tags(t -> t.key(since).value("2026-01-01")));
    retiring.deregisterImage(r -> r.imageId(foreign));
  }

  /** What no call needs is listed, so that a test can find permissions to take away. */
  @Test
  void listsUnusedPermissions() throws IOException {
    Ec2Client ec2 = role("observe.json");
    ec2.describeImages(r -> {});
    String arn = "arn:aws:iam::123456789012:role/operator";

    assertThat(stage.cloud().permissionUse().used(arn))
        .containsExactly(
            new PermissionUse.Use(
                arn, "observe.json", "DescribeImagesAndSnapshots", "ec2:DescribeImages"));
    assertThat(stage.cloud().permissionUse().unused(arn))
        .extracting(PermissionUse.Unused::statement)
        .contains("FindImageUsage", "DescribeImagesAndSnapshots");
    assertThat(stage.cloud().permissionUse().unused(arn))
        .flatExtracting(PermissionUse.Unused::actions)
        .contains("ec2:DescribeSnapshots")
        .doesNotContain("ec2:DescribeImages");
  }

  @Test
  void answersDryRunWithDecision() throws IOException {
    Ec2Client ec2 = role("image.json", "retention-foreign.json");
    String foreign =
        stage
            .home()
            .image(ImageSeed.named("web-1").tagged("amioperator.dev/unkept-since", "2026-01-01"));
    refused("DryRunOperation", () -> ec2.deregisterImage(r -> r.imageId(foreign).dryRun(true)));
    refused("UnauthorizedOperation", () -> ec2.disableImage(r -> r.imageId(foreign).dryRun(true)));
  }
}
