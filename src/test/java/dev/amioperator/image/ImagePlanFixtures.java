package dev.amioperator.image;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.image;

import dev.amioperator.account.Allowlist;
import dev.amioperator.api.v1alpha1.AllowSpec;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.recyclebin.RecycleBinState;
import dev.amioperator.testing.Manifests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Observed EC2 images of an AmiImage, and the resulting plans. */
final class ImagePlanFixtures {
  static final String ADOPTED = "ami-0000000000000000e";
  static final Duration GRACE = Duration.ofMinutes(2);
  static final ImageCase INSTANCE = ImageFixtures.withRecordedName(ImageFixtures.fromInstance());
  static final ObservedImage NOTHING =
      ImageFixtures.observed(OwnedResources.NONE, Optional.empty());

  static final Allowlist ALLOWING = new Allowlist("default", Manifests.allowingAll().build());

  static final Allowlist REFUSING = new Allowlist("default", AllowSpec.NOTHING);

  private ImagePlanFixtures() {}

  static Plan plan(ImageCase image, ObservedImage observed) {
    return plan(image, observed, currentImage(image, observed), NOW);
  }

  static Plan plan(
      ImageCase image, ObservedImage observed, CurrentImage currentImage, Instant now) {
    return plan(image, observed, currentImage, now, ALLOWING);
  }

  static Plan plan(
      ImageCase image,
      ObservedImage observed,
      CurrentImage currentImage,
      Instant now,
      Allowlist allowlist) {
    return new ImagePlanner(
            image.desired(),
            image.recorded(),
            observed,
            currentImage,
            allowlist,
            ACCOUNT,
            GRACE,
            now)
        .plan();
  }

  static CurrentImage currentImage(ImageCase image, ObservedImage observed) {
    return CurrentImage.of(image.desired(), image.recorded(), observed, GRACE);
  }

  static ObservedImage observedOwned(Image... images) {
    return ImageFixtures.observed(new OwnedResources(List.of(images), List.of()), Optional.empty());
  }

  static ObservedImage observedById(Image image) {
    return ImageFixtures.observed(OwnedResources.NONE, Optional.of(Presence.of(image)));
  }

  static ObservedImage observedByName(Image holder) {
    return ImageFixtures.observed(
        OwnedResources.NONE,
        Optional.empty(),
        Optional.of(Presence.of(holder)),
        Optional.empty(),
        Optional.empty(),
        new RecycleBinState.NotObserved());
  }

  static ObservedImage observedGone() {
    return observedGone(new RecycleBinState.Accessible(confirmedGone(), List.of()));
  }

  static ObservedImage observedGone(RecycleBinState recycleBinState) {
    return ImageFixtures.observed(
        OwnedResources.NONE,
        Optional.of(confirmedGone()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        recycleBinState);
  }

  private static <T> Presence<T> confirmedGone() {
    return new Presence<>(Optional.empty(), Optional.of(NOW.minus(GRACE)), 2);
  }
}
