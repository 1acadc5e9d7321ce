package dev.amioperator.attributes;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** One attribute of an image as a spec wants it. What a spec does not name is left alone. */
public sealed interface ManagedAttribute {
  /** The change that brings an image there; none when it is there. */
  Optional<ImageAction> change(Image image, Instant now);

  /** The image's description. */
  record Description(String desired) implements ManagedAttribute {
    @Override
    public Optional<ImageAction> change(Image image, Instant now) {
      return changeIf(
          !desired.equals(image.description()),
          new ImageAction.SetDescription(image.id(), desired));
    }
  }

  /** Deprecated from a moment on. */
  record DeprecateAt(Instant time) implements ManagedAttribute {
    /** EC2 rounds to the minute. */
    private static final Duration ROUNDING = Duration.ofMinutes(1);

    /** EC2 takes no moment of the past; this far ahead it is still the future when it arrives. */
    private static final Duration MIN_LEAD_TIME = Duration.ofMinutes(2);

    @Override
    public Optional<ImageAction> change(Image image, Instant now) {
      Instant soonest = now.plus(MIN_LEAD_TIME).truncatedTo(ChronoUnit.MINUTES);
      Optional<Instant> present = image.settings().deprecationTime();
      boolean due = !time.isAfter(soonest);
      boolean there =
          due
              ? present.filter(from -> !from.isAfter(soonest.plus(ROUNDING))).isPresent()
              : present.filter(from -> isWithinRounding(from, time)).isPresent();
      return changeIf(
          !there, new ImageAction.EnableImageDeprecation(image.id(), due ? soonest : time));
    }

    private static boolean isWithinRounding(Instant one, Instant other) {
      return Duration.between(one, other).abs().compareTo(ROUNDING) <= 0;
    }
  }

  /** Deprecated from an age on, counted from the image's creation. */
  record DeprecateAfter(Duration age) implements ManagedAttribute {
    @Override
    public Optional<ImageAction> change(Image image, Instant now) {
      return image
          .created()
          .flatMap(created -> new DeprecateAt(created.plus(age)).change(image, now));
    }
  }

  /** Protected from deregistration, or not. */
  record Protection(Image.DeregistrationProtection desired) implements ManagedAttribute {
    @Override
    public Optional<ImageAction> change(Image image, Instant now) {
      ImageAction change =
          switch (desired) {
            case DISABLED -> new ImageAction.DisableImageDeregistrationProtection(image.id());
            case ENABLED -> new ImageAction.EnableImageDeregistrationProtection(image.id(), false);
            case ENABLED_WITH_COOLDOWN ->
                new ImageAction.EnableImageDeregistrationProtection(image.id(), true);
          };
      return changeIf(image.settings().protection() != desired, change);
    }
  }

  /** Instances of the image take metadata requests of version 2 only; there is no way back. */
  record ImdsV2() implements ManagedAttribute {
    @Override
    public Optional<ImageAction> change(Image image, Instant now) {
      return changeIf(!image.settings().imdsV2(), new ImageAction.RequireImdsV2(image.id()));
    }
  }

  private static Optional<ImageAction> changeIf(boolean differs, ImageAction change) {
    return differs ? Optional.of(change) : Optional.empty();
  }
}
