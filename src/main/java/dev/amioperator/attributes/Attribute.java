package dev.amioperator.attributes;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageChange;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** One attribute of an image as a spec wants it. What a spec does not name is left alone. */
public sealed interface Attribute {
  /** The change that brings an image there; none when it is there. */
  Optional<ImageChange> change(Image image, Instant now);

  /** The image's description. */
  record Description(String wanted) implements Attribute {
    @Override
    public Optional<ImageChange> change(Image image, Instant now) {
      return when(!wanted.equals(image.description()), new ImageChange.SetDescription(wanted));
    }
  }

  /** Deprecated from a moment on. */
  record DeprecatedFrom(Instant at) implements Attribute {
    /** EC2 rounds to the minute. */
    private static final Duration ROUNDING = Duration.ofMinutes(1);

    /** EC2 takes no moment of the past; this far ahead it is still the future when it arrives. */
    private static final Duration SOONEST = Duration.ofMinutes(2);

    @Override
    public Optional<ImageChange> change(Image image, Instant now) {
      Instant soonest = now.plus(SOONEST).truncatedTo(ChronoUnit.MINUTES);
      Optional<Instant> present = image.settings().deprecationTime();
      boolean due = !at.isAfter(soonest);
      boolean there =
          due
              ? present.filter(from -> !from.isAfter(soonest.plus(ROUNDING))).isPresent()
              : present.filter(from -> near(from, at)).isPresent();
      return when(!there, new ImageChange.EnableDeprecation(due ? soonest : at));
    }

    private static boolean near(Instant one, Instant other) {
      return Duration.between(one, other).abs().compareTo(ROUNDING) <= 0;
    }
  }

  /** Deprecated from an age on, counted from the image's creation. */
  record DeprecatedAfter(Duration age) implements Attribute {
    @Override
    public Optional<ImageChange> change(Image image, Instant now) {
      return image
          .created()
          .flatMap(created -> new DeprecatedFrom(created.plus(age)).change(image, now));
    }
  }

  /** Protected from deregistration, or not. */
  record Protection(Image.DeregistrationProtection wanted) implements Attribute {
    @Override
    public Optional<ImageChange> change(Image image, Instant now) {
      ImageChange change =
          switch (wanted) {
            case DISABLED -> new ImageChange.DisableDeregistrationProtection();
            case ENABLED -> new ImageChange.EnableDeregistrationProtection(false);
            case ENABLED_WITH_COOLDOWN -> new ImageChange.EnableDeregistrationProtection(true);
          };
      return when(image.settings().protection() != wanted, change);
    }
  }

  /** Instances of the image take metadata requests of version 2 only; there is no way back. */
  record ImdsV2() implements Attribute {
    @Override
    public Optional<ImageChange> change(Image image, Instant now) {
      return when(!image.settings().imdsV2(), new ImageChange.RequireImdsV2());
    }
  }

  private static Optional<ImageChange> when(boolean differs, ImageChange change) {
    return differs ? Optional.of(change) : Optional.empty();
  }
}
