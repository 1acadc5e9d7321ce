package dev.amioperator.reconcile;

import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;

/**
 * Explanation of an image that EC2 does not show by the account setting Allowed AMIs.
 *
 * <p>The setting hides public and shared images that match none of its criteria, and EC2 answers
 * {@code InvalidAMIID.NotFound}; images of the account itself are never hidden.
 */
public final class AllowedImagesNote {
  private AllowedImagesNote() {}

  /**
   * The clause that follows the other reasons for a missing image; empty if the setting hides none.
   *
   * @throws ObservationReader.ObservationPendingException when EC2's answer is pending
   */
  public static String of(ObservationSession session) {
    Observation<Boolean> enabled = session.observation(ImageQueries.allowedImagesEnabled());
    if (enabled instanceof Observation.Failed<Boolean> failed) {
      return ", or Allowed AMIs hides it (not known: %s)".formatted(failed.failure().getMessage());
    }
    return session.value(enabled)
        ? ", or Allowed AMIs hides it: the setting is enabled in %s, and its criteria must allow it"
            .formatted(session.accountRegion().region())
        : "";
  }
}
