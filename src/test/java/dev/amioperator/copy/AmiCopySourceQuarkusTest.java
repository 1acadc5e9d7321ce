package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.LaunchPermissionsSpec;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Sources that are disabled, belong to others, or are gone. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopySourceQuarkusTest extends CopyTestBase {
  private static final String OTHER = "999988887777";

  @Test
  void copiesDisabledSource() {
    String source = seeds.image(ImageSeed.named("disabled"));
    SimulatedAws.administrator(clients, HOME).disableImage(r -> r.imageId(source));
    apply(Manifests.copyOf("disabled", source, LONDON));

    assertThat(awaitReady("disabled").copies()).isEqualTo("1/1");
    delete("disabled");
  }

  @Test
  void explainsRefusalToCopyDisabledSource() {
    String source = seeds.image(ImageSeed.named("refused-disabled"));
    SimulatedAws.administrator(clients, HOME).disableImage(r -> r.imageId(source));
    cloud.faults().refuse("CopyImage", "IncorrectState", 1000);
    apply(Manifests.copyOf("refused-disabled", source, LONDON));

    AmiCopyStatus status = awaitStatus("refused-disabled", CopyTestBase::isStalled);

    assertThat(readyReason(status)).isEqualTo("SourceNotReady");
    assertThat(readyCondition(status).message())
        .contains("0 of 1 copies available", LONDON, source, "EnableImage");
    cloud.faults().clear();
    resource("refused-disabled").delete();
    awaitDeletion("refused-disabled", java.time.Duration.ofSeconds(60));
  }

  @Test
  void namesSnapshotsThatOwnerHasToShare() {
    String source = cloud.seeds().target(OTHER, HOME).image(ImageSeed.named("theirs"));
    Ec2Client owner = cloud.ec2(Caller.of(OTHER), HOME);
    owner.modifyImageAttribute(
        r -> r.imageId(source).launchPermission(p -> p.add(a -> a.userId(Ec2Fixtures.ACCOUNT))));
    String snapshot =
        owner
            .describeImages(r -> r.imageIds(source))
            .images()
            .getFirst()
            .blockDeviceMappings()
            .getFirst()
            .ebs()
            .snapshotId();
    apply(Manifests.copyOf("theirs", source, LONDON));

    AmiCopyStatus refused = awaitStatus("theirs", CopyTestBase::isStalled);

    assertThat(readyCondition(refused).message())
        .contains(source, snapshot, OTHER, Ec2Fixtures.ACCOUNT, "createVolumePermission");
    owner.modifySnapshotAttribute(
        r ->
            r.snapshotId(snapshot)
                .attribute("createVolumePermission")
                .operationType("add")
                .userIds(Ec2Fixtures.ACCOUNT));
    edit("theirs", CopyTestBase::withDescription);
    assertThat(awaitReady("theirs").copies()).isEqualTo("1/1");

    owner.deregisterImage(r -> r.imageId(source));
    // The copy in London shows that the account could use the image.
    edit("theirs", spec -> withRegions(spec, LONDON, OREGON));
    // At first EC2 refuses the call, if the source was read before it was deregistered.
    AmiCopyStatus gone =
        awaitStatus("theirs", s -> readyCondition(s).message().contains("deregistered"));
    assertThat(readyReason(gone)).isEqualTo("SourceNotFound");
    assertThat(readyCondition(gone).message()).contains(source);
    delete("theirs");
  }

  @Test
  void saysThatRemovedFieldsAreNotKept() {
    String source = seeds.image(ImageSeed.named("fields"));
    apply(Manifests.copyOf("fields", source, LONDON));
    awaitReady("fields");
    edit("fields", spec -> withLaunchPermission(spec, Manifests.FRIEND));
    awaitStatus("fields", s -> s.ready() && s.managedFields() != null);

    edit("fields", spec -> withLaunchPermissions(spec, null));
    AmiCopyStatus left =
        awaitStatus("fields", s -> s.ready() && message(s).contains("launchPermissions"));
    assertThat(message(left)).contains("launchPermissions: {}");

    edit(
        "fields",
        spec ->
            withLaunchPermissions(
                spec, new LaunchPermissionsSpec(null, List.of(), null, null, null)));
    awaitStatus("fields", s -> s.ready() && s.managedFields() == null);
    delete("fields");
  }

  private static String message(AmiCopyStatus status) {
    return String.valueOf(readyCondition(status).message());
  }
}
