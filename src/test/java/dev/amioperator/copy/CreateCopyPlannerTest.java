package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.HERE;
import static dev.amioperator.copy.CopyFixtures.OWNER;
import static dev.amioperator.copy.CopyFixtures.SOURCE_ID;
import static dev.amioperator.copy.CopyFixtures.formerCopy;
import static dev.amioperator.copy.CopyFixtures.observed;
import static dev.amioperator.copy.CopyFixtures.observedNothing;
import static dev.amioperator.copy.CopyFixtures.queuedEntry;
import static dev.amioperator.copy.CopyFixtures.target;
import static dev.amioperator.copy.CopyPlanFixtures.PENDING;
import static dev.amioperator.copy.CopyPlanFixtures.assertReadyState;
import static dev.amioperator.copy.CopyPlanFixtures.copyImageRequest;
import static dev.amioperator.copy.CopyPlanFixtures.entry;
import static dev.amioperator.copy.CopyPlanFixtures.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.ec2.ImageCreationAction.CopyImage;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Plans for regions without an image copy. */
class CreateCopyPlannerTest {
  @Test
  void recordsCopyInStatusBeforeCopyImage() {
    RegionPlan first = plan(target(null), observedNothing());

    assertThat(first.plan().actions()).isEmpty();
    assertThat(entry(first).state()).isEqualTo("Queued");
    assertThat(entry(first).imageName()).isEqualTo("web-42");
    assertThat(copyImageRequest(plan(target(entry(first)), observedNothing())).name())
        .isEqualTo("web-42");
  }

  @Test
  void tagsCopyWithSourceAndOwner() {
    CopyImage call = copyImageRequest(plan(target(queuedEntry("web-42", null)), observedNothing()));

    assertThat(call.sourceImageId()).isEqualTo(SOURCE_ID.imageId());
    assertThat(call.sourceRegion()).isEqualTo("eu-west-1");
    assertThat(call.tags())
        .containsEntry("team", "shop")
        .containsEntry(TagKeys.RESOURCE, OWNER.resource())
        .containsEntry(TagKeys.ROLE, "copy")
        .containsEntry(TagKeys.SOURCE, SOURCE_ID.hash());
  }

  @Test
  void copiesSourceTagsExceptReservedKeys() {
    Image source =
        CopyFixtures.image(
            SOURCE_ID.imageId(),
            "web-42",
            State.AVAILABLE,
            Map.of(
                "family",
                "web",
                "team",
                "base",
                "aws:x",
                "1",
                "ec2:SharedTag/status",
                "approved",
                TagKeys.RESOURCE,
                "AmiImage/a/b"),
            "snap-src");
    CopyTarget target =
        target(
            CopyFixtures.withLaunchPermission("444455556666"),
            new ObservedSource.Available(SOURCE_ID, source),
            queuedEntry("web-42", null));

    assertThat(copyImageRequest(plan(target, observedNothing())).tags())
        .containsEntry("family", "web")
        .containsEntry("team", "shop")
        .containsEntry(TagKeys.RESOURCE, OWNER.resource())
        .doesNotContainKeys("aws:x", "ec2:SharedTag/status");
  }

  @Test
  void stallsWithTooManyTagsAndNamesThem() {
    Map<String, String> tags = new java.util.TreeMap<>();
    IntStream.range(0, 48).forEach(i -> tags.put("key-%02d".formatted(i), "x"));
    Image source =
        CopyFixtures.image(SOURCE_ID.imageId(), "web-42", State.AVAILABLE, tags, "snap-src");
    CopyTarget target =
        target(
            CopyFixtures.withLaunchPermission("444455556666"),
            new ObservedSource.Available(SOURCE_ID, source),
            queuedEntry("web-42", null));

    RegionPlan plan = plan(target, observedNothing());

    assertThat(plan.plan().actions()).isEmpty();
    assertReadyState(
        plan,
        ReadyState.Stalled.class,
        Reason.Rejected,
        SOURCE_ID.imageId(),
        "54 tags",
        "48 of the source",
        "at least 4",
        "key-00",
        "copySourceTags: false");
  }

  @Test
  void repeatsCopyImageWithSameToken() {
    CopyTarget target = target(queuedEntry("web-42", null));

    assertThat(copyImageRequest(plan(target, observedNothing())))
        .isEqualTo(copyImageRequest(plan(target, observedNothing())));
  }

  @Test
  void changesTokenWithDestinationOrFailure() {
    String token =
        copyImageRequest(plan(target(queuedEntry("web-42", null)), observedNothing()))
            .clientToken();
    CopyTarget elsewhere =
        CopyFixtures.targetIn(
            new AccountRegion("default", HERE.accountId(), "us-west-2"), "web-42");
    CopyTarget again = target(queuedEntry("web-42", "ami-bad"));

    assertThat(token).hasSizeLessThanOrEqualTo(64);
    assertThat(copyImageRequest(plan(elsewhere, observedNothing())).clientToken())
        .isNotEqualTo(token);
    assertThat(copyImageRequest(plan(again, observedNothing())).clientToken()).isNotEqualTo(token);
  }

  @Test
  void waitsForUnavailableSource() {
    ReadyState why =
        new ReadyState.Reconciling(Reason.SourceNotReady, "pending", Duration.ofSeconds(5));
    CopyTarget target =
        target(
            CopyFixtures.desired(),
            new ObservedSource.Unavailable(SOURCE_ID, why),
            queuedEntry("web-42", "ami-bad"));

    RegionPlan plan = plan(target, observedNothing());

    assertThat(plan.plan().actions()).isEmpty();
    assertThat(plan.plan().readyState()).isEqualTo(why);
    assertThat(entry(plan).imageName())
        .as("an uncertain copy is still queried")
        .isEqualTo("web-42");
    assertThat(entry(plan).previousImageId()).isEqualTo("ami-bad");
  }

