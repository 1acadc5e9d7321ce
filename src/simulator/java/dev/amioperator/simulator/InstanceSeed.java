package dev.amioperator.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An instance to seed.
 *
 * @param id null for a new one
 * @param imageId the image it was launched from; null if that is not known
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

  /** A running t3.micro with a root volume of 8 GiB. */
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

  public InstanceSeed withId(String instanceId) {
    return new InstanceSeed(
        instanceId, imageId, instanceType, architecture, running, launched, volumes, tags);
  }

  public InstanceSeed fromImage(String image) {
    return new InstanceSeed(
        id, image, instanceType, architecture, running, launched, volumes, tags);
  }

  public InstanceSeed withType(String type) {
    return new InstanceSeed(id, imageId, type, architecture, running, launched, volumes, tags);
  }

  public InstanceSeed withArchitecture(String arch) {
    return new InstanceSeed(id, imageId, instanceType, arch, running, launched, volumes, tags);
  }

  public InstanceSeed stopped() {
    return new InstanceSeed(
        id, imageId, instanceType, architecture, false, launched, volumes, tags);
  }

  public InstanceSeed launchedAt(Instant at) {
    return new InstanceSeed(id, imageId, instanceType, architecture, running, at, volumes, tags);
  }

  public InstanceSeed withVolumes(VolumeSeed... all) {
    return new InstanceSeed(
        id, imageId, instanceType, architecture, running, launched, List.of(all), tags);
  }

  public InstanceSeed tagged(String key, String value) {
    Map<String, String> more = new TreeMap<>(tags);
    more.put(key, value);
    return new InstanceSeed(
        id, imageId, instanceType, architecture, running, launched, volumes, more);
  }
}
