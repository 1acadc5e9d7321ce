package dev.amioperator.ec2;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pending image that was not created from an instance: a copy in progress, whoever made it.
 *
 * @param snapshots how many snapshots EC2 lists for it yet
 * @param sizeGib the size of its volumes, as far as EC2 lists them
 * @param created when CopyImage was called; empty until EC2 reports it
 */
public record PendingCopy(
    String imageId,
    Map<String, String> tags,
    int snapshots,
    long sizeGib,
    Optional<Instant> created) {
  public PendingCopy {
    tags = Map.copyOf(tags);
  }

  static PendingCopy of(Image image) {
    List<Image.BlockDevice> volumes =
        image.blockDevices().stream().filter(device -> device.snapshotId().isPresent()).toList();
    return new PendingCopy(
        image.id(),
        image.tags(),
        volumes.size(),
        volumes.stream().mapToLong(Image.BlockDevice::sizeGib).sum(),
        image.created());
  }
}
