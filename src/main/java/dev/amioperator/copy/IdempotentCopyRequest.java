package dev.amioperator.copy;

import dev.amioperator.attributes.DesiredAttributes;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.SnapshotEncryption;
import dev.amioperator.ownership.Owner;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The CopyImage call for a region, with a client token that makes it idempotent. The package's
 * description says under "Lost responses" how a copy is found whose id never arrived.
 */
final class IdempotentCopyRequest {
  private IdempotentCopyRequest() {}

  /**
   * Creates the call; its client token is a hash of everything that the call depends on.
   *
   * @param previous the image of this region that failed or vanished: without it in the token, EC2
   *     would return that image again
   */
  static ImageCreationAction.CopyImage of(
      CopyTarget target,
      String name,
      Optional<String> previous,
      Optional<SnapshotEncryption> encryption,
      Optional<Integer> completionDurationMinutes) {
    DesiredAttributes attributes = target.attributes(name);
    SourceId source = target.sourceId();
    String token =
        String.join(
            "\n",
            target.desired().owner().toString(),
            target.desired().uid(),
            target.accountRegion().toString(),
            source.toString(),
            name,
            attributes.description(),
            new TreeMap<>(attributes.tags()).toString(),
            previous.orElse("") + line(encryption) + line(completionDurationMinutes));
    return new ImageCreationAction.CopyImage(
        name,
        attributes.description(),
        source.region(),
        source.imageId(),
        Owner.hash(token),
        encryption,
        completionDurationMinutes,
        attributes.tags());
  }

  /** Empty without a value, so that a plain copy keeps its token. */
  private static String line(Optional<?> value) {
    return value.map(each -> "\n" + each).orElse("");
  }
}
