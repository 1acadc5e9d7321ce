package dev.amioperator.copy;

import dev.amioperator.attributes.DesiredAttributes;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ownership.Owner;
import java.util.Optional;
import java.util.TreeMap;

/** The CopyImage call for one place, with a client token that makes repeating it harmless. */
final class IdempotentCopyRequest {
  private IdempotentCopyRequest() {}

  /**
   * The call.
   *
   * @param previous the image of this place that failed or vanished: without it EC2 would answer a
   *     new try with the old image
   */
  static ImageCreationAction.CopyImage of(
      CopyTarget target, String name, Optional<String> previous) {
    DesiredAttributes desiredAttributes = target.attributes(name);
    String description = desiredAttributes.description();
    String everything =
        String.join(
            "\n",
            target.desired().owner().toString(),
            target.desired().uid(),
            target.accountRegion().toString(),
            target.sourceId().toString(),
            name,
            description,
            new TreeMap<>(desiredAttributes.tags()).toString(),
            previous.orElse(""));
    return new ImageCreationAction.CopyImage(
        name,
        description,
        target.sourceId().region(),
        target.sourceId().imageId(),
        Owner.hash(everything),
        desiredAttributes.tags());
  }
}
