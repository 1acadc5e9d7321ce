package dev.amioperator.attributes;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Attribute of an image as a spec desires it; omitted attributes are left alone. */
public sealed interface ManagedAttribute {
  /** The EC2 call that changes the image; empty if it matches. */
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

  /** Deprecation of the image at a fixed time. */
  record DeprecateAt(Instant time) implements ManagedAttribute {
    /** EC2 rounds deprecation times to the minute. */
    private static final Duration ROUNDING = Duration.ofMinutes(1);

    /** EC2 rejects a past deprecation time; this lead covers the call's duration. */
    private static final Duration MIN_LEAD_TIME = Duration.ofMinutes(2);

    @Override
    public Optional<ImageAction> change(Image image, Instant now) {
      Instant soonest = now.plus(MIN_LEAD_TIME).truncatedTo(ChronoUnit.MINUTES);
      boolean due = !time.isAfter(soonest);
      boolean matches =
          image
              .settings()
              .deprecationTime()
              .filter(
                  present ->
                      due
                          ? !present.isAfter(soonest.plus(ROUNDING))
                          : Duration.between(present, time).abs().compareTo(ROUNDING) <= 0)
              .isPresent();
      return changeIf(
          !matches, new ImageAction.EnableImageDeprecation(image.id(), due ? soonest : time));
    }
  }

  /** Deprecation of the image at an age, counted from its creation. */
  record DeprecateAfter(Duration age) implements ManagedAttribute {
    @Override
    public Optional<ImageAction> change(Image image, Instant now) {
      return image
          .created()
          .flatMap(created -> new DeprecateAt(created.plus(age)).change(image, now));
    }
  }

  /** An image without a deprecation time. */
  record NoDeprecation() implements ManagedAttribute {
    @Override
    public Optional<ImageAction> change(Image image, Instant now) {
      return changeIf(
          image.settings().deprecationTime().isPresent(),
          new ImageAction.DisableImageDeprecation(image.id()));
    }
  }

  /** Deregistration protection of the image. */
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

  /** IMDSv2 required on instances of the image; EC2 cannot revert it. */
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
