package dev.amioperator.deletion;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static dev.amioperator.testing.Ec2Fixtures.image;
import static dev.amioperator.testing.Ec2Fixtures.inState;
import static dev.amioperator.testing.Ec2Fixtures.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeletionPlannerTest extends DeletionTestBase {
  @Test
  void deletesOwnSnapshotsWithUnusedImage() {
    assertThat(actions(facts(Optional.of(IMAGE), UNUSED, CREATED), DeletionPolicy.DELETE))
        .containsExactly(new ImageAction.DeregisterImage("ami-1", true));
  }

  @Test
  void deletesSnapshotsSeparatelyWithForeignSnapshot() {
    assertThat(actions(facts(Optional.of(IMAGE), UNUSED, CREATED, FOREIGN), DeletionPolicy.DELETE))
        .containsExactly(new ImageAction.DeregisterImage("ami-1", false));
  }

  @Test
  void deletesSnapshotsSeparatelyOfIncompleteImage() {
    for (Image.State state : List.of(Image.State.PENDING, Image.State.FAILED)) {
      assertThat(
              actions(
                  facts(Optional.of(inState(IMAGE, state)), UNUSED, CREATED),
                  DeletionPolicy.DELETE))
          .containsExactly(new ImageAction.DeregisterImage("ami-1", false));
    }
  }

  @Test
  void deletesOnlyOwnSnapshotsAfterImage() {
    assertThat(actions(facts(Optional.empty(), UNUSED, CREATED, FOREIGN), DeletionPolicy.DELETE))
        .containsExactly(new SnapshotAction.DeleteSnapshot("snap-1"));
  }

  @Test
  void keepsSnapshotWithoutOwnershipTags() {
    Snapshot stripped = snapshotOf("ami-1", Map.of());
    DeletionPlanner.DeletionFacts facts =
        new DeletionPlanner.DeletionFacts(
            OWNER,
            Optional.empty(),
            List.of(new SnapshotEntry("snap-1", Origin.CREATED)),
            Map.of("snap-1", stripped),
            UNUSED,
            Optional.empty(),
            SnapshotBlockers.NONE);
    assertThat(plan(facts, DeletionPolicy.DELETE)).isEmpty();
  }

  @Test
  void keepsImageWithoutOwnershipTags() {
    Image stripped = image("ami-1", Image.State.AVAILABLE, Map.of());
    Plan plan = plan(facts(Optional.of(stripped), UNUSED, CREATED), DeletionPolicy.DELETE).get();
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().reason()).isEqualTo(Reason.NotOwned);
    assertThat(plan.readyState().message()).contains("ami-1", TagKeys.RESOURCE, "abandon");
  }

  static Stream<Usage> notProvenUnused() {
    return Stream.of(
        new Usage.Used(List.of(new ImageReference("ami-1", "ec2:Instance", "arn:i-1"))),
        new Usage.Unknown("DescribeImageReferences failed: denied"),
        new Usage.Pending(),
        new Usage.Unused(NOW.minus(UsageGuard.MAX_PROOF_AGE).minus(Duration.ofSeconds(1))));
  }

  @ParameterizedTest
  @MethodSource("notProvenUnused")
  void keepsImageWithoutRecentProofOfNonUse(Usage usage) {
    for (DeletionPolicy policy : List.of(DeletionPolicy.DELETE, DeletionPolicy.RETAIN_SNAPSHOTS)) {
      assertThat(actions(facts(Optional.of(IMAGE), usage, CREATED), policy)).isEmpty();
    }
  }

  @Test
  void namesReferenceAndRemedy() {
    Usage used =
        new Usage.Used(
            List.of(
                new ImageReference("ami-1", "ec2:LaunchTemplate", "arn:lt-7"),
                new ImageReference("ami-1", "ec2:Instance", "arn:i-1")));
    ReadyState readyState =
        plan(facts(Optional.of(IMAGE), used, CREATED), DeletionPolicy.DELETE).get().readyState();
    assertThat(readyState.reason()).isEqualTo(Reason.InUse);
    assertThat(readyState.message())
        .contains("ami-1", "ec2:LaunchTemplate arn:lt-7", "1 more", "deletionGuard: None");
  }

  @Test
  void deregistersImageInUseWithoutGuard() {
    Usage used = new Usage.Used(List.of(new ImageReference("ami-1", "ec2:Instance", "arn:i-1")));
    assertThat(
            DeletionPlanner.plan(
                    facts(Optional.of(IMAGE), used, CREATED),
                    DeletionPolicy.DELETE,
                    DeletionGuard.NONE,
                    NOW)
                .get()
                .actions())
        .containsExactly(new ImageAction.DeregisterImage("ami-1", true));
  }

  @Test
  void requiresProofForFailedImage() {
    Image failed = inState(IMAGE, Image.State.FAILED);
    assertThat(
            actions(
                facts(Optional.of(failed), new Usage.Pending(), CREATED), DeletionPolicy.DELETE))
        .isEmpty();
    assertThat(actions(facts(Optional.of(failed), UNUSED, CREATED), DeletionPolicy.DELETE))
        .containsExactly(new ImageAction.DeregisterImage("ami-1", false));
  }

  /** A retention policy that deletes orphaned snapshots leaves them alone. */
  @Test
  void deregistersImageAndReleasesRetainedSnapshots() {
    assertThat(actions(facts(Optional.of(IMAGE), UNUSED, CREATED), DeletionPolicy.RETAIN_SNAPSHOTS))
        .containsExactly(new ImageAction.DeregisterImage("ami-1", false));
    assertThat(actions(facts(Optional.empty(), UNUSED, CREATED), DeletionPolicy.RETAIN_SNAPSHOTS))
        .containsExactly(
            new TagAction.CreateTags(List.of("snap-1"), Map.of(TagKeys.KEEP, "RetainSnapshots")),
            new TagAction.DeleteTags(List.of("snap-1"), TagKeys.OWNERSHIP));
  }

  @Test
  void removesOnlyOwnershipTagsWithRetain() {
    assertThat(
            actions(facts(Optional.of(IMAGE), new Usage.Pending(), CREATED), DeletionPolicy.RETAIN))
        .containsExactly(new TagAction.DeleteTags(List.of("ami-1", "snap-1"), TagKeys.OWNERSHIP));
  }

  @Test
  void keepsTagsOfAnotherOwnerWithRetain() {
    Owner other = new Owner(OWNER.cluster(), "AmiImage/images/other");
    Image theirs = image("ami-1", Image.State.AVAILABLE, other.tags(Role.IMAGE, "src"));
    assertThat(plan(facts(Optional.of(theirs), UNUSED), DeletionPolicy.RETAIN)).isEmpty();
  }

  /** The object exists, and otherwise its tags would declare the image for good. */
  @Test
  void leavesReleasedImageToPolicies() {
    DeletionPlanner.DeletionFacts facts =
        facts(Optional.of(IMAGE), new Usage.Pending(), CREATED, FOREIGN);
    assertThat(actions(facts, DeletionPolicy.RELEASE))
        .containsExactly(
            new TagAction.CreateTags(
                List.of("ami-1", "snap-1"), Map.of(TagKeys.ROLE, "superseded")));

    Map<String, String> superseded = OWNER.tags(Role.SUPERSEDED, "src");
    assertThat(
            plan(
                facts(
                    Optional.of(image("ami-1", Image.State.AVAILABLE, superseded)),
                    new Usage.Pending(),
                    snapshotOf("ami-1", superseded)),
                DeletionPolicy.RELEASE))
        .isEmpty();
  }

  @Test
  void leavesTagsOfAnotherOwnerWithRelease() {
    Owner other = new Owner(OWNER.cluster(), "AmiImage/images/other");
    Image theirs = image("ami-1", Image.State.AVAILABLE, other.tags(Role.IMAGE, "src"));
    assertThat(plan(facts(Optional.of(theirs), UNUSED), DeletionPolicy.RELEASE)).isEmpty();
  }

  @Test
  void completesWithoutImageAndSnapshots() {
    DeletionPlanner.DeletionFacts facts =
        new DeletionPlanner.DeletionFacts(
            OWNER,
            Optional.empty(),
            List.of(new SnapshotEntry("snap-1", Origin.CREATED)),
            Map.of(),
            UNUSED,
            Optional.empty(),
            SnapshotBlockers.NONE);
    assertThat(plan(facts, DeletionPolicy.DELETE)).isEmpty();
  }
}