  @Test
  void remembersThatFormerCopyWasRequested() {
    ReadyState why = new ReadyState.Stalled(Reason.SourceNotFound, "gone");
    CopyTarget target =
        target(
            CopyFixtures.desired(),
            new ObservedSource.Unavailable(SOURCE_ID, why),
            CopyFixtures.entryOf(formerCopy("ami-old")));

    RegionPlan plan = plan(target, observed(formerCopy("ami-old")));

    assertThat(entry(plan).state()).isEqualTo("Queued");
    assertThat(RegionStatusFactory.mayHaveCopies(entry(plan))).isTrue();
  }

  @Test
  void recordsNoRequestBeforeSourceIsRead() {
    CopyTarget target =
        target(CopyFixtures.desired(), new ObservedSource.Unobserved(SOURCE_ID), null);

    assertThat(RegionStatusFactory.mayHaveCopies(entry(plan(target, observedNothing())))).isFalse();
  }

  /** A copy that lost its place then would be overtaken by all whose source was read before. */
  @Test
  void keepsPlaceWhileSourceIsRead() {
    ObservedSource unread = new ObservedSource.Unobserved(SOURCE_ID);
    ReadyState why = new ReadyState.Stalled(Reason.SourceNotFound, "gone");
    ObservedSource gone = new ObservedSource.Unavailable(SOURCE_ID, why);

    assertThat(plan(target(CopyFixtures.desired(), unread, null), observedNothing()).observing())
        .isTrue();
    assertThat(plan(target(CopyFixtures.desired(), gone, null), observedNothing()).observing())
        .isFalse();
  }

  @Test
  void stallsWhenNameIsTaken() {
    Image theirs =
        CopyFixtures.image(
            "ami-other",
            "web-42",
            State.AVAILABLE,
            Map.of(TagKeys.RESOURCE, "AmiImage/other/web", TagKeys.CLUSTER, "c2"),
            "snap-x");

    RegionPlan plan =
        plan(target(queuedEntry("web-42", null)), CopyFixtures.observedNameHolder(theirs));

    assertThat(plan.plan().actions()).isEmpty();
    assertReadyState(
        plan,
        ReadyState.Stalled.class,
        Reason.NameTaken,
        "ami-other",
        "an object of the cluster",
        "us-east-1");
    assertThat(plan.plan().readyState().message()).doesNotContain("other/web");
  }

  @Test
  void neverAdvisesToDeregisterNameHolder() {
    Image untagged = CopyFixtures.image("ami-other", "web-42", State.AVAILABLE, Map.of(), "snap-x");
    RegionPlan plan =
        plan(target(queuedEntry("web-42", null)), CopyFixtures.observedNameHolder(untagged));

    assertThat(plan.plan().readyState().message())
        .contains("ami-other", "not created by this operator", "imageName")
        .doesNotContain("deregister");
  }

  @Test
  void reusesNameOfDeregisteredImage() {
    Image old = CopyFixtures.image("ami-o", "web-42", State.DEREGISTERED, Map.of(), "snap-x");

    copyImageRequest(
        plan(target(queuedEntry("web-42", null)), CopyFixtures.observedNameHolder(old)));
  }

  @Test
  void waitsForOwnImageWithSameName() {
    RegionPlan plan =
        plan(target(queuedEntry("web-42", null)), CopyFixtures.observedNameHolder(PENDING));

    assertThat(plan.plan().actions()).isEmpty();
    assertReadyState(plan, ReadyState.Reconciling.class, Reason.Observing, "ami-new");
  }

  @Test
  void addsSuffixToClashingName() {
    String suffixed = "web-42-9abcdef0";
    AccountRegion home = new AccountRegion("default", HERE.accountId(), "eu-west-1");
    CopyTarget sameRegion = CopyFixtures.targetIn(home, null);

    assertThat(entry(plan(sameRegion, observedNothing())).imageName()).isEqualTo(suffixed);
    assertThat(entry(plan(target(null), observed(formerCopy("ami-old")))).imageName())
        .isEqualTo(suffixed);
    assertThat(
            entry(plan(target(CopyFixtures.withImageName("golden"), null), observedNothing()))
                .imageName())
        .isEqualTo("golden-9abcdef0");
  }

  @Test
  void keepsRecordedNameSuffix() {
    assertThat(
            copyImageRequest(plan(target(queuedEntry("web-42-9abcdef0", null)), observedNothing()))
                .name())
        .isEqualTo("web-42-9abcdef0");
  }

  @Test
  void stallsBeforeCopyThatCannotBeShared() {
    ObservedCopy observed = CopyFixtures.withAwsManagedKey(observedNothing());
    CopyTarget shared =
        target(CopyFixtures.withLaunchPermission("444455556666"), queuedEntry("web-42", null));

    RegionPlan plan = plan(shared, observed);

    assertThat(plan.plan().actions()).isEmpty();
    assertReadyState(
        plan,
        ReadyState.Stalled.class,
        Reason.CannotShare,
        SOURCE_ID.imageId(),
        "us-east-1",
        "alias/aws/ebs",
        "ModifyEbsDefaultKmsKeyId");
    copyImageRequest(plan(target(queuedEntry("web-42", null)), observed));
  }
}
