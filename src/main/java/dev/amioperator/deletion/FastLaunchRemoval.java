package dev.amioperator.deletion;

import dev.amioperator.attributes.DesiredFastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.Plan;
import java.util.Optional;

/**
 * Plans DisableFastLaunch before a Windows image is deregistered. It comes before the deletion
 * guard reads the references to the image: EC2 launches instances of the image for fast launch. EC2
 * takes the call only while the image exists.
 */
public final class FastLaunchRemoval {
  private FastLaunchRemoval() {}

  /**
   * The step that disables fast launch; empty when it is off, or not possible for the image.
   *
   * @throws ObservationReader.ObservationPendingException when a read of EC2 is pending or failed
   */
  public static Optional<Plan> next(ObservationSession session, Image image) {
    return DesiredFastLaunch.isSupported(image)
        ? DesiredFastLaunch.disableBeforeDeregistration(
            image, session.get(ImageQueries.fastLaunch(image.id())), session.now())
        : Optional.empty();
  }
}
