package dev.amioperator.image;

import static dev.amioperator.image.Plans.INSTANCE;
import static dev.amioperator.image.Plans.NOTHING;
import static dev.amioperator.image.Plans.held;
import static dev.amioperator.image.Plans.named;
import static dev.amioperator.image.Plans.plan;
import static dev.amioperator.testing.Examples.image;
import static dev.amioperator.testing.Examples.in;
import static dev.amioperator.testing.Examples.ours;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.lifecycle.Plan;
import dev.amioperator.lifecycle.Reason;
import dev.amioperator.lifecycle.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImagePlannerTest {
  @Test
  void nothingIsMadeBeforeTheStatusSaysSo() {
    Plan plan = plan(Cases.fromInstance(), NOTHING);
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.verdict()).isInstanceOf(Verdict.Waiting.class);
  }

  @Test
  void anImageIsMadeByTheOneCallOfItsSource() {
    assertThat(plan(INSTANCE, NOTHING).actions()).containsExactly(Creation.of(INSTANCE));
  }

  @Test
  void aNameThatSomebodyElsesImageHasStallsAndNamesTheImage() {
    Plan plan = plan(INSTANCE, named(image("ami-7", Image.State.AVAILABLE, Map.of())));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.verdict()).isInstanceOf(Verdict.Stalled.class);
    assertThat(plan.verdict().reason()).isEqualTo(Reason.NameTaken);
    assertThat(plan.verdict().message()).contains("ami-7", "web-42", "source.existing");
  }

  @Test
  void anImageOfOursThatOnlyItsNameShowsIsWaitedForAndNotMadeAgain() {
    Plan plan = plan(INSTANCE, named(ours("ami-7", INSTANCE.sourceHash())));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.verdict()).isInstanceOf(Verdict.Waiting.class);
  }

  @Test
  void aPendingImageIsWaitedFor() {
    Plan plan = plan(INSTANCE, held(in(ours("ami-1", INSTANCE.sourceHash()), Image.State.PENDING)));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.verdict().reason()).isEqualTo(Reason.ImagePending);
  }

  @Test
  void anAvailableImageThatIsAsItShallBeIsReady() {
    Plan plan = plan(INSTANCE, held(ours("ami-1", INSTANCE.sourceHash())));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.verdict()).isInstanceOf(Verdict.Ready.class);
  }

  @Test
  void aSecondImageIsReportedAndLeftAlone() {
    Plan plan =
        plan(
            INSTANCE,
            held(ours("ami-1", INSTANCE.sourceHash()), ours("ami-2", INSTANCE.sourceHash())));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.verdict().message()).contains("ami-2");
  }
}
