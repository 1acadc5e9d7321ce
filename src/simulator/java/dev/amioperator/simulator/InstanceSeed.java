package dev.amioperator.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Instance to seed.
 *
 * @param id null for a new id
 * @param imageId image of the instance; null for an image that is no longer registered
 * @param launched null for now
 */
public record InstanceSeed(
    String id,
    String imageId,
    String instanceType,
    String architecture,
    boolean running,
    Instant launched,
    List<VolumeSeed> volumes,
    Map<String, String> tags) {
  public InstanceSeed {
    volumes = List.copyOf(volumes);
    tags = Map.copyOf(tags);
  }

  /** Running t3.micro instance with a root volume of 8 GiB. */
  public static InstanceSeed small() {
    return new InstanceSeed(
        null,
        null,
        "t3.micro",
        "x86_64",
        true,
        null,
        List.of(VolumeSeed.of("/dev/xvda", 8)),
        Map.of());
  }

  /** Copy with an image of the instance. */
  public InstanceSeed fromImage(String image) {
    return new InstanceSeed(
        id, image, instanceType, architecture, running, launched, volumes, tags);
  }

  /** Copy with volumes of the instance; the first is the root. */
  public InstanceSeed withVolumes(VolumeSeed... all) {
    return new InstanceSeed(
        id, imageId, instanceType, architecture, running, launched, List.of(all), tags);
  }
}
