package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatusRegionStatusBuilder;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.testing.Ec2Fixtures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which copies of an AmiCopy that is to be released still need a permission. */
class CopyReleaseTest {
  private static final RegionStatus RECORDED = entry("ami-1");
  private static final RegionStatus REQUESTED = entry(null);

  @ParameterizedTest
  @EnumSource
  void waitsForImageInProgressOnly(Image.State state) {
    boolean inProgress =
        state == Image.State.PENDING
            || state == Image.State.TRANSIENT
            || state == Image.State.UNKNOWN;

    RegionResult result = CopyRelease.observed(RECORDED, List.of(image("ami-1", state)), true);

    assertThat(result.ready()).isEqualTo(!inProgress);
    assertThat(stateOf(result)).isEqualTo(inProgress ? "pending" : state.value());
  }

  /** EC2 may show a copy a while after CopyImage returned it. */
  @Test
  void waitsUntilCopyMustBeVisible() {
    assertThat(CopyRelease.observed(RECORDED, List.of(), false).readyState())
        .isInstanceOf(ReadyState.Reconciling.class);
    assertThat(stateOf(CopyRelease.observed(RECORDED, List.of(), true))).isEqualTo("Gone");
    assertThat(CopyRelease.observed(RECORDED, List.of(), true).ready()).isTrue();
  }

  @Test
  void believesWhatEc2Shows() {
    List<Image> images = List.of(image("ami-1", Image.State.AVAILABLE));

    assertThat(CopyRelease.observed(RECORDED, images, false).ready()).isTrue();
  }

  /** The response of CopyImage was lost, and an image of an earlier source is available. */
  @Test
  void waitsForCopyWithoutRecordedId() {
    List<Image> superseded = List.of(image("ami-0", Image.State.AVAILABLE));

    assertThat(CopyRelease.observed(REQUESTED, superseded, false).ready()).isFalse();
    assertThat(CopyRelease.observed(REQUESTED, superseded, true).ready()).isTrue();
    assertThat(
            CopyRelease.observed(
                    REQUESTED,
                    List.of(
                        image("ami-0", Image.State.AVAILABLE), image("ami-1", Image.State.PENDING)),
                    true)
                .ready())
        .isFalse();
  }

  @Test
  void saysWhatItWaitsFor() {
    RegionResult result =
        CopyRelease.observed(RECORDED, List.of(image("ami-1", Image.State.PENDING)), true);

    assertThat(result.readyState().message())
        .isEqualTo("ami-1 is still being copied; then the permission on its source is revoked.");
    assertThat(result.regionStatus()).hasValueSatisfying(e -> assertThat(e.progress()).isNull());
  }

  private static String stateOf(RegionResult result) {
    return result.regionStatus().orElseThrow().state();
  }

  private static RegionStatus entry(String imageId) {
    return AmiCopyStatusRegionStatusBuilder.builder()
        .accountId(Ec2Fixtures.ACCOUNT)
        .region("us-east-1")
        .imageId(imageId)
        .imageName("web-42")
        .requested(true)
        .state("pending")
        .progress(40)
        .build();
  }

  private static Image image(String id, Image.State state) {
    return Ec2Fixtures.image(id, state, CopyFixtures.OWNER.tags(Role.COPY, "src"));
  }
}
