package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import java.time.Instant;
import java.util.Optional;

/**
 * The decision of a policy about an image.
 *
 * @param unkeptSince the time in the image's tag unkept-since; empty: no valid tag
 * @param steps by which the image is retired, as all policies that select it agree
 * @param nextStep the first of them that is not taken yet; empty: none is left
 * @param dueAt when the next step is due; empty: no retention period runs, as in mode Plan
 * @param message why, for users; the same in every evaluation as long as the facts are
 * @param recovery whether it can be restored after its deregistration; empty: that is not next
 */
record Decision(
    AccountRegion accountRegion,
    Image image,
    RetentionReason reason,
    Optional<Instant> unkeptSince,
    RetireSteps steps,
    Optional<RetireStep> nextStep,
    Optional<Instant> dueAt,
    String message,
    Optional<Recovery> recovery) {

  String imageId() {
    return image.id();
  }

  boolean is(RetentionReason other) {
    return reason == other;
  }

  boolean is(RetentionReason.Group group) {
    return reason.group() == group;
  }

  Decision withReason(RetentionReason other, String newMessage) {
    return new Decision(
        accountRegion,
        image,
        other,
        unkeptSince,
        steps,
        nextStep,
        dueAt,
        newMessage,
        Optional.empty());
  }

  /** This decision with what can be restored, which its new message tells, too. */
  Decision withRecovery(Recovery known, String newMessage) {
    return new Decision(
        accountRegion,
        image,
        reason,
        unkeptSince,
        steps,
        nextStep,
        dueAt,
        newMessage,
        Optional.of(known));
  }
}
