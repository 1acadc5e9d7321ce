package dev.amioperator.copy;

import static dev.amioperator.copy.Plans.PENDING;
import static dev.amioperator.copy.Plans.assertVerdict;
import static dev.amioperator.copy.Plans.call;
import static dev.amioperator.copy.Plans.entry;
import static dev.amioperator.copy.Plans.plan;
import static dev.amioperator.copy.Samples.HERE;
import static dev.amioperator.copy.Samples.OWNER;
import static dev.amioperator.copy.Samples.SOURCE_ID;
import static dev.amioperator.copy.Samples.formerCopy;
import static dev.amioperator.copy.Samples.nothing;
import static dev.amioperator.copy.Samples.queued;
import static dev.amioperator.copy.Samples.seen;
import static dev.amioperator.copy.Samples.target;
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
import org.junit.jupiter.api.Test;

/** Places that have no copy yet. */
class NewCopyTest {
  @Test
  void theStatusAnnouncesTheCopyBeforeEc2IsAskedForIt() {
    RegionPlan first = plan(target(null), nothing());

    assertThat(first.plan().actions()).isEmpty();
    assertThat(entry(first).state()).isEqualTo("Queued");
    assertThat(entry(first).imageName()).isEqualTo("web-42");
    assertThat(call(plan(target(entry(first)), nothing())).name()).isEqualTo("web-42");
  }

  @Test
  void theCallCarriesSourceAndOwnershipTags() {
    CopyImage call = call(plan(target(queued("web-42", null)), nothing()));

    assertThat(call.sourceImageId()).isEqualTo(SOURCE_ID.imageId());
    assertThat(call.sourceRegion()).isEqualTo("eu-west-1");
    assertThat(call.tags())
        .containsEntry("team", "shop")
        .containsEntry(TagKeys.RESOURCE, OWNER.resource())
        .containsEntry(TagKeys.ROLE, "copy")
        .containsEntry(TagKeys.SOURCE, SOURCE_ID.hash());
  }

  @Test
  void sourceTagsComeAlongWithoutTheReservedOnes() {
    Image source =
        Samples.image(
            SOURCE_ID.imageId(),
            "web-42",
            State.AVAILABLE,
            Map.of("family", "web", "team", "base", "aws:x", "1", TagKeys.RESOURCE, "AmiImage/a/b"),
            "snap-src");
    CopyTarget target =
        target(
            Samples.sharedWith("444455556666"),
            new ObservedSource.Available(SOURCE_ID, source),
            queued("web-42", null));

    assertThat(call(plan(target, nothing())).tags())
        .containsEntry("family", "web")
        .containsEntry("team", "shop")
        .containsEntry(TagKeys.RESOURCE, OWNER.resource())
        .doesNotContainKey("aws:x");
  }

  @Test
  void theSameCallIsMadeWithTheSameToken() {
    CopyTarget target = target(queued("web-42", null));

    assertThat(call(plan(target, nothing()))).isEqualTo(call(plan(target, nothing())));
  }

  @Test
  void anotherPlaceOrAnEarlierFailureMakesAnotherToken() {
    String token = call(plan(target(queued("web-42", null)), nothing())).clientToken();
    CopyTarget elsewhere =
        Samples.targetIn(new AccountRegion("default", HERE.accountId(), "us-west-2"), "web-42");
    CopyTarget again = target(queued("web-42", "ami-bad"));

    assertThat(token).hasSizeLessThanOrEqualTo(64);
    assertThat(call(plan(elsewhere, nothing())).clientToken()).isNotEqualTo(token);
    assertThat(call(plan(again, nothing())).clientToken()).isNotEqualTo(token);
  }

  @Test
  void anUnavailableSourceIsWaitedFor() {
    ReadyState why =
        new ReadyState.Reconciling(Reason.SourceNotReady, "pending", Duration.ofSeconds(5));
    CopyTarget target =
        target(
            Samples.desired(),
            new ObservedSource.Unavailable(SOURCE_ID, why),
            queued("web-42", "ami-bad"));

    RegionPlan plan = plan(target, nothing());

    assertThat(plan.plan().actions()).isEmpty();
    assertThat(plan.plan().readyState()).isEqualTo(why);
    assertThat(entry(plan).imageName())
        .as("a copy that may have been asked for is still looked for")
        .isEqualTo("web-42");
    assertThat(entry(plan).previousImageId()).isEqualTo("ami-bad");
  }

  @Test
  void aNameThatSomebodyElseHasStallsAndSaysWhose() {
    Image theirs =
        Samples.image(
            "ami-other",
            "web-42",
            State.AVAILABLE,
            Map.of(TagKeys.RESOURCE, "AmiImage/other/web", TagKeys.CLUSTER, "c2"),
            "snap-x");

    RegionPlan plan = plan(target(queued("web-42", null)), Samples.nameHeldBy(theirs));

    assertThat(plan.plan().actions()).isEmpty();
    assertVerdict(
        plan,
        ReadyState.Stalled.class,
        Reason.NameTaken,
        "ami-other",
        "AmiImage/other/web",
        "us-east-1");
  }

  @Test
  void aDeregisteredImageDoesNotHoldItsName() {
    Image old = Samples.image("ami-o", "web-42", State.DEREGISTERED, Map.of(), "snap-x");

    call(plan(target(queued("web-42", null)), Samples.nameHeldBy(old)));
  }

  @Test
  void ourOwnImageUnderTheNameIsWaitedForNotMadeTwice() {
    RegionPlan plan = plan(target(queued("web-42", null)), Samples.nameHeldBy(PENDING));

    assertThat(plan.plan().actions()).isEmpty();
    assertVerdict(plan, ReadyState.Reconciling.class, Reason.Observing, "ami-new");
  }

  @Test
  void theNameGetsASuffixWhereItWouldClash() {
    String suffixed = "web-42-9abcdef0";
    AccountRegion home = new AccountRegion("default", HERE.accountId(), "eu-west-1");
    CopyTarget sameRegion = Samples.targetIn(home, null);

    assertThat(entry(plan(sameRegion, nothing())).imageName()).isEqualTo(suffixed);
    assertThat(entry(plan(target(null), seen(formerCopy("ami-old")))).imageName())
        .isEqualTo(suffixed);
    assertThat(entry(plan(target(Samples.named("golden"), null), nothing())).imageName())
        .isEqualTo("golden-9abcdef0");
  }

  @Test
  void anAnnouncedSuffixStaysWhenItsCauseIsGone() {
    assertThat(call(plan(target(queued("web-42-9abcdef0", null)), nothing())).name())
        .isEqualTo("web-42-9abcdef0");
  }

  @Test
  void aFullQueueIsWaitedFor() {
    RegionPlan full = plan(target(queued("web-42", null)), Samples.copying(20));

    assertThat(full.plan().actions()).isEmpty();
    assertVerdict(full, ReadyState.Reconciling.class, Reason.QuotaExceeded, "20", "us-east-1");
    call(plan(target(queued("web-42", null)), Samples.copying(19)));
  }
}
