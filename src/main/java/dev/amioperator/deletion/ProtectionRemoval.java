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
 * Plans DisableImageDeregistrationProtection before an image is deregistered. Only the object that
 * manages the protection disables it, and it enables it again if the image is used meanwhile. EC2
 * reports the end of a cooldown, whoever disabled the protection; a tag records it too, in case
 * that the report is late or not readable.
 */
final class ProtectionRemoval {
  /** How long EC2 still protects an image after a protection with cooldown is disabled. */
  private static final Duration COOLDOWN = Duration.ofHours(24);

  private ProtectionRemoval() {}

  /**
   * The step before DeregisterImage; empty when no protection prevents it.
   *
   * @param managed the protection in the object's spec, if the object manages it
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
                "Disabling the deregistration protection of %s.".formatted(image.id()),
                Requeue.DELETING)));
  }

  /** Enables the protection again on an image that is not deregistered after all. */
  static List<AwsAction> reprotect(Image image, Optional<DeregistrationProtection> managed) {
    boolean disabled =
        image.settings().protection() == DeregistrationProtection.DISABLED
            && cooldownEnd(image).isPresent();
    return managed
        .filter(wanted -> disabled && wanted != DeregistrationProtection.DISABLED)
        .<List<AwsAction>>map(
            wanted ->
                List.of(
                    new ImageAction.EnableImageDeregistrationProtection(
                        image.id(), wanted == DeregistrationProtection.ENABLED_WITH_COOLDOWN)))
        .orElse(List.of());
  }

  private static Optional<Instant> cooldownEnd(Image image) {
    return image
        .settings()
        .protectedUntil()
        .or(
            () ->
                Optional.ofNullable(image.tags().get(TagKeys.PROTECTED_UNTIL))
                    .flatMap(ProtectionRemoval::parseInstant));
  }

  /** Ignores a tag that was changed by hand: EC2 itself refuses until the cooldown ends. */
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
        ("The deregistration protection of %s is disabled and its cooldown lasts until %s; then the"
                + " image is deregistered, unless something uses it.")
            .formatted(image.id(), until),
        left.compareTo(Requeue.PROTECTED) < 0
            ? left.plus(Requeue.COOLDOWN_MARGIN)
            : Requeue.PROTECTED);
  }

  private static ReadyState protectedByOthers(Image image) {
    return new ReadyState.Blocked(
        Reason.Protected,
        ("%s is protected against deregistration, and not by this object. Disable the protection in"
                + " EC2. If this object is being deleted, the annotation %s ends it instead, and leaves"
                + " all its images and snapshots in EC2.")
            .formatted(image.id(), Annotations.ABANDON_TRUE),
        Requeue.PROTECTED);
  }
}
