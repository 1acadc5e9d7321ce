package dev.amioperator.deletion;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.DeregistrationProtection;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the deregistration protection of an image that is to go is lifted: only by the object that
 * manages it, and put back when the image turns out to be used meanwhile. EC2 does not tell how
 * long a cooldown still lasts, so a tag on the image does, written before the protection is lifted.
 */
final class ProtectionRemoval {
  /** How long EC2 goes on protecting an image after a protection with cooldown was lifted. */
  private static final Duration COOLDOWN = Duration.ofHours(24);

  private ProtectionRemoval() {}

  /**
   * What is to be done about the protection first; nothing, when none stands in the way.
   *
   * @param managed the protection that the object's spec asks for, if it manages it
   */
  static Optional<Plan> next(Image image, Optional<DeregistrationProtection> managed, Instant now) {
    DeregistrationProtection present = image.settings().protection();
    if (present == DeregistrationProtection.DISABLED) {
      return cooldownEnd(image)
          .filter(now::isBefore)
          .map(until -> Plan.withoutActions(inCooldown(image, until, now)));
    }
    if (managed.isEmpty()) {
      return Optional.of(Plan.withoutActions(protectedByOthers(image)));
    }
    Instant until =
        present == DeregistrationProtection.ENABLED_WITH_COOLDOWN ? now.plus(COOLDOWN) : now;
    return Optional.of(
        new Plan(
            List.of(
                new TagAction.CreateTags(
                    List.of(image.id()),
                    Map.of(
                        TagKeys.PROTECTED_UNTIL, until.truncatedTo(ChronoUnit.SECONDS).toString())),
                new ImageAction.DisableImageDeregistrationProtection(image.id())),
            new ReadyState.Reconciling(
                Reason.Deleting,
                "Lifting the deregistration protection of %s.".formatted(image.id()),
                Requeue.DELETING)));
  }

  /** Protects an image again whose protection was lifted, when it may not go after all. */
  static List<AwsAction> reprotect(Image image, Optional<DeregistrationProtection> managed) {
    boolean lifted =
        image.settings().protection() == DeregistrationProtection.DISABLED
            && cooldownEnd(image).isPresent();
    return managed
        .filter(wanted -> lifted && wanted != DeregistrationProtection.DISABLED)
        .<List<AwsAction>>map(
            wanted ->
                List.of(
                    new ImageAction.EnableImageDeregistrationProtection(
                        image.id(), wanted == DeregistrationProtection.ENABLED_WITH_COOLDOWN)))
        .orElse(List.of());
  }

  private static Optional<Instant> cooldownEnd(Image image) {
    return Optional.ofNullable(image.tags().get(TagKeys.PROTECTED_UNTIL))
        .flatMap(ProtectionRemoval::parseInstant);
  }

  /**
   * A tag that somebody rewrote tells nothing; EC2 refuses to deregister, and that is waited out.
   */
  private static Optional<Instant> parseInstant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private static ReadyState inCooldown(Image image, Instant until, Instant now) {
    Duration left = Duration.between(now, until);
    return new ReadyState.Blocked(
        Reason.Protected,
        ("The deregistration protection of %s is lifted and its cooldown lasts until %s; the image"
                + " is deregistered after that. An image that is used by then is protected again.")
            .formatted(image.id(), until),
        left.compareTo(Requeue.PROTECTED) < 0
            ? left.plus(Requeue.COOLDOWN_MARGIN)
            : Requeue.PROTECTED);
  }

  private static ReadyState protectedByOthers(Image image) {
    return new ReadyState.Blocked(
        Reason.Protected,
        ("%s is protected against deregistration, and not by this object. Take the protection off"
                + " in EC2, or annotate this object %s to let go of it.")
            .formatted(image.id(), Annotations.ABANDON_TRUE),
        Requeue.PROTECTED);
  }
}
