package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.ec2.ImageBlockDevice;
import dev.amioperator.ec2.InstanceAction.RunInstances;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the RunInstances call of a build instance, with every default filled in. Pure. */
final class BuildLaunch {
  private static final String NAME_TAG = "Name";

  /**
   * EC2 terminates a stopped Spot Instance when its request expires; CreateImage has to be over.
   */
  private static final Duration SPOT_REQUEST_MARGIN = Duration.ofHours(2);

  private BuildLaunch() {}

  static RunInstances of(
      DesiredImage desired, BuildStatus build, BuildInputs.Complete inputs, Instant now) {
    BuildSource source = desired.buildSource();
    String token = desired.buildToken(Optional.of(build));
    Map<String, String> plain = tagsWithoutOwnership(desired);
    Map<String, String> tags = new HashMap<>(plain);
    tags.putAll(desired.owner().tags(Role.BUILDER, desired.sourceHash()));
    tags.put(TagKeys.BUILD, token);
    return new RunInstances(
        inputs.base().id(),
        source.instanceType(),
        spotRequestExpiry(source, now),
        Optional.ofNullable(source.subnetId()),
        Optional.ofNullable(source.securityGroupIds()).orElse(List.of()),
        Boolean.TRUE.equals(source.publicAddress()),
        Optional.ofNullable(source.instanceProfile()),
        new RunInstances.UserData(inputs.userData()),
        devices(inputs, source),
        token,
        Map.copyOf(tags),
        plain);
  }

  private static Optional<Instant> spotRequestExpiry(BuildSource source, Instant now) {
    return source.market() == BuildSource.Market.SPOT
        ? Optional.of(
            now.plus(Durations.parse(source.timeout()))
                .plus(SPOT_REQUEST_MARGIN)
                .truncatedTo(ChronoUnit.SECONDS))
        : Optional.empty();
  }

  private static Map<String, String> tagsWithoutOwnership(DesiredImage desired) {
    Map<String, String> tags = new HashMap<>(desired.attributes().tags());
    tags.keySet().removeIf(key -> key.startsWith(TagKeys.PREFIX));
    tags.putIfAbsent(NAME_TAG, "builder of " + desired.imageName());
    return Map.copyOf(tags);
  }

  /** All EBS volumes are deleted with the build instance, whatever the base image says. */
  private static List<ImageBlockDevice> devices(BuildInputs.Complete inputs, BuildSource source) {
    Map<String, ImageBlockDevice> devices = new LinkedHashMap<>();
    inputs.base().blockDevices().stream()
        .filter(device -> device.sizeGib() > 0)
        .map(device -> DesiredBlockDevices.deletedOnTermination(device.deviceName()))
        .forEach(device -> devices.put(device.name(), device));
    DesiredBlockDevices.added(source.blockDeviceMappings(), inputs.keyArns())
        .forEach(device -> devices.put(device.name(), device));
    return new ArrayList<>(devices.values());
  }
}
