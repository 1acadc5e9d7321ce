package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.dueImage;
import static dev.amioperator.retention.RetentionImageFixtures.inState;
import static dev.amioperator.retention.RetentionImageFixtures.ownedByResource;
import static dev.amioperator.retention.RetentionImageFixtures.snapshot;
import static dev.amioperator.retention.RetentionScenario.CLUSTER;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.retention.RetiringImagePlanner.NextStep;
import dev.amioperator.retention.RetiringImagePlanner.RetiringImage;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetiringImagePlannerTest {
  private static final Duration GRACE = Duration.ofMinutes(1);
  private static final Owner POLICY = new Owner(CLUSTER, "AmiRetentionPolicy/images/web");
  private static final Image IMAGE = dueImage("ami-a");
  private static final Decision DECISION =
      RetentionScenario.withImages(IMAGE).decisions().get("ami-a");
  private static final Snapshot MADE = snapshot("Created by CreateImage(i-1) for ami-a", Map.of());
  private static final Snapshot TAGGED =
      snapshot(MADE.description(), Map.of(TagKeys.UNKEPT_SINCE, "2026-01-01T00:00:00Z"));
  private static final Presence<Image> STANDING =
      new Presence<>(Optional.of(IMAGE), Optional.empty(), 0);

  @Test
  void claimsSnapshotCreatedForImage() {
    assertThat(origin(IMAGE, MADE)).isEqualTo(Origin.CREATED);
    assertThat(origin(IMAGE, snapshot("Copied for DestinationAmi ami-a from eu", Map.of())))
        .isEqualTo(Origin.CREATED);
    assertThat(
            origin(IMAGE, snapshot("Created by CreateImage(i-1) for ami-a from vol-2", Map.of())))
        .isEqualTo(Origin.CREATED);
    assertThat(origin(IMAGE, snapshot("Created by CreateImage(i-1) for ami-b", Map.of())))
        .isEqualTo(Origin.FOREIGN);
    assertThat(origin(IMAGE, snapshot("nightly backup", Map.of()))).isEqualTo(Origin.FOREIGN);
  }

  @Test
  void treatsClaimedSnapshotAsForeign() {
    String made = MADE.description();
    assertThat(origin(IMAGE, snapshot(made, tags("AmiImage/images/other"))))
        .isEqualTo(Origin.FOREIGN);
    assertThat(origin(IMAGE, snapshot(made, Map.of("aws:backup:source-resource", "x"))))
        .isEqualTo(Origin.FOREIGN);
  }

  @Test
  void claimsSnapshotWithTagsOfImageOwner() {
    Image made = ownedByResource("AmiImage/images/former", IMAGE);

    assertThat(origin(made, snapshot("", tags("AmiImage/images/former"))))
        .isEqualTo(Origin.CREATED);
    assertThat(origin(made, snapshot("", tags("AmiImage/images/other")))).isEqualTo(Origin.FOREIGN);
  }

  /** The tags travelled with a copy of which only the snapshot is left. */
  @Test
  void treatsSnapshotMadeForOtherImageAsForeign() {
    Image made = ownedByResource("AmiImage/images/former", IMAGE);

    assertThat(
            origin(
                made,
                snapshot(
                    "Copied for DestinationAmi ami-b from SourceAmi ami-a",
                    tags("AmiImage/images/former"))))
        .isEqualTo(Origin.FOREIGN);
  }

  @Test
  void treatsUnobservedSnapshotAsForeign() {
    assertThat(
            RetirementClaim.of(POLICY, IMAGE)
                .retiringEntry(RetentionScenario.PLACE, IMAGE, Map.of())
                .snapshots())
        .containsExactly(new SnapshotEntry("snap-ami-a", Origin.FOREIGN));
  }

  /** IAM policies restrict the deletion of what others created by this tag. */
  @Test
  void tagsSnapshotsOfOthersBeforeDeletion() {
    AwsAction tag =
        new TagAction.CreateTags(
            List.of("snap-ami-a"), Map.of(TagKeys.UNKEPT_SINCE, NOW.toString()));

    assertThat(nextActions(observed(STANDING, true, present(MADE), Origin.CREATED)))
        .containsExactly(tag);
    assertThat(nextActions(observed(absent(), true, present(MADE), Origin.CREATED)))
        .containsExactly(tag);
    assertThat(nextActions(observed(STANDING, true, present(MADE), Origin.FOREIGN)))
        .containsExactly(new ImageAction.DeregisterImage("ami-a", false));
  }

  @Test
  void doesNotTagSharedSnapshots() {
    RetiringImage shared = observed(STANDING, true, present(MADE), Origin.CREATED);

    assertThat(nextActions(withSharingImages(shared, "snap-ami-a")))
        .containsExactly(new ImageAction.DeregisterImage("ami-a", false));
  }

  @Test
  void untagsSnapshotsOfImageKeptAgain() {
    assertThat(nextActions(observed(STANDING, false, present(TAGGED), Origin.CREATED)))
        .containsExactly(
            new TagAction.DeleteTags(List.of("snap-ami-a"), Set.of(TagKeys.UNKEPT_SINCE)));
    assertThat(nextStep(observed(STANDING, false, present(MADE), Origin.CREATED)))
        .isInstanceOf(NextStep.Cancelled.class);
  }

  @Test
  void deregistersWithCreatedSnapshots() {
    assertThat(nextActions(observed(STANDING, true, present(TAGGED), Origin.CREATED)))
        .containsExactly(new ImageAction.DeregisterImage("ami-a", true));
    assertThat(nextActions(observed(STANDING, true, present(TAGGED), Origin.FOREIGN)))
        .containsExactly(new ImageAction.DeregisterImage("ami-a", false));
  }

  @Test
  void keepsImageWithoutRecentProof() {
    Usage old = new Usage.Unused(NOW.minus(Duration.ofMinutes(16)));

    assertThat(
            nextActions(withUsage(old, observed(STANDING, true, present(TAGGED), Origin.CREATED))))
        .isEmpty();
  }

  @Test
  void dropsRecordOfImageKeptAgain() {
    RetiringImage kept = observed(STANDING, false, present(MADE), Origin.CREATED);

    assertThat(nextStep(kept)).isInstanceOf(NextStep.Cancelled.class);
    assertThat(nextStep(withUnsettledView(kept))).isInstanceOf(NextStep.Wait.class);
  }

  @Test
  void keepsRecordOfImageWithUnknownUsage() {
    Decision unknown =
        RetentionScenario.withImages(IMAGE)
            .withUsage("ami-a", new Usage.Unknown("no answer"))
            .decisions()
            .get("ami-a");
    RetiringImage s = observed(STANDING, false, present(TAGGED), Origin.CREATED);
    RetiringImage notKnown =
        new RetiringImage(
            s.claim(),
            s.entry(),
            s.image(),
            Optional.of(unknown),
            true,
            s.usage(),
            s.snapshots(),
            s.sharedSnapshotIds(),
            NOW);

    assertThat(nextStep(notKnown)).isEqualTo(new NextStep.Wait(unknown.message()));
  }

  @Test
  void deletesSnapshotsAfterConfirmedAbsence() {
    Presence<Image> missedOnce = new Presence<>(Optional.empty(), Optional.of(NOW), 1);

    assertThat(nextStep(observed(missedOnce, true, present(TAGGED), Origin.CREATED)))
        .isInstanceOf(NextStep.Wait.class);
    assertThat(nextActions(observed(absent(), true, present(TAGGED), Origin.CREATED)))
        .containsExactly(new SnapshotAction.DeleteSnapshot("snap-ami-a"));
    Presence<Image> lingering =
        new Presence<>(Optional.of(inState(Image.State.DEREGISTERED, IMAGE)), Optional.empty(), 0);
    assertThat(nextActions(observed(lingering, false, present(TAGGED), Origin.CREATED)))
        .containsExactly(new SnapshotAction.DeleteSnapshot("snap-ami-a"));
  }

  @Test
  void keepsForeignSnapshots() {
    assertThat(nextStep(observed(absent(), true, present(TAGGED), Origin.FOREIGN)))
        .isInstanceOf(NextStep.Deleted.class);
  }

  @Test
  void keepsSnapshotTakenOverMeanwhile() {
    Snapshot taken = snapshot(TAGGED.description(), tags("AmiImage/images/other"));

    assertThat(nextStep(observed(absent(), true, present(taken), Origin.CREATED)))
        .isInstanceOf(NextStep.Deleted.class);
  }

  @Test
  void keepsRecordUntilSnapshotsAreGone() {
    Presence<Snapshot> missedOnce = new Presence<>(Optional.empty(), Optional.of(NOW), 1);

    assertThat(nextStep(observed(absent(), true, missedOnce, Origin.CREATED)))
        .isInstanceOf(NextStep.Wait.class);
    assertThat(nextStep(observed(absent(), true, absent(), Origin.CREATED)))
        .isInstanceOf(NextStep.Deleted.class);
  }

  @Test
  void waitsForOtherImageOfSnapshot() {
    RetiringImage alone = observed(absent(), true, present(TAGGED), Origin.CREATED);

    assertThat(nextStep(withSharingImages(alone, "snap-ami-a")))
        .isEqualTo(new NextStep.SharedSnapshots(List.of("snap-ami-a")));
  }

  private static NextStep nextStep(RetiringImage facts) {
    return RetiringImagePlanner.plan(facts, GRACE, NOW);
  }

  private static List<AwsAction> nextActions(RetiringImage facts) {
    assertThat(nextStep(facts)).isInstanceOf(NextStep.Execute.class);
    return ((NextStep.Execute) nextStep(facts)).plan().actions();
  }

  private static RetiringImage observed(
      Presence<Image> image, boolean due, Presence<Snapshot> snapshot, Origin origin) {
    Retiring entry =
        new Retiring(
            "default",
            "111122223333",
            "eu-west-1",
            "ami-a",
            null,
            null,
            List.of(new SnapshotEntry("snap-ami-a", origin)));
    return new RetiringImage(
        RetirementClaim.of(POLICY, entry),
        entry,
        image,
        due ? Optional.of(DECISION) : Optional.empty(),
        true,
        new Usage.Unused(NOW),
        Map.of("snap-ami-a", snapshot),
        Set.of(),
        NOW);
  }

  private static RetiringImage withUsage(Usage usage, RetiringImage s) {
    return new RetiringImage(
        s.claim(),
        s.entry(),
        s.image(),
        s.decision(),
        s.gracePeriodPassed(),
        usage,
        s.snapshots(),
        s.sharedSnapshotIds(),
        NOW);
  }

  private static RetiringImage withUnsettledView(RetiringImage s) {
    return new RetiringImage(
        s.claim(),
        s.entry(),
        s.image(),
        s.decision(),
        false,
        s.usage(),
        s.snapshots(),
        s.sharedSnapshotIds(),
        NOW);
  }

  private static RetiringImage withSharingImages(RetiringImage s, String... ids) {
    return new RetiringImage(
        s.claim(),
        s.entry(),
        s.image(),
        s.decision(),
        true,
        s.usage(),
        s.snapshots(),
        Set.of(ids),
        NOW);
  }

  private static Origin origin(Image image, Snapshot snapshot) {
    return RetirementClaim.of(POLICY, image)
        .retiringEntry(RetentionScenario.PLACE, image, Map.of(snapshot.id(), snapshot))
        .snapshots()
        .getFirst()
        .origin();
  }

  private static Map<String, String> tags(String resource) {
    return Map.of(TagKeys.CLUSTER, CLUSTER.value(), TagKeys.RESOURCE, resource);
  }

  private static Presence<Snapshot> present(Snapshot snapshot) {
    return new Presence<>(Optional.of(snapshot), Optional.empty(), 0);
  }

  private static <T> Presence<T> absent() {
    Instant since = NOW.minus(GRACE);
    return new Presence<>(Optional.empty(), Optional.of(since), 2);
  }
}
