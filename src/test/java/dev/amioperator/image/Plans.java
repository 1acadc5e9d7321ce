package dev.amioperator.image;

import static dev.amioperator.testing.Examples.ACCOUNT;
import static dev.amioperator.testing.Examples.NOW;
import static dev.amioperator.testing.Examples.image;

import dev.amioperator.attributes.Permitted;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.Holdings;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.recyclebin.Remains;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at EC2 of one AmiImage, and what is planned after them. */
final class Plans {
  static final String ADOPTED = "ami-0000000000000000e";
  static final Duration GRACE = Duration.ofMinutes(2);
  static final Desired INSTANCE = Cases.announced(Cases.fromInstance());
  static final Observed NOTHING = Cases.observed(Holdings.NONE, Optional.empty());

  private Plans() {}

  static Plan plan(Desired desired, Observed observed) {
    return ImagePlanner.plan(
        desired, observed, Standing.of(desired, observed, GRACE), ACCOUNT, GRACE, NOW);
  }

  static Observed held(Image... images) {
    return Cases.observed(new Holdings(List.of(images), List.of()), Optional.empty());
  }

  static Observed found(Image image) {
    return Cases.observed(Holdings.NONE, Optional.of(Presence.of(image)));
  }

  static Observed named(Image holder) {
    return new Observed(
        Holdings.NONE,
        Optional.empty(),
        Optional.of(Presence.of(holder)),
        Map.of(),
        Permitted.UNSEEN,
        FastLaunch.OFF,
        NOW,
        Optional.empty(),
        Optional.empty(),
        new Remains.Unasked());
  }

  static Observed gone() {
    return gone(new Remains.Seen(proven(), List.of()));
  }

  static Observed gone(Remains remains) {
    return new Observed(
        Holdings.NONE,
        Optional.of(proven()),
        Optional.empty(),
        Map.of(),
        Permitted.UNSEEN,
        FastLaunch.OFF,
        NOW,
        Optional.empty(),
        Optional.empty(),
        remains);
  }

  private static <T> Presence<T> proven() {
    return new Presence<>(Optional.empty(), Optional.of(NOW.minus(GRACE)), 2);
  }
}
