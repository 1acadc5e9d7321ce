package dev.amioperator.image;

import static dev.amioperator.testing.Examples.ACCOUNT;
import static dev.amioperator.testing.Examples.NOW;
import static dev.amioperator.testing.Examples.image;

import dev.amioperator.attributes.ObservedSharing;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.recyclebin.RecycleBinState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at EC2 of one AmiImage, and what is planned after them. */
final class Plans {
  static final String ADOPTED = "ami-0000000000000000e";
  static final Duration GRACE = Duration.ofMinutes(2);
  static final ImageCase INSTANCE = Cases.announced(Cases.fromInstance());
  static final ObservedImage NOTHING = Cases.observed(OwnedResources.NONE, Optional.empty());

  private Plans() {}

  static Plan plan(ImageCase image, ObservedImage observed) {
    DesiredImage desired = image.desired();
    RecordedImage recorded = image.recorded();
    return ImagePlanner.plan(
        desired,
        recorded,
        observed,
        CurrentImage.of(desired, recorded, observed, GRACE),
        ACCOUNT,
        GRACE,
        NOW);
  }

  static ObservedImage held(Image... images) {
    return Cases.observed(new OwnedResources(List.of(images), List.of()), Optional.empty());
  }

  static ObservedImage found(Image image) {
    return Cases.observed(OwnedResources.NONE, Optional.of(Presence.of(image)));
  }

  static ObservedImage named(Image holder) {
    return new ObservedImage(
        OwnedResources.NONE,
        Optional.empty(),
        Optional.of(Presence.of(holder)),
        Map.of(),
        ObservedSharing.NOT_OBSERVED,
        FastLaunch.OFF,
        NOW,
        Optional.empty(),
        Optional.empty(),
        new RecycleBinState.NotObserved());
  }

  static ObservedImage gone() {
    return gone(new RecycleBinState.Accessible(proven(), List.of()));
  }

  static ObservedImage gone(RecycleBinState recycleBinState) {
    return new ObservedImage(
        OwnedResources.NONE,
        Optional.of(proven()),
        Optional.empty(),
        Map.of(),
        ObservedSharing.NOT_OBSERVED,
        FastLaunch.OFF,
        NOW,
        Optional.empty(),
        Optional.empty(),
        recycleBinState);
  }

  private static <T> Presence<T> proven() {
    return new Presence<>(Optional.empty(), Optional.of(NOW.minus(GRACE)), 2);
  }
}
