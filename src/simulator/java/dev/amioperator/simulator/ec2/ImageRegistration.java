package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.MachineTraits;
import java.util.List;

/** What every call that makes an image shares. */
final class ImageRegistration {
  private ImageRegistration() {}

  /**
   * Refuses one image more than the account may have in the region.
   *
   * @throws ApiError {@code ResourceLimitExceeded}
   */
  static void checkQuota(Call call) {
    int limit = call.cloudState().quotas().images();
    long binned =
        call.region().recycleBin().images().values().stream()
            .filter(image -> image.resource().ownerId().equals(call.accountId()))
            .count();
    if (call.region().images().ownedBy(call.accountId()).size() + binned >= limit) {
      throw new ApiError(
          "ResourceLimitExceeded",
          "You have reached your quota of " + limit + " AMIs in this Region.");
    }
  }

  /** Puts a new image of the caller into its region. */
  static Image register(
      Call call,
      String id,
      Image.Origin origin,
      MachineTraits traits,
      List<BlockDevice> devices,
      AsyncOperation making) {
    Image image =
        new Image(
            id,
            call.accountId(),
            origin,
            traits,
            devices,
            making,
            call.now().plus(call.timing().visibility()));
    call.region().add(image);
    return image;
  }
}
