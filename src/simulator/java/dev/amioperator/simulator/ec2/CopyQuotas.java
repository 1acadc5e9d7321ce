package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Quotas;
import java.util.stream.Stream;

/** Quotas of the copies in progress into an EC2 region. */
final class CopyQuotas {
  private CopyQuotas() {}

  /**
   * Checks that CopyImage may start.
   *
   * @param snapshots how many snapshots it copies
   * @throws ApiError {@code ResourceLimitExceeded}
   */
  static void checkImageCopy(Call call, int snapshots) {
    Quotas quotas = call.cloudState().quotas();
    long running = imagesInProgress(call).count();
    if (running >= quotas.imageCopies()) {
      throw exceeded("image", quotas.imageCopies());
    }
    if (quotas.snapshotCopiesOfImages()) {
      checkSnapshotCopies(call, snapshots);
    }
  }

  /**
   * Checks that CopySnapshot may start.
   *
   * @throws ApiError {@code ResourceLimitExceeded}
   */
  static void checkSnapshotCopies(Call call, int snapshots) {
    Quotas quotas = call.cloudState().quotas();
    long running =
        call.region().snapshots().ownedBy(call.accountId()).values().stream()
            .filter(snapshot -> snapshot.copyInProgress(call.now()))
            .count();
    long ofImages =
        quotas.snapshotCopiesOfImages()
            ? 0
            : imagesInProgress(call)
                .flatMap(image -> image.blockDevices().stream())
                .map(device -> call.region().snapshots().get(String.valueOf(device.snapshotId())))
                .filter(snapshot -> snapshot != null && snapshot.copyInProgress(call.now()))
                .count();
    if (running - ofImages + snapshots > quotas.snapshotCopies()) {
      throw exceeded("snapshot", quotas.snapshotCopies());
    }
  }

  private static Stream<Image> imagesInProgress(Call call) {
    return call.region().images().ownedBy(call.accountId()).values().stream()
        .filter(image -> image.origin().sourceImageRegion() != null)
        .filter(image -> image.deregisteredAt() == null)
        .filter(image -> image.state(call.now()).equals("pending"));
  }

  private static ApiError exceeded(String what, int limit) {
    return new ApiError(
        "ResourceLimitExceeded",
        "Too many %s copies in progress. The limit is %d for this destination region."
            .formatted(what, limit));
  }
}
