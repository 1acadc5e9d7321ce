package dev.amioperator.ec2;

import java.time.Instant;
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
}
